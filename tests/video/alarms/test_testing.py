"""Devices are tested in turn; what did not arrive and what was not tested is said once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grid.errors import InvalidInput
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.video.alarms.make import make_device, make_press
from video.alarms import reactors, services
from video.alarms.models import AlarmDevice, AlarmRule, DeviceTest, Press


def told(kind: str) -> list[str]:
    facts = EventEntry.objects.filter(kind=f"video.{kind}")
    return list(facts.values_list("subject_id", flat=True))


def test_the_press_after_an_announced_test_is_the_test_and_raises_no_alarm(cast: Cast) -> None:
    device = make_device(cast)
    services.begin_tests([device], by=cast.vera.as_actor())
    made = make_press(device, cast)
    assert made.is_test
    assert made.result == Press.Result.TEST
    assert told("alarm_pressed") == []
    assert told("alarm_tested") == [device.code]
    assert EventEntry.objects.get(kind="video.alarm_tested").priority is None
    assert device.tests.get().state == DeviceTest.State.PASSED
    device.refresh_from_db()
    assert device.proved_at == made.received_at


def test_the_second_press_of_a_test_is_a_call(cast: Cast) -> None:
    device = make_device(cast)
    services.begin_tests([device], by=cast.vera.as_actor())
    make_press(device, cast)
    second = make_press(device, cast)
    assert not second.is_test
    assert second.repeat_of is None
    assert told("alarm_pressed") == [device.code]


def test_a_press_its_own_system_calls_a_test_is_one_unannounced(cast: Cast) -> None:
    device = make_device(cast)
    make_press(device, cast, is_test=True)
    assert device.tests.get().state == DeviceTest.State.PASSED


def test_a_test_whose_press_does_not_arrive_has_failed_and_is_told_once(cast: Cast) -> None:
    device = make_device(cast)
    services.begin_tests([device], by=cast.vera.as_actor())
    later = timezone.now() + timedelta(minutes=11)
    assert services.end_tests(now=later) == 1
    assert services.end_tests(now=later) == 0
    assert device.tests.get().state == DeviceTest.State.FAILED
    assert told("alarm_test_failed") == [device.code]


def test_a_press_after_the_time_of_the_test_is_a_call(cast: Cast) -> None:
    device = make_device(cast)
    services.begin_tests([device], by=cast.vera.as_actor())
    DeviceTest.objects.update(begun_at=timezone.now() - timedelta(hours=1))
    DeviceTest.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert not make_press(device, cast).is_test
    assert told("alarm_pressed") == [device.code]


def test_a_test_that_waits_is_not_begun_anew(cast: Cast) -> None:
    device = make_device(cast)
    assert len(services.begin_tests([device], by=cast.vera.as_actor())) == 1
    assert services.begin_tests([device], by=cast.vera.as_actor()) == []
    assert told("alarm_test_begun") == [device.code]


def test_removed_devices_and_no_devices_are_not_tested(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        services.begin_tests([], by=cast.vera.as_actor())
    with pytest.raises(InvalidInput) as refused:
        services.begin_tests([make_device(cast, state="removed")], by=cast.vera.as_actor())
    assert "is removed" in refused.value.errors[0]["message"]


def test_a_device_without_a_test_for_thirty_days_is_flagged_and_told_once(cast: Cast) -> None:
    now = timezone.now()
    late = make_device(cast, added_at=now - timedelta(days=31))
    make_device(cast, added_at=now - timedelta(days=29))
    make_device(cast, added_at=now - timedelta(days=90), proved_at=now - timedelta(days=2))
    make_device(cast, added_at=now - timedelta(days=90), state="removed")
    assert services.flag_untested(now=now) == 1
    assert services.flag_untested(now=now) == 0
    assert told("alarm_untested") == [late.code]
    late.refresh_from_db()
    assert late.untested_at == now


def test_a_real_press_is_no_test_and_a_test_takes_the_flag_away(cast: Cast) -> None:
    long_ago = timezone.now() - timedelta(days=40)
    device = make_device(cast, added_at=long_ago)
    reactors.flag_untested()
    make_press(device, cast)
    device.refresh_from_db()
    assert device.untested_at is not None
    make_press(device, cast, is_test=True)
    device.refresh_from_db()
    assert device.untested_at is None


def test_a_device_may_be_flagged_again_a_month_after_its_last_test(cast: Cast) -> None:
    now = timezone.now()
    device = make_device(cast, added_at=now - timedelta(days=100))
    services.flag_untested(now=now)
    AlarmDevice.objects.update(untested_at=None, proved_at=now - timedelta(days=45))
    services.flag_untested(now=now)
    assert told("alarm_untested") == [device.code, device.code]


def test_the_nearest_agencys_rule_says_how_many_days(cast: Cast) -> None:
    now = timezone.now()
    north = make_device(cast, added_at=now - timedelta(days=10))
    make_device(cast, added_at=now - timedelta(days=10), agency=cast.south_station)
    numbers = {"window_min": 5, "repeat_s": 30}
    services.set_rule(cast.city, by=cast.chief.as_actor(), test_days=60, **numbers)
    services.set_rule(cast.north, by=cast.chief.as_actor(), test_days=7, **numbers)
    services.flag_untested(now=now)
    assert told("alarm_untested") == [north.code]


def test_a_rule_of_today_is_put_right_and_one_of_another_day_follows_it(cast: Cast) -> None:
    numbers = {"window_min": 5, "repeat_s": 30}
    by, tomorrow = cast.chief.as_actor(), timezone.localdate() + timedelta(days=1)
    services.set_rule(cast.city, by=by, test_days=60, **numbers)
    services.set_rule(cast.city, by=by, test_days=50, **numbers)
    services.set_rule(cast.city, by=by, test_days=40, valid_from=tomorrow, **numbers)
    assert services.rule_of(cast.north.path).test_days == 50
    rows = AlarmRule.objects.order_by("valid_from")
    assert [(row.test_days, row.valid_to) for row in rows] == [(50, tomorrow), (40, None)]


@pytest.mark.parametrize(
    ("said", "field"),
    [({"test_days": 0}, "/test_days"), ({"window_min": 500}, "/window_min")],
)
def test_a_rule_out_of_bounds_is_refused(cast: Cast, said: dict[str, int], field: str) -> None:
    numbers = {"test_days": 30, "window_min": 5, "repeat_s": 30} | said
    with pytest.raises(InvalidInput) as refused:
        services.set_rule(cast.city, by=cast.chief.as_actor(), **numbers)
    assert refused.value.errors[0]["pointer"] == field


def test_a_rule_of_yesterday_is_refused(cast: Cast) -> None:
    numbers = {"test_days": 30, "window_min": 5, "repeat_s": 30}
    day = timezone.localdate() - timedelta(days=1)
    with pytest.raises(InvalidInput):
        services.set_rule(cast.city, by=cast.chief.as_actor(), valid_from=day, **numbers)
