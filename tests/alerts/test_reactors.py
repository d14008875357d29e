"""Facts become alerts by the log, and alerts leave with their incident."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from command_center.alerts.models import Alert
from command_center.alerts.settling import follow
from command_center.alerts.waiting import note_waiting
from command_center.incidents.models import Category, Incident, ResponseTarget
from command_center.incidents.targets import DEFAULT_TARGETS
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
    follow([event])
    assert Alert.objects.get().fact_seq == event.seq


def test_a_nuisance_call_rings_nobody(rules: Cast) -> None:
    follow([tell(rules, "incidents.received", level=1, is_valid_call=False)])
    assert not Alert.objects.exists()


def test_the_facts_of_alerts_raise_no_alerts(rules: Cast) -> None:
    follow([tell(rules, "alerts.help_called", who="x")])
    assert not Alert.objects.exists()


def test_dispatching_ends_the_waiting_and_closing_ends_everything(rules: Cast) -> None:
    follow([tell(rules, "incidents.received", level=1, is_valid_call=True)])
    follow([tell(rules, "incidents.moved", state="dispatched", to="dispatched")])
    assert Alert.objects.get().state == "resolved"
    follow([tell(rules, "incidents.moved", state="returned", to="returned", level=1)])
    waiting = Alert.objects.get(state="open")
    follow([tell(rules, "incidents.closed", state="closed")])
    waiting.refresh_from_db()
    assert waiting.state == "resolved"


def test_a_call_that_came_and_was_over_in_one_breath_leaves_no_alert_ringing(rules: Cast) -> None:
    came = tell(rules, "incidents.received", level=1, is_valid_call=True)
    follow([came, tell(rules, "incidents.closed", state="closed")])
    assert Alert.objects.get().state == "resolved"


def test_what_comes_back_after_it_was_dispatched_rings_again(rules: Cast) -> None:
    came = tell(rules, "incidents.received", level=1, is_valid_call=True)
    sent = tell(rules, "incidents.moved", state="dispatched", to="dispatched")
    follow([came, sent, tell(rules, "incidents.moved", state="returned", to="returned", level=1)])
    assert sorted(Alert.objects.values_list("state", flat=True)) == ["open", "resolved"]


LATE = timedelta(seconds=DEFAULT_TARGETS[ResponseTarget.Stage.DISPATCH][1])


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
        reported_at=now - LATE,
        created_at=now - LATE,
        created_by="test",
    )


def test_a_call_nobody_was_sent_to_in_time_is_a_fact_once(call: Incident) -> None:
    now = timezone.now()
    assert note_waiting(now=now) == 1
    assert note_waiting(now=now + timedelta(minutes=5)) == 0
    follow(list(EventEntry.objects.filter(kind="incidents.waiting_too_long")))
    assert Alert.objects.get().rule.code == "dispatch-overdue"


def test_dispatched_or_imported_calls_are_nobodys_queue(call: Incident) -> None:
    now = timezone.now()
    Incident.objects.update(state="dispatched")
    assert note_waiting(now=now) == 0
    Incident.objects.update(state="received", reported_at=now - timedelta(days=300))
    assert note_waiting(now=now) == 0


def test_a_call_waits_by_the_target_of_its_level_and_its_nearest_agency(
    rules: Cast, call: Incident
) -> None:
    now = timezone.now()
    more_time = {"soon_s": 300, "late_s": 600, "valid_from": timezone.localdate()}
    own = ResponseTarget.objects.create(
        agency=rules.north, level=call.level, stage="dispatch", **more_time
    )
    assert note_waiting(now=now) == 0
    assert note_waiting(now=now + timedelta(seconds=600)) == 1
    Incident.objects.update(number="26-0002", level=1)
    assert note_waiting(now=now) == 1
    Incident.objects.update(number="26-0003", level=own.level, agency=rules.south)
    assert note_waiting(now=now) == 1


def test_without_a_target_nothing_is_late(call: Incident) -> None:
    ResponseTarget.objects.all().delete()
    assert note_waiting(now=timezone.now() + timedelta(hours=2)) == 0
