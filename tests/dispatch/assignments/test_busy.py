"""A busy unit: it keeps its first call, unless a dispatcher takes it with a reason."""

import pytest

from command_center.dispatch.assignments import selectors, services, stepping
from command_center.dispatch.assignments.models import Assignment
from command_center.dispatch.assignments.refusals import UnitBusy
from command_center.incidents.models import Incident
from grid.errors import InvalidInput, LostRace
from grid.ledger.models import EventEntry
from tests.dispatch.assignments.conftest import send


def test_a_second_call_leaves_the_first_where_it_is(sent, city, call, unit):
    stepping.step(sent, "on_scene", by=city.pat)
    second = send(city, call(), unit)
    unit.refresh_from_db()
    assert (second.is_primary, unit.status) == (False, "on_scene")
    assert [row.pk for row in selectors.open_for(unit)] == [sent.pk, second.pk]


def test_the_second_becomes_the_first_when_the_first_ends(sent, city, call, unit):
    second = send(city, call(), unit)
    services.recall(sent, by=city.nora, reason="误报")
    second.refresh_from_db()
    unit.refresh_from_db()
    assert (second.is_primary, unit.status) == (True, "assigned")
    assert EventEntry.objects.filter(kind="dispatch.assignment_promoted").exists()


def test_asking_for_a_busy_unit_as_first_task_tells_who_has_it(sent, city, call, unit):
    with pytest.raises(UnitBusy) as refusal:
        send(city, call(), unit, primary=True)
    assert refusal.value.context["winner"] == city.nora.as_actor().label
    assert refusal.value.context["incident"] == sent.incident.number


def test_the_same_unit_is_not_sent_twice_to_one_call(sent, city, unit):
    with pytest.raises(LostRace):
        send(city, sent.incident, unit)


def test_taking_a_unit_for_a_more_urgent_call_needs_a_reason(sent, city, call, unit):
    with pytest.raises(InvalidInput):
        send(city, call(), unit, preempt=True)


def test_a_call_that_loses_its_unit_returns_to_the_queue_and_says_so(sent, city, call, unit):
    urgent = send(city, call(level=1), unit, primary=True, preempt=True, reason="持刀伤人")
    sent.refresh_from_db()
    left = Incident.objects.get(pk=sent.incident_id)
    assert (urgent.is_primary, sent.stage, sent.reason) == (True, "preempted", "持刀伤人")
    assert left.state == "returned"
    assert left.timeline.filter(kind="assignment_preempted", text="持刀伤人").exists()
    unit.refresh_from_db()
    assert unit.status == "assigned"


def test_a_call_with_another_unit_keeps_its_state(city, call, unit, other):
    first = call()
    services.assign(first, [unit, other], by=city.nora)
    send(city, call(), unit, preempt=True, reason="更急")
    first.refresh_from_db()
    assert first.state == "dispatched"
    assert selectors.owner_of(first)["units"] == ["P14"]


def test_no_more_than_one_first_task_a_unit(sent, city, call, unit):
    for _number in range(3):
        send(city, call(), unit)
    assert Assignment.objects.filter(unit=unit, is_primary=True, ended_at=None).count() == 1
