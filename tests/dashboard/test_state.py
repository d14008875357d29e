"""The state a board starts from: its own scope, whole, and true as of one moment of the log."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from command_center.alerts.models import Alert
from command_center.alerts.services import ensure_default_rules, hear
from command_center.dashboard import selectors
from command_center.incidents import services
from command_center.incidents.models import Incident
from command_center.incidents.reference import load
from grid.ledger.facts import Fact
from grid.ledger.models import EventEntry
from tests.cast import call_cast
from tests.incidents.conftest import BURGLARY, NORTH, SOUTH


def ask(officer, path="/api/v1/state/"):
    client = APIClient()
    client.force_login(officer)
    return client.get(path)


def numbers(answer):
    return {row["number"] for row in answer.json()["incidents"]}


def test_a_dispatcher_sees_what_is_open_in_the_own_branch_only(city, call):
    north, south = call(), call(by=city.chief, **SOUTH)
    assert numbers(ask(city.nora)) == {north.number}
    assert numbers(ask(city.sam)) == {south.number}
    assert numbers(ask(city.chief)) == {north.number, south.number}


def test_counts_are_of_the_own_branch_too(city, call):
    call(level=1)
    call(by=city.chief, level=2, **SOUTH)
    counts = ask(city.sam).json()["counts"]
    assert counts["pending"] == 1
    assert counts["levels"] == {"1": 0, "2": 1, "3": 0, "4": 0}


def test_the_state_is_as_of_the_last_fact(city, call):
    call()
    state = ask(city.nora).json()
    assert state["as_of"] == EventEntry.objects.latest("seq").seq
    assert state["epoch"]
    assert state["scope"] == {"path": city.north.path, "name": "北分局"}


def test_what_was_closed_lately_stays_and_what_was_closed_long_ago_goes(city, call):
    shut, old = call(), call()
    for incident in (shut, old):
        services.move(incident, "cancelled", by=city.nora, text="误拨")
    Incident.objects.filter(pk=old.pk).update(since="2020-01-01T00:00:00Z")
    state = ask(city.nora).json()
    assert [row["number"] for row in state["incidents"]] == [shut.number]
    assert state["counts"]["closed"] == 1


def test_a_long_queue_is_cut_but_counted_and_urgent_calls_are_never_cut(city, call, monkeypatch):
    monkeypatch.setattr(selectors, "SECTION_LIMIT", 4)
    urgent = call(level=1)
    newest = [call(level=4) for _ in range(8)][-2:]
    state = ask(city.nora).json()
    shown = {row["number"] for row in state["incidents"]}
    assert urgent.number in shown
    assert {incident.number for incident in newest} <= shown
    assert len(shown) < 9
    assert state["counts"]["pending"] == 9


def test_unresolved_alerts_and_the_times_they_rose_are_there(city, call):
    ensure_default_rules(city.city)
    incident = call(level=1)
    fact = Fact(
        kind="incidents.received",
        subject_type="incident",
        subject_id=incident.number,
        agency_path=incident.agency.path,
        payload=selectors.incidents.brief(incident),
    )
    hear([(fact, None)])
    state = ask(city.nora).json()
    assert len(state["alerts"]) == Alert.objects.count() == len(state["counts"]["raised"])
    assert ask(city.sam).json()["alerts"] == []


def test_counts_can_be_asked_for_alone(city, call):
    call(level=3)
    told = ask(city.nora, "/api/v1/state/counts/").json()
    assert told["pending"] == told["levels"]["3"] == 1


def test_no_personal_data_is_in_the_state(city, call):
    call(caller_name="王某", caller_phone="13800000000", narrative="张三打人")
    told = ask(city.nora).content.decode()
    assert "13800000000" not in told
    assert "王某" not in told
    assert "张三" not in told


@pytest.mark.parametrize("who", ["cora", "tessa", "stranger"])
def test_whoever_has_no_board_gets_no_state(city, who):
    assert ask(getattr(city, who)).status_code == 403
    assert ask(getattr(city, who), "/api/v1/state/counts/").status_code == 403


def test_the_state_is_not_kept_by_any_cache(city):
    assert ask(city.nora)["Cache-Control"] == "no-store"


def test_more_rows_cost_no_more_queries(city, call):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            selectors.state(city.nora)
        return len(asked)

    selectors.state(city.nora)
    few = cost()
    for _ in range(12):
        call()
    assert cost() == few


@pytest.mark.django_db(transaction=True)
def test_a_call_that_comes_while_the_state_is_read_is_left_to_the_events(monkeypatch):
    cast = call_cast()
    load()
    read = selectors.bounds

    def late_call():
        services.receive(by=cast.nora, category=BURGLARY, address="中央路1号", **NORTH)
        connection.close()

    def read_then_call():
        found = read()
        other = threading.Thread(target=late_call)
        other.start()
        other.join()
        return found

    read()  # the epoch is made on the first look
    monkeypatch.setattr(selectors, "bounds", read_then_call)
    state = selectors.state(cast.nora)
    assert Incident.objects.count() == 1
    assert state["incidents"] == []
    assert state["counts"]["pending"] == 0
    assert EventEntry.objects.latest("seq").seq > state["as_of"]
