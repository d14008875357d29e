"""Every step of a call, taken by two at once, and against a unit that is sent at that moment."""

from itertools import pairwise

import pytest

from command_center.dispatch.assignments import services, stepping
from command_center.dispatch.assignments.models import OPEN_ENDS, Assignment
from command_center.incidents import merging
from command_center.incidents import services as incidents
from command_center.incidents.models import Incident
from command_center.incidents.states import TRANSITIONS, target
from tests.dispatch.assignments.conftest import send
from tests.dispatch.assignments.racing import assert_log_agrees, assert_whole, refused
from tests.patrol.make import make_unit
from tests.waiting import at_once

pytestmark = pytest.mark.django_db(transaction=True)
S = Incident.State
SAID = {"disposition": "mediated", "text": "已处置。"}
LEAVING = [state for state, steps in TRANSITIONS.items() if steps]
# Where a call waits, is over or was reported: nobody is on it, and a unit may be sent meanwhile.
ALONE = [S.RECEIVED, S.RETURNED, S.ON_HOLD, S.FED_BACK, S.REVISITED]
ENDED = [S.CLOSED, S.CANCELLED, S.TRANSFERRED]


def way_to(state):
    """The fewest steps from a call's arrival to the state, by the table."""
    ways = [(S.RECEIVED, [])]
    for at, steps in ways:
        if at is state:
            return steps
        ways += [(to, [*steps, step]) for step, to in TRANSITIONS[at].items()]
    raise AssertionError(state)


@pytest.fixture
def at(call, city):
    """A new call in a state, by steps taken by hand."""

    def make(state):
        incident = call()
        for step in way_to(state):
            incident = incidents.move(incident, step, by=city.nora, **SAID)
        return incident

    return make


def move(incident, step, by):
    return lambda: incidents.move(Incident(pk=incident.pk), step, by=by, **SAID)


def moves(incident):
    lines = incident.timeline.filter(kind="moved").order_by("pk")
    return [(line.details["from"], line.details["step"], line.details["to"]) for line in lines]


@pytest.mark.parametrize("state", LEAVING)
def test_each_step_of_a_call_taken_by_two_at_once_counts_once(state, at, city):
    for step, to in TRANSITIONS[state].items():
        incident = at(state)
        before = moves(incident)
        answers = at_once(move(incident, step, city.nora), move(incident, step, city.chief))
        [refusal] = refused(answers)
        assert (refusal.status, refusal.context["state"]) == (409, to)
        assert moves(incident) == [*before, (state, step, to)]
    assert_log_agrees()


@pytest.mark.parametrize("state", LEAVING)
def test_all_steps_of_a_call_at_once_make_one_way_through_the_table(state, at, city):
    incident = at(state)
    at_once(*(move(incident, step, city.nora) for step in TRANSITIONS[state]))
    way = moves(incident)
    assert all(target(came_from, step) == to for came_from, step, to in way)
    assert all(one[2] == after[0] for one, after in pairwise(way))
    assert way[-1][2] == Incident.objects.get(pk=incident.pk).state
    assert_log_agrees()


@pytest.mark.parametrize("state", [*ALONE, *ENDED])
def test_each_step_of_a_call_against_a_unit_that_is_sent_to_it(state, at, city):
    for step in TRANSITIONS[state]:
        incident, unit = at(state), make_unit(city)
        at_once(
            lambda incident=incident, unit=unit: send(city, incident, unit, by=city.chief),
            move(incident, step, city.nora),
        )
    assert_whole()


@pytest.mark.parametrize("step", ["returned", "on_hold", "transferred", "cancelled"])
def test_taking_a_call_away_against_its_unit_s_way(step, sent, city):
    at_once(
        move(sent.incident, step, city.nora),
        lambda: stepping.step(Assignment.objects.get(pk=sent.pk), "departed", by=city.pat),
    )
    assert_whole()


def test_two_calls_merged_into_each_other_leave_one(call, city):
    first, second = call(), call()
    answers = at_once(
        lambda: merging.merge(first, second, by=city.nora),
        lambda: merging.merge(second, first, by=city.chief),
    )
    assert [refusal.status for refusal in refused(answers)] == [409]
    states = sorted(Incident.objects.values_list("state", flat=True))
    assert states == ["merged", "received"]
    assert_log_agrees()


def test_a_merge_taken_back_by_two_counts_once(call, city):
    merged = merging.merge(call(), call(), by=city.nora)
    answers = at_once(
        lambda: merging.unmerge(merged, by=city.nora),
        lambda: merging.unmerge(merged, by=city.chief),
    )
    assert len(refused(answers)) == 1
    assert merged.timeline.filter(kind="unmerged").count() == 1
    assert_log_agrees()


def test_a_merge_taken_back_against_a_unit_that_is_sent(call, city, unit):
    merged = merging.merge(call(), call(), by=city.nora)
    at_once(lambda: merging.unmerge(merged, by=city.nora), lambda: send(city, merged, unit))
    assert_whole()


@pytest.mark.parametrize("far", [S.DISPATCHED, S.DEPARTED, S.ON_SCENE, S.HANDLING])
def test_a_call_whose_units_a_merge_freed_waits_for_others_when_it_is_taken_back(
    far, at, call, city
):
    incident = at(far)
    back = merging.unmerge(merging.merge(incident, call(), by=city.nora), by=city.nora)
    assert back.state == "returned"


def test_merging_a_call_against_its_unit_s_recall(sent, call, city):
    main = call()
    at_once(
        lambda: merging.merge(sent.incident, main, by=city.nora),
        lambda: services.recall(sent, by=city.chief, reason="不再需要"),
    )
    assert not Assignment.objects.filter(OPEN_ENDS).exists()
    assert_whole()
