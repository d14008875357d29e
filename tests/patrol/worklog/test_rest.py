"""The work log by REST, as a crew's phone and an inspector use it."""

import json
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client

from grid.ledger.models import EventEntry
from patrol.units.models import Unit
from patrol.worklog.models import PatrolFiling, SupervisionScore, WorkEntry
from tests.cast import Cast
from tests.patrol.make import make_unit
from tests.patrol.worklog.conftest import NOON

KEYS = count(1)


def send(client: Client, path: str, body: Any, *, verb: str = "post", status: int = 201) -> Any:
    answer = getattr(client, verb)(
        f"/api/v1/{path}/",
        json.dumps(body, default=str),
        content_type="application/json",
        headers={"Idempotency-Key": f"worklog-{next(KEYS)}"},
    )
    assert answer.status_code == status, answer.content
    return answer.json()


FIND = {"kind": "find", "text": "路边遗留可疑包裹，已拉警戒带"}


def test_a_find_goes_into_the_own_units_log_with_its_station(pat: Client, unit: Unit) -> None:
    entry = send(pat, "work-entries", FIND | {"lng": 125.11, "lat": 42.91})
    assert (entry["unit"], entry["station"]) == (unit.call_sign, unit.station.code)
    assert (entry["is_handled"], entry["version"]) == (True, 1)
    fact = EventEntry.objects.get(kind="patrol.work_logged")
    assert fact.payload["kind"] == "find"
    assert "包裹" not in json.dumps(fact.payload, ensure_ascii=False)


def test_what_the_phone_sends_twice_is_one_entry(pat: Client) -> None:
    said = FIND | {"client_ref": "phone-1"}
    assert send(pat, "work-entries", said)["id"] == send(pat, "work-entries", said)["id"]
    assert WorkEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "gossip"}, "/kind"),
        ({"kind": "service"}, "/item"),
        ({"item": "advice"}, "/item"),
        ({"text": "身份证 21040219900101123X"}, "/text"),
        ({"text": "电话 13800001234"}, "/text"),
        ({"source": "rumour"}, "/source"),
        ({"happened_at": NOON + timedelta(minutes=3)}, "/happened_at"),
        ({"happened_at": NOON - timedelta(days=8)}, "/happened_at"),
        ({"lng": 125.11}, "/lat"),
        ({"unit": "nobody"}, "/unit"),
        ({"station": "nowhere"}, "/station"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_fault_of_an_entry_is_named_and_nothing_is_written(
    pat: Client, said: dict[str, Any], field: str
) -> None:
    errors = send(pat, "work-entries", FIND | said, status=400)["errors"]
    assert field in [e["pointer"] for e in errors]
    assert not WorkEntry.objects.exists()


def test_nobody_writes_the_log_of_another_unit(pat: Client, cast: Cast) -> None:
    other = make_unit(cast)
    send(pat, "work-entries", FIND | {"unit": other.call_sign}, status=403)


def test_who_is_in_no_unit_is_told_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.cora)
    assert send(client, "work-entries", FIND, status=400)["errors"][0]["pointer"] == "/unit"


def test_an_entry_is_corrected_by_its_unit_once_a_version(pat: Client) -> None:
    entry = send(pat, "work-entries", FIND)
    path = f"work-entries/{entry['id']}"
    changed = send(pat, path, {"case_ref": "26-0001", "version": 1}, verb="patch", status=200)
    assert (changed["case_ref"], changed["version"]) == ("26-0001", 2)
    send(pat, path, {"text": "x", "version": 1}, verb="patch", status=412)


def test_a_patrol_is_filed_and_ended(pat: Client) -> None:
    hours = {"starts_at": NOON, "ends_at": NOON + timedelta(hours=4)}
    said = {"area": "人民大街", "purpose": "商圈巡防", "officers": 2, "auxiliaries": 4}
    filing = send(pat, "patrol-filings", said | hours)
    assert filing["state"] == "filed"
    path = f"patrol-filings/{filing['id']}/end"
    assert send(pat, path, {"version": 1}, status=200)["state"] == "ended"
    send(pat, path, {"version": 2}, status=409)
    backwards = {"starts_at": NOON, "ends_at": NOON - timedelta(hours=1)}
    send(pat, "patrol-filings", said | backwards, status=400)
    too_long = {"starts_at": NOON, "ends_at": NOON + timedelta(hours=25)}
    send(pat, "patrol-filings", said | too_long, status=400)
    assert PatrolFiling.objects.count() == 1


def test_an_inspector_scores_a_unit_and_the_unit_answers(
    chief: Client, pat: Client, unit: Unit
) -> None:
    said = {"unit": unit.call_sign, "text": "在岗，未携带盾牌", "measures": "配齐装备"}
    note = send(chief, "supervision-notes", said | {"scores": {"presence": 20, "equipment": 12}})
    assert note["scores"] == {"presence": 20, "equipment": 12}
    assert {score.most for score in SupervisionScore.objects.all()} == {20}
    path = f"supervision-notes/{note['id']}/answer"
    answered = send(pat, path, {"answer": "已配齐", "version": 1}, status=200)
    assert (answered["state"], answered["answered_by"]) == ("answered", "帕特 N003")
    send(pat, path, {"answer": "再次", "version": 2}, status=409)


@pytest.mark.parametrize("scores", [{"presence": 21}, {"charm": 1}], ids=["too many", "unknown"])
def test_points_beyond_an_item_are_refused(
    chief: Client, unit: Unit, scores: dict[str, int]
) -> None:
    said = {"unit": unit.call_sign, "text": "在岗", "scores": scores}
    send(chief, "supervision-notes", said, status=400)


def test_volunteers_are_counted_and_never_named(pat: Client) -> None:
    said = {"worked_on": "2026-11-20", "trade": "merchant", "people": 12, "hours": "30.5"}
    assert send(pat, "volunteer-hours", said)["hours"] == "30.5"
    for wrong in ({"trade": "spy"}, {"worked_on": "2026-11-21"}, {"hours": "289"}):
        send(pat, "volunteer-hours", said | wrong, status=400)


def test_lists_are_narrowed_and_stay_within_the_scope(
    pat: Client, cast: Cast, chief: Client
) -> None:
    send(pat, "work-entries", FIND)
    send(pat, "work-entries", {"kind": "service", "item": "advice", "text": "问路"})
    found = lambda **query: pat.get("/api/v1/work-entries/", query).json()["count"]  # noqa: E731
    assert found() == 2
    assert found(kind="find") == found(q="包裹") == found(q="问路", first="2026-11-20") == 1
    assert found(last="2026-11-19") == found(unit="N-99") == 0
    sam = Client()
    sam.force_login(cast.sam)
    assert sam.get("/api/v1/work-entries/").json()["count"] == 0
    groups = {row["group"] for row in chief.get("/api/v1/work-codes/").json()["results"]}
    assert groups == {"kind", "item", "result", "source", "trade", "score"}
