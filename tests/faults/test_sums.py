"""The sums of the long day can fail: each is shown one thing that must not be, and names it."""

from datetime import timedelta
from random import Random

import pytest
from django.db import transaction

from command_center.alerts.models import Alert
from command_center.alerts.services import ensure_default_rules
from command_center.alerts.settling import follow
from command_center.alerts.waiting import KIND
from command_center.dispatch.assignments import timers
from command_center.dispatch.assignments.models import Assignment
from command_center.incidents import services as incidents
from command_center.incidents.models import Incident
from grid.ledger.actors import PLATFORM
from grid.ledger.models import EventEntry
from grid.ledger.services import record
from tests.dispatch.assignments.conftest import call, city, send, unit  # noqa: F401
from tests.faults import sums

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(city, call, unit):  # noqa: F811
    """Two calls of two lives: one has a unit, the other waits; as each was when it came in."""
    ensure_default_rules(city.city)
    came = [call(), call()]
    send(city, came[0], unit)
    return came


def tell(incident, what):
    with transaction.atomic():
        record(PLATFORM, incidents.fact_of(incident, what))


def lives(day):
    return [("plain", (incident.number,), Random(0)) for incident in day]


def test_a_day_as_it_should_be_passes(day, monkeypatch):
    monkeypatch.setattr(sums, "CALLS", 2)
    tell(day[1], "noted")
    sums.no_call_was_without_an_owner(lives(day))
    sums.stamps_follow_each_other()
    sums.the_log_tells_each_row_as_it_became()


def test_a_call_told_as_waiting_after_it_was_dispatched_is_found(day):
    tell(day[0], KIND.removeprefix("incidents."))  # as it was read before the unit was sent
    tell(day[1], "noted")
    with pytest.raises(AssertionError, match="is received with units on it"):
        sums.no_call_was_without_an_owner(lives(day))
    with pytest.raises(AssertionError, match=KIND):
        sums.the_log_tells_each_row_as_it_became()


def test_a_change_nobody_was_told_of_is_found(day):
    Incident.objects.filter(pk=day[1].pk).update(state="cancelled")
    with pytest.raises(AssertionError):
        sums.the_log_tells_each_row_as_it_became()


def test_a_stamp_before_an_earlier_one_is_found(day):
    row = Assignment.objects.get()
    Assignment.objects.update(signed_at=row.issued_at - timedelta(seconds=1))
    with pytest.raises(AssertionError, match="issued"):
        sums.stamps_follow_each_other()


def test_a_late_step_without_its_fact_or_without_its_alert_is_found(day):
    timers.run(Assignment.objects.get().issued_at + timedelta(hours=1))
    with pytest.raises(AssertionError):
        sums.every_late_step_was_told_and_raised()
    follow(list(EventEntry.objects.order_by("seq")))
    assert Alert.objects.filter(kind="dispatch.assignment_overdue").exists()
    Assignment.objects.update(late_stages=["accept", "depart"])
    with pytest.raises(AssertionError):
        sums.every_late_step_was_told_and_raised()
