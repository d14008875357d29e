"""The agency tree changes as a whole or not at all."""

import pytest

from grid.errors import IllegalStep, InvalidInput, StaleVersion
from grid.ledger.models import AuditEntry, EventEntry
from grid.organisation import services
from grid.organisation.models import Agency, Officer
from tests.cast import Cast


def test_a_new_agency_hangs_below_its_parent_and_is_on_record(cast: Cast) -> None:
    office = services.create_agency(
        code="990101001000",
        name="北一社区",
        kind="office",
        parent=cast.north_station,
        by=cast.tessa.as_actor(),
    )
    assert office.path == f"{cast.north_station.path}990101001000/"
    assert EventEntry.objects.latest("seq").agency_path == office.path


@pytest.mark.parametrize("code", ["12", "99010100100x", "９９０１０１００１０００", "990100000000"])
def test_a_code_is_twelve_digits_and_nobody_elses(cast: Cast, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        services.create_agency(
            code=code, name="x", kind="office", parent=cast.north, by=cast.tessa.as_actor()
        )
    assert refusal.value.errors[0]["pointer"] == "/code"


def test_moving_a_branch_takes_everything_below_with_it(cast: Cast) -> None:
    services.create_agency(
        code="990101001000",
        name="北一社区",
        kind="office",
        parent=cast.north_station,
        by=cast.tessa.as_actor(),
    )
    services.move_agency(cast.north_station, parent=cast.south, version=1, by=cast.tessa.as_actor())
    assert Agency.objects.get(code="990101001000").path == (
        "990000000000/990200000000/990101000000/990101001000/"
    )
    assert set(Agency.objects.visible_to(cast.nora)) == {cast.north}
    assert Officer.objects.visible_to(cast.sam).filter(pk=cast.cora.pk).exists()


def test_an_agency_cannot_move_below_itself(cast: Cast) -> None:
    for parent in (cast.north, cast.north_station):
        with pytest.raises(IllegalStep):
            services.move_agency(cast.north, parent=parent, version=1, by=cast.tessa.as_actor())


def test_a_change_on_an_old_version_is_refused_with_both_versions(cast: Cast) -> None:
    by = cast.tessa.as_actor()
    services.rename_agency(cast.north, name="新北分局", version=1, by=by)
    for change in (
        lambda: services.rename_agency(cast.north, name="x", version=1, by=by),
        lambda: services.move_agency(cast.north, parent=cast.south, version=1, by=by),
        lambda: services.deactivate_agency(cast.north, version=1, by=by, reason="x"),
    ):
        with pytest.raises(StaleVersion) as refusal:
            change()
        assert refusal.value.context == {"yours": 1, "current": 2}
    assert Agency.objects.get(pk=cast.north.pk).name == "新北分局"


def test_an_agency_with_people_or_agencies_below_stays_open(cast: Cast) -> None:
    by = cast.tessa.as_actor()
    for agency in (cast.south, cast.north_station):
        with pytest.raises(IllegalStep):
            services.deactivate_agency(agency, version=1, by=by, reason="merged")
    closed = services.deactivate_agency(cast.south_station, version=1, by=by, reason="merged")
    assert not closed.is_active
    assert AuditEntry.objects.latest("seq").reason == "merged"


def test_nothing_new_is_filed_under_a_closed_agency(cast: Cast) -> None:
    by = cast.tessa.as_actor()
    closed = services.deactivate_agency(cast.south_station, version=1, by=by, reason="merged")
    with pytest.raises(InvalidInput):
        services.create_agency(code="990201001000", name="x", kind="office", parent=closed, by=by)
    with pytest.raises(InvalidInput):
        services.create_officer(badge_number="S100", name="x", agency=closed, by=by)
