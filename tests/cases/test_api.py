"""Cases over REST: the same rules, one at a time or a thousand."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from rest_framework.test import APIClient

from command_center.cases.models import Case, CaseImport
from grid.organisation.models import Officer
from tests.cases.make import make_case
from tests.cast import SOUTH, STEP, WEST, Cast

pytestmark = pytest.mark.django_db

BASE = "/api/v1/cases/"
HERE = {"lng": WEST + 0.5 * STEP, "lat": SOUTH + 1.5 * STEP}


class Desk:
    """Somebody who talks REST."""

    def __init__(self, who: Officer) -> None:
        self.client = APIClient()
        self.client.force_login(who)

    def send(self, verb: str, path: str, body: Any = None, **headers: str) -> Any:
        told = {"Idempotency-Key": str(uuid4())} | headers
        send = getattr(self.client, verb)
        return send(path, body, format="json", headers=told)


def burglary(**said: Any) -> dict[str, Any]:
    began = (timezone.now() - timedelta(hours=3)).isoformat()
    return {"category": "050201", "occurred_from": began, **HERE, **said}


def test_a_case_is_entered_and_answered_with_its_number_and_hints(cast: Cast) -> None:
    answer = Desk(cast.cora).send("post", BASE, burglary(narrative="13812345678"))
    assert answer.status_code == 201
    assert answer.json()["number"] == Case.objects.get().number
    assert answer.json()["cell"] == {"code": "N-1", "name": "北一网格"}
    assert [hint["code"] for hint in answer.json()["hints"]] == ["no_end"]
    assert len(answer.json()["warnings"]) == 1
    assert "narrative" not in answer.json()
    assert answer["ETag"] == '"1"'


def test_the_same_key_enters_once(cast: Cast) -> None:
    desk, body = Desk(cast.cora), burglary()
    headers = {"Idempotency-Key": "the-same-key-1"}
    first, second = (desk.send("post", BASE, body, **headers) for _time in range(2))
    assert first.json()["number"] == second.json()["number"]
    assert Case.objects.count() == 1


def test_every_fault_is_named_by_a_pointer(cast: Cast) -> None:
    answer = Desk(cast.cora).send("post", BASE, burglary(category="x", entry="magic", cell="no"))
    assert answer.status_code == 400
    assert {e["pointer"] for e in answer.json()["errors"]} == {"/category", "/entry", "/cell"}


def test_a_batch_takes_the_good_and_names_the_bad(cast: Cast) -> None:
    desk = Desk(cast.cora)
    answer = desk.send(
        "post", f"{BASE}batch/", [burglary(), burglary(category="x"), {"lng": "east"}]
    )
    assert answer.status_code == 207
    assert answer.json()["created"] == 1
    assert [("errors" in row) for row in answer.json()["results"]] == [False, True, True]
    none = desk.send("post", f"{BASE}batch/", [burglary(category="x")])
    assert (none.status_code, none.json()["errors"][0]["pointer"]) == (400, "/0/category")
    assert desk.send("post", f"{BASE}batch/", {"not": "a list"}).status_code == 400


def test_a_check_enters_nothing(cast: Cast) -> None:
    answer = Desk(cast.cora).send("post", f"{BASE}check/", burglary(premises="street"))
    assert [hint["code"] for hint in answer.json()["hints"]] == ["no_end", "premises"]
    assert not Case.objects.exists()


def test_a_correction_needs_the_version_and_a_reason(cast: Cast) -> None:
    row, desk = make_case(cast), Desk(cast.cora)
    path = f"{BASE}{row.number}/"
    assert desk.send("patch", path, {"address": "x"}).status_code == 400
    body = {"address": "x", "reason": "surveyed"}
    assert desk.send("patch", path, body, **{"If-Match": '"1"'}).json()["version"] == 2
    stale = desk.send("patch", path, body, **{"If-Match": '"1"'})
    assert stale.status_code == 412
    assert stale.json()["current_version"] == 2
    revisions = desk.send("get", f"{path}revisions/").json()["results"]
    assert revisions[0]["changes"]["address"] == [row.address, "x"]


def test_a_case_ends_and_is_reopened(cast: Cast) -> None:
    row, desk = make_case(cast), Desk(cast.cora)
    path, today = f"{BASE}{row.number}/", timezone.localdate().isoformat()
    solved = desk.send(
        "post", f"{path}solve/", {"solved_on": today, "result": "patrol", "version": 1}
    )
    assert solved.json()["state"] == "solved"
    desk.send("post", f"{path}reopen/", {"reason": "x", "version": 2})
    desk.send("post", f"{path}withdraw/", {"reason": "x", "version": 3})
    void = {"reason": "x", "version": 4, "duplicate_of": "nothing"}
    assert desk.send("post", f"{path}void/", void).status_code == 400
    void["duplicate_of"] = make_case(cast).number
    assert desk.send("post", f"{path}void/", void).json()["state"] == "void"


def test_the_list_is_narrowed_as_the_page_is(cast: Cast) -> None:
    row = make_case(cast, entry="door_forced")
    make_case(cast, category="050300")
    desk = Desk(cast.ana)
    found = desk.send("get", f"{BASE}?class_set=preventable_hz&tag=entry:door_forced").json()
    assert (found["count"], found["results"][0]["number"]) == (1, row.number)
    assert desk.send("get", f"{BASE}?weekday=9").status_code == 400


def test_a_sensitive_case_is_answered_without_its_place(cast: Cast) -> None:
    row = make_case(cast, category="L04002", source_lng=125.1, source_lat=42.9)
    told = Desk(cast.ana).send("get", f"{BASE}{row.number}/").json()
    places = ("cell", "lng", "lat", "source_lng", "position_error_m")
    assert [told[name] for name in places] == [None] * 5
    assert told["address"] == ""


def test_reference_rows_are_read(cast: Cast) -> None:
    desk = Desk(cast.ana)
    categories = desk.send("get", "/api/v1/case-categories/?limit=200").json()["results"]
    robbery = next(row for row in categories if row["code"] == "050100")
    assert (robbery["parent"], robbery["means"]) == ("050000", ["05000100"])
    sets = desk.send("get", "/api/v1/case-class-sets/").json()
    assert {row["code"] for row in sets} >= {"two_robberies", "preventable_a"}
    tags = desk.send("get", "/api/v1/case-tags/?limit=200").json()["results"]
    assert any(row["suggests"] == "050225" for row in tags)


def test_a_file_is_queued_and_reported(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("command_center.cases.importing.services._queue", lambda _run: None)
    client = APIClient()
    client.force_login(cast.ana)
    file = SimpleUploadedFile(
        "cases.csv", "编号,案别,发案时间\n1,050201,2026-01-01 10:00\n".encode()
    )
    headers = {"Idempotency-Key": str(uuid4())}
    answer = client.post("/api/v1/case-imports/", {"file": file}, headers=headers)
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    run = CaseImport.objects.get()
    assert client.get(f"/api/v1/case-imports/{run.pk}/").json()["is_dry_run"] is True
    assert client.get(f"/api/v1/case-imports/{run.pk}/faults/").json()["count"] == 0
    assert client.get("/api/v1/case-imports/").json()["count"] == 1
