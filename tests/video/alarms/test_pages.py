"""Pages of alarm devices as an officer sees them."""

from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.video.alarms.make import make_device, make_press, make_school
from video.alarms.models import AlarmDevice, AlarmRule


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def vera(client: Client, cast: Cast) -> Client:
    client.force_login(cast.vera)
    return client


def post(client: Client, where: str, said: Any = None, *, follow: bool = False) -> HttpResponse:
    return client.post(where, {"form_key": str(uuid4()), **(said or {})}, follow=follow)


def csv(client: Client, name: str) -> str:
    answer = client.get(reverse(name))
    return b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]


def test_the_list_says_what_stands_and_what_was_not_tested(vera: Client, cast: Cast) -> None:
    make_device(cast, name="Market pole", untested_at=timezone.now())
    make_device(cast, name="Old school", kind="school", state="faulty")
    make_device(cast, name="Gone", state="removed")
    seen = page(vera, "alarm_device_list")
    assert "1 alarm poles and 1 one-key alarms of schools stand" in seen
    assert "1 device not tested in time" in seen
    assert "1 device faulty" in seen
    assert "Gone" not in seen
    only = page(vera, "alarm_device_list", untested="1")
    assert "Market pole" in only
    assert "Old school" not in only


def test_an_empty_list_says_so(vera: Client) -> None:
    assert "No alarm devices here" in page(vera, "alarm_device_list")
    assert "No presses here" in page(vera, "alarm_press_list")


def test_a_device_shows_its_presses_and_tests(vera: Client, cast: Cast) -> None:
    device = make_device(cast, place=make_school(cast))
    make_press(device, cast)
    make_press(device, cast, is_test=True)
    seen = page(vera, "alarm_device_detail", device.code)
    assert "Not judged yet" in seen
    assert "Arrived" in seen
    assert "Begin a test" in seen


def test_chosen_devices_are_tested_from_the_list(vera: Client, cast: Cast) -> None:
    rows = [make_device(cast) for _n in range(3)]
    said = {"devices": [row.code for row in rows[:2]]}
    answer = post(vera, reverse("alarm_test_begin"), said, follow=True)
    assert "2 tests wait. Have the buttons pressed now." in answer.content.decode()
    assert [row.tests.count() for row in rows] == [1, 1, 0]
    waiting = page(vera, "alarm_device_detail", rows[0].code)
    assert "A test waits until" in waiting


def test_a_device_out_of_scope_is_not_tested(vera: Client, cast: Cast) -> None:
    south = make_device(cast, agency=cast.south_station)
    answer = post(vera, reverse("alarm_test_begin"), {"devices": [south.code]}, follow=True)
    assert "There is no such device in your area." in answer.content.decode()
    assert not south.tests.exists()


def test_a_device_is_entered_where_its_school_stands_and_then_corrected(
    vera: Client, cast: Cast
) -> None:
    school = make_school(cast)
    said = {
        "code": "SCH-7", "name": "Gate", "kind": "school", "agency": cast.north_station.code,
        "place": school.pk, "crs": "wgs84", "state": "in_use",
    }  # fmt: skip
    assert post(vera, reverse("alarm_device_new"), said).status_code == 302
    made = AlarmDevice.objects.get(code="SCH-7")
    assert made.location.equals_exact(school.point, 1e-9)
    edit = reverse("alarm_device_edit", args=["SCH-7"])
    assert 'value="Gate"' in vera.get(edit).content.decode()
    changed = post(vera, edit, said | {"state": "faulty", "version": 1})
    assert changed.status_code == 302
    stale = post(vera, edit, said | {"name": "Other", "version": 1})
    assert stale.status_code == 412


def test_a_press_is_judged_on_its_page_and_says_what_lacks(vera: Client, cast: Cast) -> None:
    made = make_press(make_device(cast), cast)
    where = reverse("alarm_press_judge", args=[made.pk])
    assert "Keep what it was" in vera.get(where).content.decode()
    lacking = post(vera, where, {"result": "malicious", "version": 1})
    assert lacking.status_code == 400
    assert "Say what was found." in lacking.content.decode()
    assert post(vera, where, {"result": "mistaken", "version": 1}).status_code == 302
    assert "Pressed by mistake" in page(vera, "alarm_press_list", result="mistaken")
    assert "No presses here" in page(vera, "alarm_press_list", which="tests")


def test_a_test_has_no_page_to_judge_it(vera: Client, cast: Cast) -> None:
    made = make_press(make_device(cast), cast, is_test=True)
    answer = vera.get(reverse("alarm_press_judge", args=[made.pk]), follow=True)
    assert "A test is judged by itself." in answer.content.decode()


def test_both_lists_leave_as_sheets_that_the_import_takes_again(vera: Client, cast: Cast) -> None:
    device = make_device(cast, note="=1+1")
    make_press(device, cast)
    devices = csv(vera, "alarm_device_export")
    assert device.code in devices
    assert "'=1+1" in devices
    assert device.code in csv(vera, "alarm_press_export")
    tried = post(vera, reverse("alarm_device_import"), {"text": devices, "act": "all"})
    assert tried.status_code == 302


def test_the_rule_is_set_from_a_day_on(vera: Client, cast: Cast) -> None:
    said = {
        "agency": cast.north.code, "test_days": 14, "window_min": 5, "repeat_s": 30,
        "valid_from": timezone.localdate(),
    }  # fmt: skip
    assert 'value="30"' in page(vera, "alarm_rule")
    assert post(vera, reverse("alarm_rule"), said).status_code == 302
    assert AlarmRule.objects.get().test_days == 14
    assert "every 14 days" in page(vera, "alarm_device_list")


def test_who_only_reads_sees_no_way_to_write(client: Client, cast: Cast) -> None:
    device = make_device(cast)
    client.force_login(cast.nora)
    seen = page(client, "alarm_device_list") + page(client, "alarm_device_detail", device.code)
    for word in ("Enter an alarm device", ">Begin a test<", "Test the chosen ones", ">Import<"):
        assert word not in seen
