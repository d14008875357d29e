"""A bulletin is written, reviewed and issued by three people, and then it stands."""

from typing import Any

import pytest
import time_machine

from command_center.analysis.bulletins import services
from command_center.analysis.bulletins.models import Bulletin, BulletinCopy
from command_center.analysis.bulletins.showing import digest_of
from grid.errors import IllegalStep, InvalidInput, NotAllowed, StaleVersion
from grid.ledger.models import EventEntry
from grid.organisation.models import ClientSystem, Officer
from grid.organisation.roles import Role
from tests.analysis.bulletins.make import make_bulletin
from tests.cast import Cast, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def dora(cast: Cast) -> Officer:
    """A second leader of the north."""
    return an_officer("N020", "朵拉", cast.north, Role.AGENCY_LEADER)


@pytest.fixture
def row(cast: Cast) -> Bulletin:
    return make_bulletin(cast.north)


def edit(row: Bulletin, by: Any, lead: str = "A quiet week.", **said: Any) -> Bulletin:
    return services.edit(row, by=by, version=None, lead=lead, sections={}, **said)


def kinds() -> list[str]:
    rows = EventEntry.objects.filter(kind__startswith="analysis.").order_by("pk")
    return list(rows.values_list("kind", flat=True))


def test_a_draft_is_edited_reviewed_and_issued_by_three_people(
    cast: Cast, row: Bulletin, dora: Officer
) -> None:
    edit(row, cast.ana)
    services.review(row, by=cast.lea)
    issued = services.issue(row, by=dora)
    assert (issued.state, issued.drafter, issued.reviewer, issued.issuer) == (
        "issued", cast.ana, cast.lea, dora,
    )  # fmt: skip
    assert [step.step for step in issued.steps.all()] == [
        "drafted", "edited", "reviewed", "issued",
    ]  # fmt: skip
    assert kinds() == [
        "analysis.bulletin_drafted", "analysis.bulletin_edited", "analysis.bulletin_reviewed",
        "analysis.bulletin_issued", "analysis.copy_issued",
    ]  # fmt: skip


def test_nobody_who_wrote_any_of_it_signs(cast: Cast, row: Bulletin, dora: Officer) -> None:
    edit(row, cast.lea)
    edit(row, cast.ana, "Another lead.")  # the last writer is not the only one
    with pytest.raises(NotAllowed, match="neither reviews nor issues"):
        services.review(row, by=cast.lea)
    services.review(row, by=dora)
    with pytest.raises(NotAllowed, match="neither reviews nor issues"):
        services.issue(row, by=cast.ana)


def test_the_reviewer_does_not_issue(cast: Cast, row: Bulletin) -> None:
    services.review(row, by=cast.lea)
    with pytest.raises(NotAllowed, match="cannot issue it as well"):
        services.issue(row, by=cast.lea)


def test_a_client_system_signs_nothing(cast: Cast, row: Bulletin) -> None:
    system = ClientSystem(name="District", agency=cast.north)
    for step in (services.review, services.issue):
        with pytest.raises(NotAllowed, match="Only an officer"):
            step(row, by=system)


def test_whoever_got_a_copy_does_not_work_on_it(cast: Cast) -> None:
    row = make_bulletin(cast.city)
    with pytest.raises(NotAllowed, match="agency of the bulletin"):
        services.review(row, by=cast.lea)


def test_steps_come_in_their_order(cast: Cast, row: Bulletin, dora: Officer) -> None:
    with pytest.raises(IllegalStep):
        services.issue(row, by=cast.lea)
    services.review(row, by=cast.lea)
    for step in (lambda: edit(row, cast.ana), lambda: services.review(row, by=dora)):
        with pytest.raises(IllegalStep):
            step()


def test_it_goes_back_with_the_reason(cast: Cast, row: Bulletin, dora: Officer) -> None:
    services.review(row, by=cast.lea)
    with pytest.raises(InvalidInput):
        services.return_(row, by=dora, reason="no")
    back = services.return_(row, by=dora, reason="The trend needs a remark.")
    assert (back.state, back.reviewer) == ("draft", None)
    assert back.returned_reason == "The trend needs a remark."
    again = services.review(row, by=cast.lea)
    assert again.returned_reason == ""


def test_a_stale_version_is_refused(cast: Cast, row: Bulletin) -> None:
    edit(row, cast.ana)
    with pytest.raises(StaleVersion):
        services.edit(row, by=cast.ana, version=1, lead="Late", sections={})


def test_words_hold_no_numbers_of_people(cast: Cast, row: Bulletin) -> None:
    with pytest.raises(InvalidInput, match="No identity"):
        edit(row, cast.ana, "Call 13812345678.")
    with pytest.raises(InvalidInput) as refusal:
        services.edit(
            row, by=cast.ana, version=None, lead="x" * 1001, sections={"times": "y" * 2001}
        )
    assert [fault["pointer"] for fault in refusal.value.errors] == ["/lead", "/times"]


def test_an_issued_bulletin_keeps_its_lead_and_its_digest(
    cast: Cast, row: Bulletin, dora: Officer
) -> None:
    services.review(row, by=cast.lea)
    issued = services.issue(row, by=dora)
    assert issued.remarks["lead"]
    issued.refresh_from_db()
    assert issued.digest == digest_of(issued) and len(issued.digest) == 64
    told = EventEntry.objects.get(kind="analysis.bulletin_issued")
    assert told.payload["digest"] == issued.digest
    issued.content["key"]["cases"]["now"] = 45
    assert digest_of(issued) != issued.digest


def test_numbers_are_given_in_order_without_zeros(cast: Cast, dora: Officer) -> None:
    with time_machine.travel("2026-09-14T02:00:00Z", tick=False):
        numbers = []
        for label in ("2026-W36", "2026-W37"):
            period = {"label": label, "first": "2026-09-07", "last": "2026-09-13"}
            row = make_bulletin(cast.north, period=period)
            services.review(row, by=cast.lea)
            numbers.append(services.issue(row, by=dora).number)
    assert numbers == ["北公通〔2026〕1号", "北公通〔2026〕2号"]


def test_a_second_edition_takes_over_the_remarks_of_a_draft(cast: Cast, row: Bulletin) -> None:
    services.edit(row, by=cast.ana, version=None, lead="46 cases.", sections={"times": "Holidays."})
    second = make_bulletin(cast.north)
    row.refresh_from_db()
    assert (row.state, second.revision, second.replaces) == ("replaced", 2, None)
    assert second.remarks == {"sections": {"times": "Holidays."}}


def test_an_issued_bulletin_stands_until_the_next_is_issued(
    cast: Cast, row: Bulletin, dora: Officer
) -> None:
    services.review(row, by=cast.lea)
    services.issue(row, by=dora)
    second = make_bulletin(cast.north)
    row.refresh_from_db()
    assert (row.state, second.replaces) == ("issued", row)
    services.review(second, by=cast.lea)
    services.issue(second, by=dora)
    row.refresh_from_db()
    assert row.state == "replaced"
    assert BulletinCopy.objects.count() == 2
