"""A button pressed and a thing seen are calls at once, each of them one."""

from typing import Any

import pytest
from django.contrib.gis.geos import Point

from command_center.alerts.models import Alert
from command_center.alerts.services import ensure_default_rules
from command_center.alerts.settling import follow
from command_center.dispatch.orders.models import DirectOrder
from command_center.dispatch.watch.reactors import take_calls
from command_center.incidents.models import Incident
from command_center.incidents.reference import load
from command_center.incidents.targets import ensure_default_targets
from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.dashboard.forces import stand
from tests.video.alarms.make import make_device
from tests.video.make import make_camera
from video.alarms import services as alarms
from video.alarms.models import Press
from video.rounds.models import Finding
from video.rounds.services.findings import report_finding


@pytest.fixture
def city(cast: Cast) -> Cast:
    load()
    ensure_default_targets(cast.city)
    ensure_default_rules(cast.city)
    return cast


def pressed(cast: Cast, ref: str = "1", **said: Any) -> Press:
    by = cast.nora
    return alarms.press(by=by.as_actor(), viewer=by, device="AP-1", press_ref=ref, **said)


def told(kind: str) -> list[EventEntry]:
    return list(EventEntry.objects.filter(kind=kind).order_by("seq"))


def test_a_press_is_a_call_of_the_first_level_where_the_pole_stands(city: Cast) -> None:
    make_device(city, code="AP-1", name="广场报警柱")
    made = pressed(city)
    take_calls(told("video.alarm_pressed"))
    call = Incident.objects.get()
    made.refresh_from_db()
    assert (call.level, call.channel, call.cell) == (1, "button", city.north_cell)
    assert "广场报警柱" in call.address
    assert made.incident_number == call.number


def test_its_alert_names_the_pole(city: Cast) -> None:
    make_device(city, code="AP-1", name="广场报警柱")
    pressed(city)
    take_calls(told("video.alarm_pressed"))
    follow(told("incidents.received"))
    alert = Alert.objects.get()
    assert alert.priority == 1
    assert "广场报警柱" in alert.title


def test_pressing_again_in_fear_makes_no_second_call(city: Cast) -> None:
    make_device(city, code="AP-1")
    pressed(city, "1")
    second = pressed(city, "2")
    take_calls(told("video.alarm_pressed"))
    second.refresh_from_db()
    assert second.incident_number == Incident.objects.get().number


def test_a_test_of_the_button_calls_nobody(city: Cast) -> None:
    make_device(city, code="AP-1")
    pressed(city, is_test=True)
    take_calls(list(EventEntry.objects.order_by("seq")))
    assert not Incident.objects.exists()


def test_a_button_nobody_registered_and_nobody_can_place_is_a_call_all_the_same(
    city: Cast,
) -> None:
    made = pressed(city, name="未知按钮", address="某路 1 号")
    take_calls(told("video.alarm_pressed"))
    made.refresh_from_db()
    call = Incident.objects.get()
    assert call.point is None
    assert (made.incident_number, call.address) == (call.number, "未知按钮 某路 1 号")


def test_a_button_outside_every_cell_is_a_call_by_its_words(city: Cast) -> None:
    make_device(city, code="AP-1", name="城外报警柱", location=Point(10.0, 10.0, srid=4326))
    pressed(city)
    take_calls(told("video.alarm_pressed"))
    assert "城外报警柱" in Incident.objects.get().address


def found(cast: Cast, **said: Any) -> Finding:
    camera = make_camera(cast, name="东门路口")
    by = cast.vera
    words = {"kind": "disorder", "summary": "路口多人推搡", "level": 2} | said
    return report_finding(by=by.as_actor(), viewer=by, camera=camera, **words)


def test_what_was_seen_is_a_call_and_the_nearest_unit_is_told_in_one_act(city: Cast) -> None:
    stand(city, "P12", 200)
    stand(city, "P14", 900)
    row = found(city)
    take_calls(told("video.finding_reported"))
    row.refresh_from_db()
    call, order = Incident.objects.get(), DirectOrder.objects.get()
    assert (call.level, call.category.code, call.narrative) == (2, "020100", "路口多人推搡")
    assert (row.incident_number, row.unit, row.state) == (call.number, "P12", "taken")
    assert order.incident_number == call.number
    assert [receipt.receiver for receipt in order.receipts.all()] == ["unit:P12"]


def test_a_unit_whose_position_is_old_is_passed_over(city: Cast) -> None:
    stand(city, "P12", 200, age_s=3600)
    stand(city, "P14", 900)
    row = found(city)
    take_calls(told("video.finding_reported"))
    row.refresh_from_db()
    assert row.unit == "P14"


def test_with_nobody_free_the_call_waits_for_a_dispatcher(city: Cast) -> None:
    row = found(city)
    take_calls(told("video.finding_reported"))
    row.refresh_from_db()
    assert (row.unit, Incident.objects.get().state) == ("", "received")
    assert not DirectOrder.objects.exists()
