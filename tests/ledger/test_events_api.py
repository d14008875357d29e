"""Client systems and screens read the log from where they were, and only their own part of it."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from rest_framework.test import APIClient

from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.models import EventEntry
from grid.ledger.services import record
from grid.rights import Right
from tests.cast import Cast

MakeFact = Callable[..., Fact]


@pytest.fixture
def reader(client_system: Any) -> APIClient:
    return client_system(Right.EVENTS_READ, Right.INCIDENT_READ)


def read(client: APIClient, query: str = "") -> Any:
    return client.get(f"/api/v1/events/{query}").json()


def test_a_reader_gets_every_fact_of_its_agency_in_order(
    cast: Cast, fact: MakeFact, reader: APIClient
) -> None:
    seqs = record(PLATFORM, *(fact(subject_id=f"J{n}") for n in range(5)))
    record(PLATFORM, fact(agency_path=cast.south.path))
    record(PLATFORM, fact(agency_path=cast.city.path))
    answer = read(reader, f"?since={seqs[0] - 1}")
    assert [event["seq"] for event in answer["events"]] == seqs
    assert (answer["head"], answer["more"], answer["reset"]) == (seqs[-1] + 2, False, None)


def test_an_event_tells_what_happened_to_what(fact: MakeFact, reader: APIClient) -> None:
    record(PLATFORM, fact(priority=1, subject_version=7))
    (event,) = read(reader)["events"]
    assert event["kind"] == "incidents.received"
    assert event["subject"] == {"type": "incident", "id": "J1"}
    assert (event["priority"], event["subject_version"]) == (1, 7)
    assert event["payload"]["number"] == "J1"


def test_a_reader_goes_on_from_where_it_was(fact: MakeFact, reader: APIClient) -> None:
    seqs = record(PLATFORM, *(fact() for _ in range(5)))
    first = read(reader, "?since=0&limit=3")
    assert first["more"]
    second = read(reader, f"?since={first['events'][-1]['seq']}&limit=3")
    assert [event["seq"] for event in second["events"]] == seqs[3:]
    assert not second["more"]


@pytest.mark.parametrize(
    ("kind", "found"), [("incidents.received", 1), ("incidents.", 2), ("alerts.", 0), ("inc", 0)]
)
def test_a_reader_may_ask_for_some_kinds(
    fact: MakeFact, reader: APIClient, kind: str, found: int
) -> None:
    record(PLATFORM, fact(), fact(kind="incidents.moved"))
    assert len(read(reader, f"?kind={kind}")["events"]) == found


def test_kinds_beyond_the_readers_rights_are_not_given(fact: MakeFact, client_system: Any) -> None:
    record(PLATFORM, fact())
    assert read(client_system(Right.EVENTS_READ))["events"] == []


def test_a_reader_that_comes_too_late_is_told_to_start_anew(
    fact: MakeFact, reader: APIClient
) -> None:
    old, _, new = record(PLATFORM, fact(), fact(), fact())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL anlan.retention = 'on'")
        EventEntry.objects.filter(seq__lt=new).delete()
        cursor.execute("SET LOCAL anlan.retention = 'off'")
    assert read(reader, f"?since={old}")["reset"] == "too_old"
    assert read(reader, f"?since={new}")["reset"] is None


def test_a_reader_of_another_life_of_the_log_is_told_to_start_anew(
    fact: MakeFact, reader: APIClient
) -> None:
    (seq,) = record(PLATFORM, fact())
    epoch = read(reader)["epoch"]
    assert read(reader, f"?epoch={epoch}&since={seq}")["reset"] is None
    call_command("new_epoch", stdout=StringIO())
    assert read(reader, f"?epoch={epoch}&since={seq}")["reset"] == "epoch"
    assert read(reader, f"?since={seq + 100}")["reset"] == "epoch"


@pytest.mark.parametrize("query", ["since=-1", "since=x", "since=" + "9" * 19, "limit=201"])
def test_a_place_that_is_none_is_refused(reader: APIClient, query: str) -> None:
    assert reader.get(f"/api/v1/events/?{query}").status_code == 400


def test_a_dispatchers_screen_may_poll_the_feed(cast: Cast, fact: MakeFact, signed_in: Any) -> None:
    record(PLATFORM, fact())
    assert len(read(signed_in(cast.nora))["events"]) == 1
    assert read(signed_in(cast.sam))["events"] == []


def test_without_the_right_the_feed_is_closed(client_system: Any) -> None:
    assert client_system(Right.INCIDENT_READ).get("/api/v1/events/").status_code == 403
