"""The panic button of a unit: urgent, with the best position, not to be silenced."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from command_center.alerts import rulebook
from command_center.alerts.distress import Whereabouts
from command_center.alerts.models import Alert, AlertRule
from command_center.alerts.services import acknowledge, resolve, shelve
from command_center.dispatch.safety import panic, selectors
from grid.errors import InvalidInput, NotAllowed
from grid.ledger.models import EventEntry
from patrol.positions.models import UnitPosition
from tests.patrol.make import make_crew, make_unit

HERE = Whereabouts(lng=125.11, lat=42.91)
NOWHERE = Whereabouts()


def put(unit, lng, lat, *, age_s=0):
    now = timezone.now() - timedelta(seconds=age_s)
    point = Point(lng, lat, srid=4326)
    still = {"still_since": now, "still_at": point}
    return UnitPosition.objects.create(unit=unit, point=point, device_time=now, **still)


def told():
    return EventEntry.objects.filter(kind="alerts.help_called").order_by("seq").last().payload


def test_a_press_is_urgent_at_once_with_unit_leader_and_place(ready, unit):
    alert = panic.press(ready.pat, at=HERE, note="持刀")
    assert (alert.priority, alert.subject_type, alert.subject_id) == (1, "unit", unit.call_sign)
    assert (alert.point.x, alert.point.y) == (125.11, 42.91)
    assert unit.call_sign in alert.title
    said = told()
    assert (said["leader"], said["position_source"], said["note"]) == ("N003", "phone", "持刀")


def test_without_a_position_the_newest_one_counts_and_its_age_is_said(ready, unit):
    put(unit, 125.12, 42.92, age_s=180)
    alert = panic.press(ready.pat, at=NOWHERE)
    assert (alert.point.x, alert.point.y) == (125.12, 42.92)
    assert 180 <= told()["position_age_s"] < 200
    assert "3" in alert.title_en


def test_with_no_position_at_all_it_is_still_heard(ready, unit):
    alert = panic.press(ready.pat, at=NOWHERE)
    assert alert.point is None
    assert alert.title_en.endswith("position unknown")


def test_the_unit_goes_on_doing_what_it_did(ready, unit):
    unit.status = "on_scene"
    unit.save()
    panic.press(ready.pat, at=HERE)
    unit.refresh_from_db()
    assert unit.status == "on_scene"


def test_presses_of_the_whole_crew_are_one_alert_that_counts_and_follows(ready, unit):
    make_crew(unit, ready.cora, is_leader=False)
    first = panic.press(ready.pat, at=HERE)
    again = panic.press(ready.cora, at=Whereabouts(lng=125.115, lat=42.915))
    assert (again.pk, again.occurrences, again.point.x) == (first.pk, 2, 125.115)


def test_whoever_is_in_no_unit_calls_for_herself(ready):
    alert = panic.press(ready.cora, at=HERE)
    assert (alert.subject_type, alert.subject_id) == ("officer", "N002")


def test_it_cannot_be_shelved_and_only_command_ends_it_with_an_outcome(ready, unit):
    alert = panic.press(ready.pat, at=HERE)
    with pytest.raises(NotAllowed):
        shelve(alert, by=ready.chief.as_actor(), minutes=5, reason="稍后再看")
    acknowledge(alert, by=ready.nora.as_actor())
    with pytest.raises(InvalidInput):
        resolve(alert, by=ready.nora.as_actor(), outcome="")
    client = Client(headers={"Idempotency-Key": "panic-resolve-1"})
    client.force_login(ready.pat)
    answer = client.post(
        f"/api/v1/alerts/{alert.pk}/resolve/", {"outcome": "误触"}, content_type="application/json"
    )
    assert answer.status_code == 403
    assert resolve(alert, by=ready.nora.as_actor(), outcome="增援已到").state == "resolved"
    assert panic.press(ready.pat, at=HERE).pk != alert.pk


@pytest.mark.parametrize(
    "changes",
    [{"is_active": False}, {"priority": 3}, {"sound": "silent"}, {"condition": {"level": 1}}],
    ids=["off", "lower", "silent", "conditional"],
)
def test_no_rule_silences_a_call_for_help(ready, changes):
    rule = AlertRule.objects.get(code="help-called")
    with pytest.raises(InvalidInput):
        rulebook.change_rule(rule, by=ready.chief.as_actor(), version=1, changes=changes)
    rule.refresh_from_db()
    assert (rule.is_active, rule.priority, rule.sound) == (True, 1, "two_tone")
    renamed = {"name": "求助", "priority": 1}
    assert rulebook.change_rule(rule, by=ready.chief.as_actor(), version=1, changes=renamed)


def test_the_nearest_available_units_are_named_with_their_distance(ready, unit):
    far, near = make_unit(ready), make_unit(ready)
    busy, old = make_unit(ready, status="on_scene"), make_unit(ready)
    put(unit, 125.11, 42.91)
    put(far, 125.13, 42.91)
    put(near, 125.112, 42.91)
    put(busy, 125.111, 42.91)
    put(old, 125.111, 42.91, age_s=7200)
    alert = panic.press(ready.pat, at=HERE)
    found = panic.told(alert, ready.nora)["nearest"]
    assert [one["call_sign"] for one in found] == [near.call_sign, far.call_sign]
    assert found[0]["distance_m"] == pytest.approx(163, abs=3)
    assert [a.pk for a in selectors.panics(ready.nora)] == [alert.pk]
    assert not selectors.panics(ready.sam).exists()
    assert Alert.objects.count() == 1
