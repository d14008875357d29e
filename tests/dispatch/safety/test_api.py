"""Officer safety over REST and on its pages."""

from datetime import timedelta
from itertools import count

import pytest
from django.test import Client
from django.utils import timezone

from command_center.dispatch.safety import reactors
from command_center.dispatch.safety.models import CheckIn, SafetyRule, SafetyTimer
from grid.organisation.models import Officer
from tests.cast import Cast

KEYS = count(1)


class Caller:
    """An officer at the REST interface."""

    def __init__(self, officer):
        self.client = Client()
        self.client.force_login(officer)

    def get(self, path):
        return self.client.get(f"/api/v1/{path}")

    def post(self, path, body=None, key=""):
        headers = {"Idempotency-Key": key or f"safety-{next(KEYS):06d}"}
        where = f"/api/v1/{path}"
        return self.client.post(where, body or {}, headers=headers, content_type="application/json")


@pytest.fixture(autouse=True)
def _pages_in_english(ready: Cast) -> None:
    """The sentences are read in the source language."""
    Officer.objects.update(language="en")


@pytest.fixture
def on_scene(unit):
    unit.status = "on_scene"
    unit.save()
    reactors.watch_everybody()
    return unit


def test_a_phone_sees_its_clock_and_says_it_is_well(ready, on_scene):
    phone = Caller(ready.pat)
    assert phone.get("my-unit/check-in/").json()["timer"]["call_sign"] == on_scene.call_sign
    heard = phone.post("my-unit/check-in/", {"said": "正常"})
    assert (heard.status_code, heard.json()["is_own"]) == (201, True)
    assert Caller(ready.cora).get("my-unit/check-in/").json() == {"timer": None}
    assert Caller(ready.cora).post("my-unit/check-in/").status_code == 409


def test_a_dispatcher_notes_on_behalf_what_was_said(ready, on_scene):
    nora, where = Caller(ready.nora), f"units/{on_scene.call_sign}/check-in/"
    assert nora.post(where).status_code == 400
    heard = nora.post(where, {"said": "一切正常", "channel": "phone"}).json()
    assert (heard["is_own"], heard["channel"], heard["said"]) == (False, "phone", "一切正常")
    assert nora.get(where).json()["count"] == 1
    assert Caller(ready.sam).post(where, {"said": "正常"}).status_code == 404
    assert Caller(ready.pat).post(where, {"said": "正常"}).status_code == 403


def test_clocks_are_seen_in_scope_by_who_may_read_dispatch(ready, on_scene):
    [clock] = Caller(ready.nora).get("safety/timers/").json()
    assert (clock["call_sign"], clock["state"]) == (on_scene.call_sign, "green")
    assert Caller(ready.sam).get("safety/timers/").json() == []
    assert Caller(ready.pat).get("safety/timers/").status_code == 403


def test_a_panic_sent_twice_under_one_key_is_one_press(ready, on_scene):
    phone = Caller(ready.pat)
    first = phone.post("my-unit/panic/", {"lng": 125.11, "lat": 42.91}, key="panic-000001")
    again = phone.post("my-unit/panic/", {"lng": 125.11, "lat": 42.91}, key="panic-000001")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json()["occurrences"] == 1
    assert phone.post("my-unit/panic/").json()["occurrences"] == 2
    [mine] = phone.get("my-unit/panic/").json()["results"]
    assert mine["id"] == first.json()["id"]
    [seen] = Caller(ready.nora).get("safety/panics/").json()
    assert (seen["alert"]["subject"]["id"], seen["nearest"]) == (on_scene.call_sign, [])


def test_half_a_position_is_refused(ready, on_scene):
    assert Caller(ready.pat).post("my-unit/panic/", {"lng": 125.11}).status_code == 400


def test_a_missed_unit_stands_first_on_the_board_and_is_heard_of_there(ready, on_scene, client):
    late = timezone.now() - timedelta(seconds=1)
    SafetyTimer.objects.update(due_at=late)
    reactors.watch_clocks()
    client.force_login(ready.nora)
    page = client.get("/safety/").content.decode()
    assert "tag bad" in page
    where = f"/safety/units/{on_scene.call_sign}/heard/"
    said = {"said": "一切正常", "channel": "radio", "form_key": "heard-key-0001"}
    assert client.post(where, said).status_code == 302
    assert client.post(where, said).status_code == 302
    assert CheckIn.objects.get().missed == 1
    file = b"".join(client.get("/safety/export/")).decode()
    assert "一切正常" in file


def test_the_crew_says_it_is_well_on_its_own_page(ready, on_scene, client):
    client.force_login(ready.pat)
    assert "We are well" in client.get("/safety/mine/").content.decode()
    assert client.post("/safety/mine/", {"form_key": "mine-key-00001"}).status_code == 302
    assert CheckIn.objects.get().is_own
    client.force_login(ready.cora)
    assert "You are in no unit now" in client.get("/safety/mine/").content.decode()


def test_a_rule_is_made_and_changed_from_a_day_on(ready, client):
    client.force_login(ready.chief)
    today = timezone.localdate()
    said = {
        "agency": ready.north.pk,
        "status": "busy",
        "hours": "night",
        "minutes": "20",
        "warn_minutes": "5",
        "missed_cycles": "2",
        "valid_from": str(today),
        "form_key": "rule-key-00001",
    }
    assert client.post("/safety/rules/new/", said).status_code == 302
    rule = SafetyRule.objects.get(agency=ready.north)
    assert (rule.at_night, rule.minutes, rule.resets) == (True, 20, False)
    again = client.post("/safety/rules/new/", said | {"form_key": "rule-key-00002"})
    assert again.status_code == 400
    change = said | {"minutes": "25", "version": "1", "form_key": "rule-key-00003"}
    where = f"/safety/rules/{rule.pk}/"
    assert client.post(where, change | {"warn_minutes": "25"}).status_code == 400
    assert client.post(where, change).status_code == 302
    rule.refresh_from_db()
    assert rule.minutes == 25
    assert "25" in client.get("/safety/rules/").content.decode()
