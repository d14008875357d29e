"""A press is told at once, whoever made it and whether or not its device is known."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput, StaleVersion
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.video.alarms.make import make_device, make_press, make_school, system_of
from video.alarms import services
from video.alarms.models import Press


def told(kind: str) -> list[EventEntry]:
    return list(EventEntry.objects.filter(kind=f"video.{kind}"))


def test_a_press_is_a_fact_of_priority_one_with_the_name_and_place_of_the_device(
    cast: Cast,
) -> None:
    school = make_school(cast)
    device = make_device(cast, kind="school", place=school, address="")
    made = make_press(device, cast)
    [fact] = told("alarm_pressed")
    assert fact.priority == 1
    assert fact.agency_path == cast.north_station.path
    assert (fact.subject_type, fact.subject_id) == ("alarm_device", device.code)
    said = fact.payload
    assert said["press"] == made.pk
    assert said["device"] == device.code
    assert said["device_kind"] == "school"
    assert said["place"] == school.name
    assert said["address"] == school.address
    assert said["lng"] == pytest.approx(device.location.x)
    assert said["lat"] == pytest.approx(device.location.y)
    assert said["level"] == 1
    assert said["is_test"] is False
    assert said["is_registered"] is True


def test_a_press_told_twice_under_one_number_is_one_press_and_one_fact(cast: Cast) -> None:
    device = make_device(cast)
    first = make_press(device, cast, press_ref="p-1")
    assert make_press(device, cast, press_ref="p-1") == first
    assert len(told("alarm_pressed")) == 1


def test_pressing_again_within_a_minute_says_which_press_it_repeats(cast: Cast) -> None:
    device = make_device(cast)
    first = make_press(device, cast)
    second = make_press(device, cast)
    third = make_press(device, cast)
    assert first.repeat_of is None
    assert second.repeat_of == first
    assert third.repeat_of == first
    assert [fact.payload["repeat_of"] for fact in told("alarm_pressed")] == [
        None, first.pk, first.pk,
    ]  # fmt: skip


def test_a_press_an_hour_later_is_a_call_of_its_own(cast: Cast) -> None:
    device = make_device(cast)
    first = make_press(device, cast)
    Press.objects.filter(pk=first.pk).update(received_at=timezone.now() - timedelta(hours=1))
    assert make_press(device, cast).repeat_of is None


def test_a_device_nobody_registered_is_told_all_the_same(cast: Cast) -> None:
    who = system_of(cast.north_station)
    by = who.as_actor(channel="api")
    services.press(
        by=by, viewer=who, device="NEW-9", press_ref="a", place="Example gate", lng=125.1, lat=42.9
    )
    [fact] = told("alarm_pressed")
    assert fact.priority == 1
    assert fact.payload["is_registered"] is False
    assert fact.payload["place"] == "Example gate"
    assert fact.payload["lng"] == pytest.approx(125.1)
    assert fact.agency_path == cast.north_station.path


def test_an_unregistered_device_may_have_no_degrees_at_all(cast: Cast) -> None:
    who = system_of(cast.north)
    made = services.press(by=who.as_actor(channel="api"), viewer=who, device="NEW-1", press_ref="a")
    assert made.location is None
    assert made.name == "Alarm device that is not registered"
    assert told("alarm_pressed")[0].payload["lng"] is None


def test_another_branchs_device_is_not_known_to_a_system_of_the_north(cast: Cast) -> None:
    device = make_device(cast, agency=cast.south_station)
    who = system_of(cast.north)
    made = services.press(
        by=who.as_actor(channel="api"), viewer=who, device=device.code, press_ref="a"
    )
    assert made.device is None
    assert made.agency == cast.north
    device.refresh_from_db()
    assert device.pressed_at is None


def test_degrees_that_are_none_are_refused_and_nothing_is_kept(cast: Cast) -> None:
    who = system_of(cast.north)
    with pytest.raises(InvalidInput) as refused:
        services.press(
            by=who.as_actor(channel="api"), viewer=who, device="X", press_ref="a", lng=500, lat=1
        )
    assert refused.value.errors[0]["pointer"] == "/lng"
    assert not Press.objects.exists()


def test_degrees_of_another_system_are_converted(cast: Cast) -> None:
    who = system_of(cast.north)
    made = services.press(
        by=who.as_actor(channel="api"), viewer=who, device="X", press_ref="a",
        lng=125.1, lat=42.9, crs="gcj02",
    )  # fmt: skip
    assert made.location is not None
    assert made.location.x != pytest.approx(125.1, abs=1e-4)


def test_a_press_that_was_long_on_the_way_says_how_long(cast: Cast) -> None:
    pressed_at = timezone.now() - timedelta(minutes=5)
    made = make_press(make_device(cast), cast, pressed_at=pressed_at)
    assert made.is_late
    assert 299 <= made.late_s <= 310
    assert told("alarm_pressed")[0].happened_at == pressed_at


def test_a_device_whose_clock_is_days_off_is_believed_by_when_it_arrived(cast: Cast) -> None:
    made = make_press(make_device(cast), cast, pressed_at=timezone.now() + timedelta(days=3))
    assert told("alarm_pressed")[0].happened_at == made.received_at
    assert made.late_s == 0


def test_where_a_device_stood_when_it_was_pressed_stays_when_it_is_moved(cast: Cast) -> None:
    device = make_device(cast)
    made = make_press(device, cast)
    services.save_device(
        device, by=cast.vera.as_actor(), viewer=cast.vera, lng=125.3, lat=42.8, name="Elsewhere"
    )
    made.refresh_from_db()
    assert made.name != "Elsewhere"
    assert made.location is not None
    assert made.location.x == pytest.approx(device.location.x)


def test_a_press_is_judged_once_with_what_was_found(cast: Cast) -> None:
    made = make_press(make_device(cast), cast)
    row = services.judge(
        made, by=cast.vera.as_actor(), version=1, result="mistaken", note="A child"
    )
    assert (row.result, row.note, row.version) == ("mistaken", "A child", 2)
    assert row.judged_by == cast.vera.as_actor().label
    assert told("alarm_judged")[0].payload["result"] == "mistaken"
    with pytest.raises(StaleVersion):
        services.judge(made, by=cast.vera.as_actor(), version=1, result="genuine")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"result": "open"}, "/result"),
        ({"result": "test"}, "/result"),
        ({"result": "malicious"}, "/note"),
        ({"result": "genuine", "note": "13800000000 called"}, "/note"),
    ],
)
def test_a_judgement_names_what_it_lacks(cast: Cast, said: dict[str, str], field: str) -> None:
    made = make_press(make_device(cast), cast)
    with pytest.raises(InvalidInput) as refused:
        services.judge(made, by=cast.vera.as_actor(), version=None, **said)
    assert [fault["pointer"] for fault in refused.value.errors] == [field]


def test_a_test_is_judged_by_itself(cast: Cast) -> None:
    made = make_press(make_device(cast), cast, is_test=True)
    with pytest.raises(IllegalStep):
        services.judge(made, by=cast.vera.as_actor(), version=None, result="genuine")


def test_a_call_made_of_a_press_is_kept_with_it_once(cast: Cast) -> None:
    made = make_press(make_device(cast), cast)
    for _again in range(2):
        services.link_incident(made.pk, by=cast.nora.as_actor(), number="20260101000001")
    made.refresh_from_db()
    assert made.incident_number == "20260101000001"
    assert [fact.payload["incident"] for fact in told("alarm_taken")] == ["20260101000001"]
