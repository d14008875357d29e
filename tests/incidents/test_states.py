"""The table of steps, and what walking it leaves behind."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command_center.incidents import services
from command_center.incidents.models import Incident
from command_center.incidents.states import (
    ENDED,
    STAMPS,
    STEP_LABELS,
    TRANSITIONS,
    next_steps,
    target,
)
from grid.errors import IllegalStep, InvalidInput

S = Incident.State


def test_every_state_is_in_the_table_and_every_step_has_a_name():
    assert set(TRANSITIONS) == set(S)
    for steps in TRANSITIONS.values():
        for step, to in steps.items():
            assert step in STEP_LABELS
            assert to in S


def test_every_state_but_merged_can_be_reached_and_closed_from():
    reached, frontier = {S.RECEIVED}, [S.RECEIVED]
    while frontier:
        for to in TRANSITIONS[frontier.pop()].values():
            if to not in reached:
                reached.add(to)
                frontier.append(to)
    assert reached == set(S) - {S.MERGED}
    for state in reached - ENDED:
        seen, frontier = {state}, [state]
        while frontier:
            for to in TRANSITIONS[frontier.pop()].values():
                if to not in seen:
                    seen.add(to)
                    frontier.append(to)
        assert S.CLOSED in seen, state


def test_nobody_closes_a_valid_call_nobody_went_to():
    for state, steps in TRANSITIONS.items():
        if steps.get("closed"):
            assert state in (S.FED_BACK, S.REVISITED)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(choices=st.lists(st.integers(0, 20), max_size=12))
def test_any_walk_through_the_table_leaves_a_whole_record(call, city, choices):
    incident = call()
    walked = 0
    for choice in choices:
        steps = next_steps(incident.state)
        if not steps:
            break
        step = steps[choice % len(steps)]
        to = target(incident.state, step)
        incident = services.move(incident, step, by=city.nora, disposition="mediated")
        walked += 1
        assert incident.state == to
        if to in STAMPS:
            assert getattr(incident, STAMPS[to]) is not None
    stored = Incident.objects.get(pk=incident.pk)
    assert stored.version == 1 + walked
    assert stored.timeline.filter(kind="moved").count() == walked
    assert (stored.closed_at is not None) == (stored.state == S.CLOSED)


def test_a_step_the_table_lacks_is_refused_and_changes_nothing(call, city):
    incident = call()
    for step in ("closed", "fed_back", "nonsense", ""):
        with pytest.raises(IllegalStep):
            services.move(incident, step, by=city.nora, disposition="mediated")
    assert Incident.objects.get().version == 1


def test_a_time_that_runs_back_is_kept_and_marked(call, city):
    incident = services.move(call(), "dispatched", by=city.nora)
    early = timezone.now() - timedelta(hours=1)
    moved = services.move(incident, "accepted", by=city.nora, at=early)
    assert moved.accepted_at == early
    line = moved.timeline.order_by("pk").last()
    assert line.warning
    assert line.is_late
    assert moved.warnings == [line.warning]


def test_a_time_of_the_future_is_refused(call, city):
    with pytest.raises(InvalidInput):
        services.move(call(), "dispatched", by=city.nora, at=timezone.now() + timedelta(minutes=5))


def test_a_nuisance_call_closes_as_invalid(call, city):
    closed = services.move(call(), "invalid", by=city.nora, disposition="nuisance")
    assert (closed.state, closed.is_valid_call) == (S.CLOSED, False)


def test_a_closed_incident_is_reopened_and_closes_again_with_its_disposition(call, city):
    incident = services.move(call(), "invalid", by=city.nora, disposition="nuisance")
    incident = services.move(incident, "reopened", by=city.nora, text="又来电")
    assert (incident.state, incident.closed_at) == (S.HANDLING, None)
    incident = services.move(incident, "fed_back", by=city.nora)
    assert services.move(incident, "closed", by=city.nora).state == S.CLOSED


def test_an_unknown_disposition_is_refused(call, city):
    with pytest.raises(InvalidInput):
        services.move(call(), "invalid", by=city.nora, disposition="nonsense")
    assert Incident.objects.get().state == S.RECEIVED
