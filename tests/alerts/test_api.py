"""Alerts over REST, as a dispatcher's browser and a district system meet them."""

import uuid
from typing import Any

import pytest
from rest_framework.test import APIClient

from command_center.alerts import services
from command_center.alerts.models import Alert, AlertRule
from grid.ledger.models import EventEntry
from grid.organisation.models import Officer
from tests.alerts.conftest import Raise
from tests.cast import Cast


def seat(officer: Officer) -> APIClient:
    """A browser at which the officer is signed in."""
    client = APIClient()
    client.force_login(officer)
    return client


def post(client: APIClient, path: str, body: Any = None, key: str = "") -> Any:
    return client.post(
        f"/api/v1/{path}",
        body if body is not None else {},
        format="json",
        headers={"Idempotency-Key": key or str(uuid.uuid4())},
    )


def test_the_drawer_lists_what_is_unresolved_most_urgent_first(
    an_alert: Raise, rules: Cast
) -> None:
    low, high = an_alert(2, "26-0001"), an_alert(1, "26-0002")
    done = an_alert(2, "26-0003")
    services.resolve(done, by=rules.nora.as_actor(), outcome="已处置")
    answer = seat(rules.nora).get("/api/v1/alerts/", {"unresolved": "true"})
    assert [row["id"] for row in answer.json()["results"]] == [high.pk, low.pk]


def test_filters_that_make_no_sense_are_named(rules: Cast) -> None:
    answer = seat(rules.nora).get("/api/v1/alerts/", {"state": "sleeping", "priority": "9"})
    assert answer.status_code == 400
    assert {e["pointer"] for e in answer.json()["errors"]} == {"/state", "/priority"}


def test_the_south_sees_nothing_of_the_north(an_alert: Raise, rules: Cast) -> None:
    alert = an_alert(1)
    sam = seat(rules.sam)
    assert sam.get("/api/v1/alerts/").json()["count"] == 0
    absent = sam.get("/api/v1/alerts/999999/")
    hidden = sam.get(f"/api/v1/alerts/{alert.pk}/")
    assert (
        (hidden.status_code, hidden.json())
        == (absent.status_code, absent.json())
        == (404, absent.json())
    )
    assert post(sam, f"alerts/{alert.pk}/acknowledge/").status_code == 404
    assert sam.get("/api/v1/alerts/groups/").json() == []
    assert sam.get("/api/v1/alerts/rate/").json()["raised"] == 0


def test_the_second_to_acknowledge_gets_409_with_who_and_when(an_alert: Raise, rules: Cast) -> None:
    alert = an_alert(1)
    assert post(seat(rules.nora), f"alerts/{alert.pk}/acknowledge/").status_code == 200
    late = post(seat(rules.chief), f"alerts/{alert.pk}/acknowledge/")
    assert late.status_code == 409
    assert late.json()["who"] == "诺拉 N001"
    assert late.json()["at"]


