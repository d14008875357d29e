"""Speeds, detours and deadlines: rows that hold from a day on, written on pages."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from checkpoints.containment.models import EscapeDetour, EscapeSpeed, PostTarget
from checkpoints.containment.numbers import numbers_at
from checkpoints.containment.services import rules
from grid.errors import InvalidInput
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.checkpoints.containment.flight import running
from tests.checkpoints.containment.test_pages import at_desk, send, text


def today() -> date:
    return timezone.localdate()


def set_speed(cast: Cast, **said: object) -> EscapeSpeed:
    told = {"road_class": "trunk", "hour_from": 0, "hour_to": 24, "speed_kmh": 90.0}
    return rules.set_speed(by=cast.chief, **(told | {"valid_from": today()} | said))  # type: ignore[arg-type]


def noon() -> datetime:
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


def trunk(cast: Cast, at: datetime | None = None) -> float:
    return numbers_at(cast.north.path, at or noon()).speeds["trunk"]


def test_a_speed_holds_below_the_agency_that_set_it_from_its_day_on(cast: Cast) -> None:
    set_speed(cast, speed_kmh=110.0, valid_from=today() + timedelta(days=1))
    assert trunk(cast) == 80
    assert trunk(cast, noon() + timedelta(days=1)) == 110


def test_what_held_until_then_ends_on_that_day_and_stays_readable(cast: Cast) -> None:
    EscapeSpeed.objects.create(
        agency=cast.city, road_class="trunk", speed_kmh=85, valid_from=date(2026, 1, 1)
    )
    set_speed(cast)
    old = EscapeSpeed.objects.get(speed_kmh=85)
    assert old.valid_to == today()
    assert trunk(cast) == 90


def test_a_speed_set_twice_on_a_day_is_the_second_one(cast: Cast) -> None:
    set_speed(cast)
    set_speed(cast, speed_kmh=95.0)
    assert trunk(cast) == 95
    assert EscapeSpeed.objects.count() == 1


def test_a_speed_of_some_hours_holds_in_them_and_the_other_row_around_them(cast: Cast) -> None:
    set_speed(cast)
    set_speed(cast, hour_from=11, hour_to=13, speed_kmh=50.0)
    assert trunk(cast) == 50
    assert trunk(cast, noon().replace(hour=13)) == 90


def test_a_row_over_the_whole_day_ends_those_of_its_hours(cast: Cast) -> None:
    set_speed(cast, hour_from=11, hour_to=13, speed_kmh=50.0)
    set_speed(cast)
    assert trunk(cast) == 90


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"speed_kmh": 300.0}, "/speed_kmh"),
        ({"hour_from": 8, "hour_to": 8}, "/hour_to"),
        ({"road_class": "river"}, "/road_class"),
        ({"valid_from": date(2026, 1, 1)}, "/valid_from"),
    ],
    ids=["too-fast", "no-hours", "no-such-road", "past-day"],
)
def test_a_speed_that_cannot_be_is_refused_and_nothing_changes(
    cast: Cast, said: dict[str, object], pointer: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        set_speed(cast, **said)
    assert [fault["pointer"] for fault in refusal.value.errors] == [pointer]
    assert not EscapeSpeed.objects.exists()


def test_a_detour_below_one_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        rules.set_detour(by=cast.chief, factor=0.9, valid_from=today())
    rules.set_detour(by=cast.chief, factor=1.5, valid_from=today())
    assert numbers_at(cast.north.path, noon()).detour == 1.5


def test_a_running_containment_keeps_what_it_began_with(cast: Cast) -> None:
    row = running(cast)
    set_speed(cast, speed_kmh=140.0)
    row.refresh_from_db()
    assert row.speeds["trunk"] == 80


def test_a_rule_is_told_to_the_log_by_what_it_says(cast: Cast) -> None:
    set_speed(cast, hour_from=7, hour_to=9, speed_kmh=45.0)
    fact = EventEntry.objects.get(kind="containment.rule_set")
    told = {name: fact.payload[name] for name in ("rule", "road_class", "hours", "speed_kmh")}
    assert told == {
        "rule": "escapespeed", "road_class": "trunk", "hours": "7-9", "speed_kmh": 45.0
    }  # fmt: skip


def test_the_page_shows_what_holds_now_and_every_row(cast: Cast) -> None:
    set_speed(cast, speed_kmh=88.0)
    rules.set_detour(by=cast.chief, factor=1.4, valid_from=today() + timedelta(days=3))
    page = text(at_desk(cast.chief).get(reverse("containment_rules")))
    assert "88 km/h" in page
    assert "× 1.4" in page
    assert "to come" in page
    assert "Another speed" in page


def test_a_dispatcher_reads_the_rules_of_the_city_and_writes_none(cast: Cast) -> None:
    set_speed(cast, speed_kmh=88.0)
    client = at_desk(cast.nora)
    page = text(client.get(reverse("containment_rules")))
    assert "88 km/h" in page
    assert "Another speed" not in page
    assert client.get(reverse("containment_speed_new")).status_code == 403


def test_a_speed_is_set_on_its_page(cast: Cast) -> None:
    said = {"road_class": "motorway", "hour_from": 0, "hour_to": 24, "speed_kmh": 130}
    answer = send(
        at_desk(cast.chief), reverse("containment_speed_new"), valid_from=str(today()), **said
    )
    assert "130 km/h" in text(answer)


def test_a_detour_is_set_on_its_page(cast: Cast) -> None:
    where = reverse("containment_detour_new")
    send(at_desk(cast.chief), where, factor="1.6", valid_from=str(today()))
    assert EscapeDetour.objects.get().factor == 1.6


def deadlines(**said: int) -> dict[str, object]:
    told = {
        "acknowledge_s": 3, "man_s": 12, "report_every_s": 15, "valid_s": 5, "longest_s": 30,
        "cover_m": 400,
    }  # fmt: skip
    return {"form_key": str(uuid4()), "valid_from": str(today())} | told | said


def test_deadlines_are_typed_in_minutes_and_hours_and_kept_in_seconds(cast: Cast) -> None:
    send(at_desk(cast.chief), reverse("containment_target_new"), **deadlines())
    row = PostTarget.objects.get()
    assert (row.acknowledge_s, row.man_s, row.valid_s, row.cover_m) == (180, 720, 18_000, 400)


def test_deadlines_out_of_order_are_refused_at_their_field(cast: Cast) -> None:
    where = reverse("containment_target_new")
    said = deadlines(acknowledge_s=20, man_s=10)
    answer = at_desk(cast.chief).post(where, said)
    assert answer.status_code == 400 or answer.status_code == 422
    assert "To acknowledge comes before to be in place." in text(answer)
    assert not PostTarget.objects.exists()
