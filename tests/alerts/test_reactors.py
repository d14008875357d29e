"""Facts become alerts by the log, and alerts leave with their incident."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from command_center.alerts.models import Alert
from command_center.alerts.reactors import raise_alerts, settle_alerts
from command_center.alerts.waiting import TARGET, note_waiting
from command_center.incidents.models import Category, Incident
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.models import EventEntry
from grid.ledger.services import record
from tests.cast import Cast


def tell(cast: Cast, kind: str, **payload: object) -> EventEntry:
    fact = Fact(
        kind=kind,
        subject_type="incident",
        subject_id="26-0001",
        agency_path=cast.north_station.path,
        payload=payload,
    )
    with transaction.atomic():
        [seq] = record(PLATFORM, fact)
    return EventEntry.objects.get(seq=seq)


def test_a_fact_in_the_log_becomes_an_alert_that_names_it(rules: Cast) -> None:
    event = tell(rules, "incidents.received", level=1, is_valid_call=True)
    raise_alerts([event])
    assert Alert.objects.get().fact_seq == event.seq


def test_a_nuisance_call_rings_nobody(rules: Cast) -> None:
    raise_alerts([tell(rules, "incidents.received", level=1, is_valid_call=False)])
    assert not Alert.objects.exists()


def test_the_facts_of_alerts_raise_no_alerts(rules: Cast) -> None:
    raise_alerts([tell(rules, "alerts.help_called", who="x")])
    assert not Alert.objects.exists()


def test_dispatching_ends_the_waiting_and_closing_ends_everything(rules: Cast) -> None:
    raise_alerts([tell(rules, "incidents.received", level=1, is_valid_call=True)])
    settle_alerts([tell(rules, "incidents.moved", state="dispatched", to="dispatched")])
    assert Alert.objects.get().state == "resolved"
    raise_alerts([tell(rules, "incidents.moved", state="returned", to="returned", level=1)])
    waiting = Alert.objects.get(state="open")
    settle_alerts([tell(rules, "incidents.closed", state="closed")])
    waiting.refresh_from_db()
    assert waiting.state == "resolved"


@pytest.fixture
def call(rules: Cast) -> Incident:
    category = Category.objects.create(code="X1", name="求助", name_en="Help", depth=1)
    now = timezone.now()
    return Incident.objects.create(
        number="26-0001",
        agency=rules.north_station,
        cell=rules.north_cell,
        category=category,
        level=3,
        source="test",
        reported_at=now - TARGET,
        created_at=now - TARGET,
        created_by="test",
    )


def test_a_call_nobody_was_sent_to_in_time_is_a_fact_once(call: Incident) -> None:
    now = timezone.now()
    assert note_waiting(now=now) == 1
    assert note_waiting(now=now + timedelta(minutes=5)) == 0
    raise_alerts(list(EventEntry.objects.filter(kind="incidents.waiting_too_long")))
    assert Alert.objects.get().rule.code == "dispatch-overdue"


def test_dispatched_or_imported_calls_are_nobodys_queue(call: Incident) -> None:
    now = timezone.now()
    Incident.objects.update(state="dispatched")
    assert note_waiting(now=now) == 0
    Incident.objects.update(state="received", reported_at=now - timedelta(days=300))
    assert note_waiting(now=now) == 0
