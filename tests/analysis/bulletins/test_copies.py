"""To whom an issued bulletin goes, who has read it, and what its meeting agreed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from command_center.analysis.bulletins import selectors, services
from command_center.analysis.bulletins.models import Bulletin, BulletinTask
from grid.errors import IllegalStep, InvalidInput, NotAllowed
from grid.organisation.models import Officer
from grid.organisation.roles import Role
from tests.analysis.bulletins.make import make_bulletin
from tests.cast import Cast, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(cast: Cast) -> Bulletin:
    """A bulletin of the city, gone out to its two branches."""
    row = make_bulletin(cast.city)
    services.review(row, by=cast.chief)
    return services.issue(row, by=an_officer("C020", "副长", cast.city, Role.AGENCY_LEADER))


def seen(officer: Officer) -> list[Bulletin]:
    return list(selectors.bulletins(officer))


def test_without_a_list_it_goes_to_the_agencies_directly_below(
    cast: Cast, issued: Bulletin
) -> None:
    assert [copy.agency for copy in issued.copies.all()] == [cast.north, cast.south]
    due = issued.copies.all()[0].due_at
    assert timedelta(hours=23) < due - timezone.now() <= timedelta(hours=24)


def test_a_branch_sees_the_citys_bulletin_once_it_is_issued(cast: Cast) -> None:
    row = make_bulletin(cast.city)
    assert seen(cast.lea) == []
    services.review(row, by=cast.chief)
    services.issue(row, by=an_officer("C020", "副长", cast.city, Role.AGENCY_LEADER))
    assert seen(cast.lea) == [row] and seen(cast.sam) == [row]
    assert seen(cast.cora) == []  # her station has no copy


def test_the_list_names_who_gets_it_and_can_be_emptied(cast: Cast) -> None:
    boss = an_officer("C020", "副长", cast.city, Role.AGENCY_LEADER)
    services.set_receivers(by=boss, codes=[cast.north_station.code, cast.south.code])
    assert {one.code for one in selectors.receivers_of(cast.city)} == {
        cast.north_station.code, cast.south.code,
    }  # fmt: skip
    with pytest.raises(InvalidInput, match="no such agency: 123"):
        services.set_receivers(by=boss, codes=["123"])
    services.set_receivers(by=boss, codes=[])
    assert selectors.receivers_of(cast.city) == [cast.north, cast.south]


def test_opening_is_noted_once_and_reading_by_its_button(cast: Cast, issued: Bulletin) -> None:
    copy = services.see_copy(issued, by=cast.lea)
    assert copy is not None and copy.state == "signed"
    again = services.see_copy(issued, by=cast.nora)
    assert again is not None and again.signed_by == copy.signed_by
    read = services.read_copy(issued, by=cast.ana)
    assert (read.state, read.agency) == ("done", cast.north)
    with pytest.raises(IllegalStep, match="no copy to read"):
        services.read_copy(issued, by=cast.lea)
    row = selectors.bulletins(cast.chief).get()
    assert (row.sent, row.read) == (2, 1)  # type: ignore[attr-defined]


def test_the_city_reading_its_own_bulletin_signs_for_nobody(cast: Cast, issued: Bulletin) -> None:
    assert services.see_copy(issued, by=cast.chief) is None
    assert not issued.copies.exclude(state="issued").exists()


def test_who_only_oversees_reads_without_the_agencys_signature(
    cast: Cast, issued: Bulletin
) -> None:
    cast.ada.agency = cast.north
    copy = services.see_copy(issued, by=cast.ada)
    assert copy is not None and copy.state == "issued"


def test_a_branch_sees_only_its_own_copy(cast: Cast, issued: Bulletin) -> None:
    assert [copy.agency for copy in selectors.copies(issued, cast.lea)] == [cast.north]
    assert selectors.copies(issued, cast.chief).count() == 2
    assert [copy.agency for copy in selectors.to_read(cast.sam)] == [cast.south]


def minute(row: Bulletin, by: Officer, **said: object) -> object:
    told = {
        "held_at": timezone.now() - timedelta(hours=1),
        "chair": "Deputy director",
        "minutes": "Two patrols more in the market.",
    }
    return services.save_meeting(row, by=by, **told | said)  # type: ignore[arg-type]


def test_minutes_are_written_and_corrected(cast: Cast, issued: Bulletin) -> None:
    minute(issued, cast.chief)
    minute(issued, cast.chief, minutes="Three patrols more.", version=1)
    issued.refresh_from_db()
    assert (issued.meeting.minutes, issued.meeting.version) == ("Three patrols more.", 2)
    with pytest.raises(NotAllowed):
        minute(issued, cast.lea)
    with pytest.raises(InvalidInput) as refusal:
        minute(issued, cast.chief, held_at=timezone.now() + timedelta(days=1), chair="x")
    assert {fault["pointer"] for fault in refusal.value.errors} == {"/held_at", "/chair"}


def give(row: Bulletin, by: Officer, code: str) -> BulletinTask:
    due = timezone.now() + timedelta(days=7)
    return services.give_task(row, by=by, agency=code, title="Light the market", due_at=due)


def test_a_task_goes_to_an_agency_which_says_that_it_is_done(cast: Cast, issued: Bulletin) -> None:
    task = give(issued, cast.chief, cast.north_station.code)
    assert task.owner_path == cast.north_station.path
    with pytest.raises(NotAllowed):
        services.finish_task(task, by=cast.sam, outcome="Not ours.")
    done = services.finish_task(task, by=cast.lea, outcome="Four lamps put up.")
    assert (done.state, done.outcome) == ("done", "Four lamps put up.")


def test_only_who_gave_a_task_takes_it_back(cast: Cast, issued: Bulletin) -> None:
    task = give(issued, cast.chief, cast.north.code)
    with pytest.raises(NotAllowed):
        services.drop_task(task, by=cast.lea, reason="Too much work.")
    assert services.drop_task(task, by=cast.chief, reason="Done already.").state == "cancelled"


def test_a_task_needs_an_agency_of_the_area_and_time(cast: Cast) -> None:
    row = make_bulletin(cast.north)
    with pytest.raises(InvalidInput) as refusal:
        services.give_task(
            row, by=cast.lea, agency=cast.south.code, title="x", due_at=timezone.now()
        )
    assert [fault["pointer"] for fault in refusal.value.errors] == [
        "/title", "/agency", "/due_at",
    ]  # fmt: skip
