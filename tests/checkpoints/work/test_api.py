"""The work of checkpoints over REST: a phone with a bad line, a gantry with 5,000 rows."""

from typing import Any

import pytest
from django.test import Client

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import CustodyStep, HourlyCount
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.work.at_work import HOUR, hour, post, stand, work_of

COUNTS = "/api/v1/check-counts/"


@pytest.fixture
def gate(cast: Cast, client: Client) -> Checkpoint:
    client.force_login(cast.gus)
    return make_checkpoint(cast)


def row(gate: Checkpoint, **said: Any) -> dict[str, Any]:
    known = {"checkpoint": gate.code, "hour": hour().isoformat(), "kind": "people"}
    return known | said


def test_what_the_phone_sends_twice_over_a_bad_line_is_kept_once(
    gate: Checkpoint, client: Client
) -> None:
    body = {"client_ref": "phone-7", "counts": [row(gate, checked=12), row(gate, passing=300)]}
    first = post(client, COUNTS, body)
    assert (first.status_code, first.json()["new"]) == (201, 2)
    again = post(client, COUNTS, body)  # a new key: the answer never came and the app restarted
    assert (again.status_code, again.json()["repeated"]) == (201, 2)
    assert HourlyCount.objects.count() == 2
    assert client.get(COUNTS, {"measure": "passing"}).json()["results"][0]["number"] == 300


def test_the_same_key_is_answered_without_doing_anything(gate: Checkpoint, client: Client) -> None:
    body = {"counts": [row(gate, checked=12)]}
    post(client, COUNTS, body, key="same-key-1")
    answer = post(client, COUNTS, body, key="same-key-1")
    assert answer["Idempotency-Replayed"] == "true"


def test_faults_name_row_and_field(gate: Checkpoint, client: Client) -> None:
    body = {"counts": [row(gate, checked=1), row(gate, checked=-1, kind="goods"), row(gate)]}
    faults = post(client, COUNTS, body).json()["errors"]
    assert {fault["pointer"] for fault in faults} == {"/counts/2/checked"}
    body["counts"][2] = row(gate, checked=9_999, kind="vehicles")
    faults = post(client, COUNTS, body).json()["errors"]
    assert [fault["pointer"] for fault in faults] == ["/counts/1/checked", "/counts/2/checked"]


def test_a_double_is_409_and_names_the_first(gate: Checkpoint, client: Client) -> None:
    post(client, COUNTS, {"counts": [row(gate, checked=12)]})
    answer = post(client, COUNTS, {"counts": [row(gate, checked=13)]})
    assert (answer.status_code, answer.json()["code"]) == (409, "double_entry")
    first = answer.json()["first"]
    assert first["number"] == 12
    one = f"{COUNTS}{first['id']}/"
    said = {"number": 13, "correction_reason": "重数一遍", "version": first["version"]}
    headers = {"Idempotency-Key": "correct-0001"}
    fixed = client.patch(one, said, content_type="application/json", headers=headers)
    assert fixed.json()["number"] == 13
    assert [c["before"] for c in fixed.json()["corrections"]] == [12]


def test_five_thousand_rows_are_taken_at_once_and_one_more_is_not(
    gate: Checkpoint, client: Client
) -> None:
    rows = [
        row(
            gate,
            checked=1,
            hour=(hour(1 + n // 72)).isoformat(),
            kind=kind,
            reason=reason,
            direction=way,
        )
        for n, (kind, reason, way) in enumerate(_combinations(5_000))
    ]
    answer = post(client, COUNTS, {"counts": rows})
    assert (answer.status_code, answer.json()["new"]) == (201, 5_000)
    assert post(client, COUNTS, {"counts": [*rows, row(gate, checked=1)]}).status_code == 400


def _combinations(count: int) -> list[tuple[str, str, str]]:
    reasons = ("routine", "signal", "documents", "dangerous_goods", "overload", "event", "other")
    every = [
        (kind, reason, way)
        for kind in ("people", "vehicles", "goods")
        for reason in (*reasons, "")
        for way in ("in", "out", "both")
    ]
    return (every * (count // len(every) + 1))[:count]


def test_a_checkpoint_of_the_south_is_unknown(cast: Cast, gate: Checkpoint, client: Client) -> None:
    south = make_checkpoint(cast, agency=cast.south_station)
    here = post(client, COUNTS, {"counts": [row(south, checked=1)]})
    nowhere = post(client, COUNTS, {"counts": [row(south, checked=1, checkpoint="NOWHERE")]})
    assert here.status_code == nowhere.status_code == 400
    assert here.json()["errors"] == nowhere.json()["errors"]


def test_sums_years_today_codes_and_what_is_missing_are_read(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    stand(gate, cast.gus)
    post(client, COUNTS, {"counts": [row(gate, checked=12)]})
    days = {"first": (hour() - 48 * HOUR).date(), "last": (hour() + 24 * HOUR).date()}
    found = client.get("/api/v1/check-sums/", {"by": "checkpoint", **days}).json()
    assert found["total"]["people"] == found["rows"][0]["people"] == 12
    assert found["rows"][0]["rates"]["people"]["share"] is None
    years = client.get("/api/v1/check-sums/year-on-year/", {"by": "total", **days}).json()
    figure = years["rows"][0]["figures"]["people"]
    assert figure == {"now": 12, "before": 0, "change": None, "is_small": True}
    today = client.get(f"/api/v1/check-today/{gate.code}/").json()
    assert today["staffing"]["rostered"] == 1
    assert client.get("/api/v1/check-codes/", {"group": "outcome"}).json()["count"] == 7
    assert client.get("/api/v1/check-overdue/").json()["count"] >= 1
    assert client.get("/api/v1/post-holes/").status_code == 200


def test_who_does_not_stand_at_checkpoints_counts_nothing(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    client.force_login(cast.nora)
    assert post(client, COUNTS, {"counts": [row(gate, checked=1)]}).status_code == 403
    client.force_login(cast.ada)
    assert client.get(COUNTS).status_code == 200


def test_a_thing_given_across_agencies_can_be_signed_for_by_its_receiver(
    cast: Cast, client: Client
) -> None:
    made = work_of(make_checkpoint(cast, agency=cast.south_station), cast, note="南街 7 号")
    client.force_login(cast.nora)
    where = f"/api/v1/custody-steps/{made['step_id']}/receive/"
    assert post(client, where, {}).status_code == 404
    client.force_login(cast.chief)
    assert post(client, where, {}).json()["state"] == "received"
    assert CustodyStep.objects.get(pk=made["step_id"]).answered_by == "长官 C001"