def test_a_repeated_request_is_answered_again_and_done_once(an_alert: Raise, rules: Cast) -> None:
    alert, nora = an_alert(1), seat(rules.nora)
    first = post(nora, f"alerts/{alert.pk}/acknowledge/", key="same-key-1")
    again = post(nora, f"alerts/{alert.pk}/acknowledge/", key="same-key-1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert EventEntry.objects.filter(kind="alerts.acknowledged").count() == 1


def test_oversight_reads_and_answers_nothing(an_alert: Raise, rules: Cast) -> None:
    alert, ada = an_alert(1), rules.ada
    assert "alerts.handle" not in ada.rights
    assert post(seat(ada), f"alerts/{alert.pk}/acknowledge/").status_code == 403


def test_shelving_and_resolving_over_rest(an_alert: Raise, rules: Cast) -> None:
    alert, nora = an_alert(2), seat(rules.nora)
    bad = post(nora, f"alerts/{alert.pk}/shelve/", {"minutes": 99, "reason": "x"})
    assert {e["pointer"] for e in bad.json()["errors"]} == {"/minutes", "/reason"}
    body = {"minutes": 5, "reason": "等待增援到位"}
    assert post(nora, f"alerts/{alert.pk}/shelve/", body).json()["state"] == "shelved"
    done = post(nora, f"alerts/{alert.pk}/resolve/", {"outcome": "已处置"})
    assert done.json()["state"] == "resolved"


def test_group_acknowledgement_takes_only_what_is_in_scope(an_alert: Raise, rules: Cast) -> None:
    mine = an_alert(2, "26-0001")
    theirs = an_alert(2, "26-0002", path=rules.south_station.path)
    Alert.objects.update(priority=3)
    answer = post(seat(rules.nora), "alerts/acknowledge/", {"ids": [mine.pk, theirs.pk]})
    assert [row["id"] for row in answer.json()] == [mine.pk]
    theirs.refresh_from_db()
    assert theirs.state == "open"


def test_a_flood_is_gathered_by_kind_and_agency_but_never_the_urgent(
    an_alert: Raise, rules: Cast
) -> None:
    for n in range(12):
        an_alert(2, f"26-00{n:02}")
    an_alert(1, "26-0099")
    nora = seat(rules.nora)
    [group] = nora.get("/api/v1/alerts/groups/").json()
    assert (group["alerts"], group["priority"]) == (12, 2)
    rate = nora.get("/api/v1/alerts/rate/").json()
    assert (rate["raised"], rate["is_flood"]) == (13, True)


@pytest.mark.parametrize("who", ["cora", "nora"])
def test_one_key_raises_an_urgent_alert_with_the_place(rules: Cast, who: str) -> None:
    officer = getattr(rules, who)
    answer = post(seat(officer), "help/", {"lng": 125.11, "lat": 42.91, "note": "持刀"})
    assert answer.status_code == 201
    alert = Alert.objects.get(pk=answer.json()["id"])
    assert (alert.priority, alert.kind) == (1, "alerts.help_called")
    assert (alert.point.x, alert.point.y) == (125.11, 42.91)
    assert officer.badge_number in alert.title


def test_help_needs_no_position_but_half_a_position_is_refused(rules: Cast) -> None:
    cora = seat(rules.cora)
    assert post(cora, "help/").status_code == 201
    answer = post(cora, "help/", {"lng": 125.11})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/lat")


def test_pressing_twice_is_one_alert_that_counts(rules: Cast) -> None:
    cora = seat(rules.cora)
    first, second = post(cora, "help/").json(), post(cora, "help/").json()
    assert first["id"] == second["id"]
    assert second["occurrences"] == 2


def test_without_a_rule_the_caller_is_told_and_not_left_waiting(rules: Cast) -> None:
    AlertRule.objects.filter(code="help-called").update(is_active=False)
    answer = post(seat(rules.cora), "help/")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "no_rule"


def test_an_alarm_pole_is_an_alert_with_its_name(rules: Cast) -> None:
    body = {"device": "POLE-03", "device_name": "3 号柱", "lng": 125.11, "lat": 42.91}
    answer = post(seat(rules.cora), "buttons/press/", body)
    assert answer.status_code == 201
    assert answer.json()["title"] == "一键报警 · 3 号柱"
    assert answer.json()["subject"] == {"type": "device", "id": "POLE-03"}


def test_a_press_from_the_future_is_refused(rules: Cast) -> None:
    body = {"device": "P", "device_name": "P", "pressed_at": "2999-01-01T00:00:00+08:00"}
    answer = post(seat(rules.cora), "buttons/press/", body)
    assert answer.json()["errors"][0]["pointer"] == "/pressed_at"


def test_cap_is_served_in_scope_with_its_own_type(an_alert: Raise, rules: Cast) -> None:
    alert = an_alert(1)
    nora = seat(rules.nora)
    feed = nora.get("/api/v1/cap/", headers={"Accept": "application/atom+xml"})
    assert feed["Content-Type"] == "application/atom+xml"
    assert f"/api/v1/cap/{alert.pk}/" in feed.content.decode()
    one = nora.get(f"/api/v1/cap/{alert.pk}/")
    assert one["Content-Type"] == "application/cap+xml"
    assert seat(rules.sam).get(f"/api/v1/cap/{alert.pk}/").status_code == 404
    assert f"/cap/{alert.pk}/" not in seat(rules.sam).get("/api/v1/cap/").content.decode()


def test_the_caller_learns_who_acknowledged_without_a_right_to_the_alerts(rules: Cast) -> None:
    cora = seat(rules.cora)
    raised = post(cora, "help/").json()
    [waiting] = cora.get("/api/v1/help/").json()["results"]
    assert (waiting["id"], waiting["acknowledged_by"]) == (raised["id"], "")
    post(seat(rules.nora), f"alerts/{raised['id']}/acknowledge/")
    [heard] = cora.get("/api/v1/help/").json()["results"]
    assert rules.nora.badge_number in heard["acknowledged_by"]
    assert cora.get(f"/api/v1/alerts/{raised['id']}/").status_code == 403


def test_a_call_for_help_is_listed_to_its_caller_only(rules: Cast) -> None:
    post(seat(rules.cora), "help/")
    assert seat(rules.nora).get("/api/v1/help/").json()["results"] == []
