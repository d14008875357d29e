"""What clocks and phones do by themselves, against a dispatcher who acts at that moment."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connections, transaction
from django.utils import timezone

from command_center.alerts.models import Alert
from command_center.alerts.services import ensure_default_rules
from command_center.alerts.settling import follow
from command_center.alerts.waiting import note_waiting
from command_center.dispatch.assignments import services, stepping, timers
from command_center.dispatch.assignments.holding import hold
from command_center.dispatch.assignments.models import Assignment
from command_center.incidents.models import TimelineEntry
from grid.ledger.actors import PLATFORM
from grid.ledger.models import EventEntry
from grid.ledger.services import record
from patrol.units.models import StatusEntry, Unit
from patrol.units.services import report_status, status_fact
from tests.dispatch.assignments.conftest import send
from tests.dispatch.assignments.racing import assert_whole, fresh, refused
from tests.patrol.make import make_unit
from tests.waiting import LONG_S, at_once, ended

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
NOW = timezone.now()
WAITING = "incidents.waiting_too_long"


def told(kind):
    return EventEntry.objects.filter(kind=kind).count()


def test_a_call_that_is_being_dispatched_is_not_told_as_waiting_afterwards(city, call, unit):
    """It would stand in the log as received again, and ring for a unit it has."""
    ensure_default_rules(city.city)
    incident, found = call(), []

    def clock():
        try:
            found.append(note_waiting(now=timezone.now() + HOUR))
        finally:
            connections.close_all()

    sweep = Thread(target=clock)
    with transaction.atomic():
        send(city, incident, unit)
        sweep.start()
        sweep.join(timeout=3)  # it waits for nobody; one that did would go on after the commit
    ended([sweep])
    assert (found, told(WAITING)) == ([0], 0)
    assert_whole()


def test_a_waiting_call_against_its_dispatch_rings_for_nobody_who_was_sent(city, call, unit):
    ensure_default_rules(city.city)
    incident = call()
    at_once(lambda: send(city, incident, unit), lambda: (note_waiting(now=timezone.now() + HOUR),))
    follow(list(EventEntry.objects.order_by("seq")))
    about = Alert.objects.filter(subject_type="incident", subject_id=incident.number)
    assert not about.exclude(state="resolved").exists()
    assert_whole()


def test_two_workers_tell_of_a_waiting_call_once(call):
    call()
    later = timezone.now() + HOUR
    at_once(*[lambda: (note_waiting(now=later),)] * 2)
    assert note_waiting(now=later) + told(WAITING) == 1


def test_two_workers_mark_and_chase_a_late_assignment_once(sent):
    later = sent.issued_at + HOUR
    at_once(*[lambda: (timers.run(later),)] * 2)
    assert (told("dispatch.assignment_overdue"), fresh(sent).late_stages) == (1, ["accept"])
    assert told("dispatch.assignment_resent") == fresh(sent).resent == 1
    assert_whole()


@pytest.mark.parametrize("step", ["recalled", "returned", "signed"])
def test_the_clock_sends_again_or_tells_a_supervisor_or_comes_too_late(sent, city, step):
    acts = {
        "recalled": lambda: services.recall(fresh(sent), by=city.nora, reason="不再需要"),
        "returned": lambda: stepping.step(fresh(sent), "returned", by=city.pat, text="车坏了"),
        "signed": lambda: stepping.step(fresh(sent), "signed", by=city.pat),
    }
    answers = at_once(acts[step], lambda: (timers.run(sent.issued_at + HOUR),))
    assert not refused(answers)
    assert fresh(sent).stage == step
    assert_whole()


def test_sending_again_by_hand_against_the_signature(sent, city):
    answers = at_once(
        lambda: services.resend(fresh(sent), by=city.nora),
        lambda: stepping.step(fresh(sent), "signed", by=city.pat),
    )
    row = fresh(sent)
    assert row.stage == "signed"
    assert row.resent == 1 - len(refused(answers))
    assert_whole()


def test_two_phones_of_a_crew_show_a_task_and_neither_is_refused(sent, city, unit):
    answers = at_once(*[lambda: (stepping.deliver(unit, by=city.pat),)] * 2)
    assert not refused(answers)
    assert (fresh(sent).stage, told("dispatch.assignment_delivered")) == ("delivered", 1)
    assert_whole()


def test_a_phone_that_shows_a_task_just_signed_for_over_the_radio_is_not_refused(sent, city, unit):
    answers = at_once(
        lambda: (stepping.deliver(unit, by=city.pat),),
        lambda: stepping.step(fresh(sent), "signed", by=city.nora, channel="radio"),
    )
    assert not refused(answers)
    assert fresh(sent).stage == "signed"
    assert_whole()


def test_a_phone_s_task_that_ended_while_it_was_read_is_passed_over(sent, city, unit, monkeypatch):
    """The same without chance: the row is read as issued, and recalled before its turn."""
    take = stepping.step

    def late(row: Assignment, *args, **words):
        services.recall(fresh(row), by=city.nora, reason="不再需要")
        return take(row, *args, **words)

    monkeypatch.setattr(stepping, "step", late)
    stepping.deliver(unit, by=city.pat)
    assert fresh(sent).stage == "recalled"


def test_of_two_words_of_a_unit_the_later_by_the_clock_stands(city):
    now, by_radio = timezone.now(), {"by": city.nora, "channel": "radio"}
    since = now + timedelta(seconds=10)
    for unit in [make_unit(city) for _turn in range(5)]:
        at_once(
            lambda unit=unit: report_status(unit, Unit.Status.STANDBY, at=since, **by_radio),
            lambda unit=unit: report_status(unit, Unit.Status.BUSY, at=now, **by_radio),
        )
        unit.refresh_from_db()
        assert (unit.status, unit.status_since) == ("standby", since)
        assert StatusEntry.objects.filter(unit=unit).count() == 2


def test_who_keeps_the_log_and_refers_to_a_held_unit_waits_for_nobody(sent, city, unit):
    """An order to a unit that is just being dispatched: they would wait for each other."""

    def order():
        try:
            with transaction.atomic():
                record(PLATFORM, status_fact(unit, was="patrol"))
                StatusEntry.objects.create(unit=unit, status="busy", happened_at=NOW)
                TimelineEntry.objects.create(incident=sent.incident, happened_at=NOW)
        finally:
            connections.close_all()

    other = Thread(target=order)
    with transaction.atomic():
        hold([sent.incident_id], [unit.pk])
        other.start()
        other.join(LONG_S)  # to its commit, where PostgreSQL looks at what it refers to
        went_on = not other.is_alive()
    ended([other])
    assert went_on
