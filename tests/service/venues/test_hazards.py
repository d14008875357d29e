"""A hazard from the day it is found to the day somebody else saw that it is gone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger import obligations
from grid.ledger.models import AuditEntry, EventEntry
from grid.service.venues import services
from grid.service.venues.models import Hazard, HazardRule, Stage
from tests.cast import SOUTH, STEP, WEST, Cast
from tests.service.venue_make import inspect, later, make_hazard, make_venue


def kinds() -> list[str]:
    return list(EventEntry.objects.order_by("seq").values_list("kind", flat=True))


def gone(cast: Cast, hazard: Hazard, **said: Any) -> Hazard:
    services.rectify(hazard, by=cast.cora, done="Cleared it")
    hazard.refresh_from_db()
    return services.verify(hazard, by=cast.lea, **said)


def test_a_hazard_has_a_number_a_deadline_by_its_level_and_an_owner(cast: Cast) -> None:
    row = make_hazard(cast, level="major")
    assert row.number.endswith("-0001")
    assert row.number.startswith("YH")
    assert row.owner_path == cast.north_station.path
    assert row.rectify_by - row.found_at == timedelta(days=3)
    assert make_hazard(cast).rectify_by - timezone.now() > timedelta(days=14)
    assert kinds()[-1] == "service.hazard_reported"


def test_the_city_says_how_soon_a_hazard_is_gone(cast: Cast) -> None:
    rule = {"level": "major", "rectify_days": 1, "valid_from": "2020-01-01"}
    HazardRule.objects.create(agency=cast.city, **rule)
    row = make_hazard(cast, level="major")
    assert row.due_at - row.found_at == timedelta(days=1)


def test_it_is_notified_rectified_and_verified_by_another(cast: Cast) -> None:
    row = make_hazard(cast)
    services.notify(row, by=cast.cora, notice_number="ZG-1", rectify_by=later(2))
    row.refresh_from_db()
    services.rectify(row, by=cast.cora, done="Cleared it")
    row.refresh_from_db()
    assert row.stage == Stage.RECTIFIED
    assert row.state == "signed"
    with pytest.raises(NotAllowed, match="somebody else"):
        services.verify(row, by=cast.cora)
    services.verify(row, by=cast.lea, seen="Walked through it")
    row.refresh_from_db()
    assert (row.stage, row.state) == (Stage.CLOSED, "done")
    assert [line.act for line in row.entries.all()] == [
        *("reported", "notified", "rectified", "verified", "closed"),
    ]
    assert kinds()[-2:] == ["service.hazard_verified", "service.hazard_closed"]


def test_not_even_the_table_lets_one_person_rectify_and_verify(cast: Cast) -> None:
    row = gone(cast, make_hazard(cast))
    with pytest.raises(IntegrityError), transaction.atomic():
        Hazard.objects.filter(pk=row.pk).update(verified_by_id=row.rectified_by_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hazard.objects.filter(pk=row.pk).update(verified_by_id="", rectified_by_id="")


def test_verified_can_wait_to_be_closed(cast: Cast) -> None:
    row = gone(cast, make_hazard(cast), closes=False)
    assert row.stage == Stage.VERIFIED
    assert services.close(row, by=cast.lea, outcome="All in order").stage == Stage.CLOSED


def test_what_is_not_gone_is_sent_back_for_another_round(cast: Cast) -> None:
    row = make_hazard(cast)
    services.rectify(row, by=cast.cora, done="Cleared it")
    row.refresh_from_db()
    back = services.send_back(row, by=cast.lea, reason="Still blocked", rectify_by=later(1))
    assert (back.stage, back.round, back.state) == (Stage.NOTIFIED, 2, "issued")
    assert back.rectified_by_id == ""
    assert AuditEntry.objects.filter(reason="Still blocked").exists()


def test_the_same_line_of_the_same_venue_found_again_is_a_repeat(cast: Cast) -> None:
    venue = make_venue(cast)
    first = inspect(cast, venue, "missed", "met", (1, 1)).hazards.get()
    gone(cast, first)
    second = inspect(cast, venue, "missed", "met", (1, 1)).hazards.get()
    assert second.repeat_of == first
    other = inspect(cast, make_venue(cast), "missed", "met", (1, 1)).hazards.get()
    assert other.repeat_of is None


def test_a_struck_hazard_stays_readable_and_makes_no_repeat(cast: Cast) -> None:
    venue = make_venue(cast)
    first = inspect(cast, venue, "missed", "met", (1, 1)).hazards.get()
    struck = services.strike(first, by=cast.lea, reason="Entered twice")
    assert (struck.stage, struck.state) == (Stage.STRUCK, "cancelled")
    assert inspect(cast, venue, "missed", "met", (1, 1)).hazards.get().repeat_of is None
    with pytest.raises(InvalidInput):
        services.penalise(struck, by=cast.lea, penalty_number="CF-1")


def test_the_number_of_a_penalty_notice_is_noted(cast: Cast) -> None:
    row = services.penalise(make_hazard(cast), by=cast.cora, penalty_number="CF-7")
    assert row.penalty_number == "CF-7"
    assert kinds()[-1] == "service.hazard_penalised"


def test_a_hazard_on_open_ground_belongs_to_the_cell_it_lies_in(cast: Cast) -> None:
    where = {"lng": WEST + STEP / 2, "lat": SOUTH + 1.5 * STEP}
    row = make_hazard(cast, cell=None, address="Beside the well", **where)
    assert row.cell == cast.north_cell
    assert row.owner_path == cast.north_station.path
    assert row.where == "Beside the well"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": "no"}, "/text"),
        ({"text": "Call 13800000000 for the key"}, "/text"),
        ({"cell": None}, "/cell"),
        ({"cell": None, "lng": 0.0, "lat": 0.0}, "/cell"),
        ({"found_at": timezone.now() + timedelta(hours=2)}, "/found_at"),
        ({"found_at": timezone.now() - timedelta(days=31)}, "/found_at"),
        ({"rectify_by": timezone.now() - timedelta(days=1)}, "/rectify_by"),
    ],
)
def test_every_fault_of_a_report_is_named(cast: Cast, said: Any, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        make_hazard(cast, **said)
    assert field in [one["pointer"] for one in refusal.value.errors]
    assert not Hazard.objects.exists()


def test_nobody_reports_on_anothers_ground(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="outside your area"):
        make_hazard(cast, cell=cast.south_cell, address="In the south")


def test_of_two_who_step_at_once_one_is_told_who_was_first(cast: Cast) -> None:
    row = make_hazard(cast)
    seen_before = Hazard.objects.get(pk=row.pk)
    services.rectify(row, by=cast.cora, done="Cleared it")
    with pytest.raises(LostRace, match="科拉"):
        services.rectify(seen_before, by=cast.lea, done="Cleared it too")
    row.refresh_from_db()
    with pytest.raises(IllegalStep):
        services.notify(row, by=cast.cora, notice_number="ZG-1")
    with pytest.raises(StaleVersion) as stale:
        services.verify(row, by=cast.lea, version=1)
    assert stale.value.context == {"your_version": 1, "current_version": row.version}


def test_lateness_is_told_once_a_round_and_stands_on_the_order_board(cast: Cast) -> None:
    row = make_hazard(cast)
    assert row in obligations.board(cast.lea, only_open=True, offset=0, limit=10)
    assert services.mark_late() == 0
    after = row.due_at + timedelta(minutes=1)
    assert services.mark_late(now=after) == 1
    assert services.mark_late(now=after) == 0
    row.refresh_from_db()
    services.rectify(row, by=cast.cora, done="Cleared it")
    assert services.mark_late(now=after + timedelta(days=60)) == 1
    assert kinds().count("service.hazard_overdue") == 2


def test_facts_hold_no_words_of_the_hazard_but_where_it_stands(cast: Cast) -> None:
    row = make_hazard(cast)
    payload = EventEntry.objects.get(kind="service.hazard_reported").payload
    assert payload["number"] == row.number
    assert payload["cell"] == cast.north_cell.code
    assert payload["level"] == "general"


def test_who_looks_from_the_south_does_not_see_it(cast: Cast) -> None:
    make_hazard(cast)
    seen: Any = Hazard.objects
    assert [seen.visible_to(officer).count() for officer in (cast.sam, cast.chief)] == [0, 1]
