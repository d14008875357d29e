"""Many calls at once, each accepted or refused by itself."""

import pytest

from command_center.incidents import selectors
from command_center.incidents.models import Incident, TimelineEntry
from grid.ledger.models import AuditEntry, EventEntry
from tests.incidents.conftest import BURGLARY, NORTH, SOUTH

GOOD = {"category": BURGLARY, **NORTH, "address": "中央路1号"}


def test_good_rows_come_in_and_each_bad_row_is_told_why(city, desk):
    rows = [
        GOOD,
        GOOD | {"level": 9},
        GOOD | SOUTH,
        GOOD | {"category": "999999"},
        GOOD | {"agency": "990200000000"},
        GOOD | {"lng": 42.91, "lat": 125.11},
        GOOD | {"source_number": "A-1"},
        GOOD | {"source_number": "A-1"},
    ]
    answer = desk(city.nora).post("incidents/batch/", rows)
    assert answer.status_code == 207, answer.content
    body = answer.json()
    assert body["created"] == 2
    pointers = [[fault["pointer"] for fault in row.get("errors", [])] for row in body["results"]]
    assert pointers == [
        [],
        ["/level"],
        ["/lng"],
        ["/category"],
        ["/agency"],
        ["/lat"],
        [],
        ["/source_number"],
    ]
    assert Incident.objects.count() == 2


def test_every_row_has_its_fact_its_audit_entry_and_its_first_line(city, desk):
    answer = desk(city.nora).post("incidents/batch/", [GOOD] * 50)
    assert answer.status_code == 201
    numbers = [row["number"] for row in answer.json()["results"]]
    assert len(set(numbers)) == 50
    told = EventEntry.objects.filter(kind="incidents.received")
    assert [entry.subject_id for entry in told] == numbers
    assert AuditEntry.objects.filter(action="incidents.received").count() == 50
    assert TimelineEntry.objects.filter(kind="received").count() == 50
    for entry in told:
        incident = selectors.incident(entry.subject_id, city.nora)
        assert entry.payload == selectors.brief(incident)


def test_the_same_batch_sent_twice_comes_in_once(city, desk):
    nora = desk(city.nora)
    first = nora.post("incidents/batch/", [GOOD] * 3, idempotency_key="batch-key-0001")
    again = nora.post("incidents/batch/", [GOOD] * 3, idempotency_key="batch-key-0001")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    other = nora.post("incidents/batch/", [GOOD] * 4, idempotency_key="batch-key-0001")
    assert other.status_code == 422
    assert Incident.objects.count() == 3


@pytest.mark.parametrize("body", [[], {}, "x", [GOOD] * 1001])
def test_a_batch_of_the_wrong_shape_or_size_is_refused_whole(city, desk, body):
    answer = desk(city.nora).post("incidents/batch/", body)
    assert answer.status_code == 400
    assert Incident.objects.count() == 0


def test_when_no_row_is_good_the_answer_points_into_each(city, desk):
    answer = desk(city.nora).post("incidents/batch/", [GOOD | {"level": 9}, 7])
    assert answer.status_code == 400
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/0/level", "/1"]
