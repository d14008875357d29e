"""No path through the table of steps leads where the law forbids.

The table is walked as a whole: every standing that can arise from the events themselves, from
registration on, is reached by breadth-first search over a model of what each event changes.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from mediation.flow.table import TRANSITIONS, Bar, Event, Stage, Standing, leads_to, may

PARTIES = 2


@dataclass(frozen=True, slots=True)
class State:
    """A stage with its standing."""

    stage: Stage
    now: Standing


def _answers(state: State) -> Iterator[State]:
    """What happens beside the table: a party answers, is told, is visited; somebody performs."""
    now, stage = state.now, state.stage
    if stage in {Stage.REGISTERED, Stage.ASSESSED, Stage.ASSIGNED, Stage.MEDIATING}:
        if now.agreed < PARTIES and not now.refused:
            yield State(stage, replace(now, agreed=now.agreed + 1))
        if now.agreed:
            yield State(stage, replace(now, agreed=now.agreed - 1))  # another answer: not reached
    if stage in {Stage.FAILED, Stage.REFUSED} and not now.notice_given:
        yield State(stage, replace(now, notice_given=True))
    if stage == Stage.FULFILLING and not now.is_performed:
        yield State(stage, replace(now, is_performed=True))
    if stage in TRANSITIONS[Event.REVISIT].sources and not now.is_waiting:
        yield State(stage, replace(now, visited_7=True, has_feedback=True))
        yield State(stage, replace(now, visited_30=True, has_feedback=True))
    if not now.is_graded and stage not in {Stage.CLOSED, Stage.ARCHIVED}:
        yield State(stage, replace(now, is_graded=True))


def _fresh(now: Standing) -> Standing:
    """Another course: everything of the last one counts no more."""
    return Standing(parties=PARTIES, has_body=now.has_body, is_graded=now.is_graded)


# What an event changes of the standing; the walk of the services is held to the same.
CHANGES: dict[Event, Callable[[Standing, Stage, Stage], Standing]] = {
    Event.ASSIGN: lambda now, _from, _to: replace(now, has_body=True),
    Event.SESSION: lambda now, _from, _to: replace(now, sessions=1),
    Event.AGREE: lambda now, _from, _to: replace(now, has_agreement=True),
    Event.EFFECT: lambda now, _from, _to: replace(now, is_effective=True),
    Event.REFUSE: lambda now, _from, _to: replace(now, refused=1, is_suspended=False),
    Event.TRANSFER: lambda now, stage, _to: replace(now, is_waiting=True, came_from=stage),
    Event.ACCEPT: lambda now, _from, to: (
        replace(now, is_waiting=False, came_from="", left_the_platform=True)
        if to == Stage.TRANSFERRED
        else replace(_fresh(now), has_body=to == Stage.ASSIGNED)
    ),
    Event.DECLINE: lambda now, _from, _to: replace(now, is_waiting=False, came_from=""),
    Event.SUSPEND: lambda now, _from, _to: replace(now, is_suspended=True),
    Event.RESUME: lambda now, _from, _to: replace(now, is_suspended=False),
    Event.ESCALATE: lambda now, _from, _to: replace(_fresh(now), has_body=False),
    Event.REOPEN: lambda now, _from, to: replace(_fresh(now), has_body=to == Stage.ASSIGNED),
}


def _after(event: Event, state: State, to: Stage) -> State:
    change = CHANGES.get(event)
    return State(to, change(state.now, state.stage, to) if change else state.now)


def _reachable() -> dict[State, set[tuple[Event, State]]]:
    start = State(Stage.REGISTERED, Standing(parties=PARTIES))
    seen: dict[State, set[tuple[Event, State]]] = {start: set()}
    queue = deque([start])
    while queue:
        state = queue.popleft()
        for event in Event:
            if may(event, state.stage, state.now):
                for to in leads_to(event, state.stage, state.now):
                    following = _after(event, state, to)
                    seen[state].add((event, following))
                    _visit(following, seen, queue)
        for following in _answers(state):
            _visit(following, seen, queue)
    return seen


def _visit(state: State, seen: dict[State, set[tuple[Event, State]]], queue: deque[State]) -> None:
    if state not in seen:
        seen[state] = set()
        queue.append(state)


REACHED = _reachable()
HELD = {Stage.MEDIATING, Stage.AGREED, Stage.FULFILLING}


def _taken(event: Event) -> Iterator[tuple[State, State]]:
    for state, following in REACHED.items():
        for taken, after in following:
            if taken is event:
                yield state, after


def test_every_stage_and_every_event_is_reached() -> None:
    assert {state.stage for state in REACHED} == set(Stage)
    assert {event for following in REACHED.values() for event, _after in following} == set(Event)


def test_nobody_mediates_against_a_refusal() -> None:
    assert not [state for state in REACHED if state.now.refused and state.stage in HELD]


def test_a_mediation_begins_and_a_session_is_held_only_with_the_consent_of_all() -> None:
    for event in (Event.BEGIN, Event.SESSION, Event.AGREE):
        for before, _after in _taken(event):
            assert before.now.agreed == before.now.parties >= 2
            assert not before.now.is_suspended


def test_there_is_no_agreement_without_a_session_and_nothing_to_perform_without_an_agreement() -> (
    None
):
    assert all(before.now.sessions for before, _after in _taken(Event.AGREE))
    assert all(before.now.has_agreement for before, _after in _taken(Event.EFFECT))


def test_nobody_is_left_without_notice_of_the_other_ways() -> None:
    for event in (Event.REVISIT, Event.TRANSFER):
        for before, _after in _taken(event):
            if before.stage in {Stage.FAILED, Stage.REFUSED}:
                assert before.now.notice_given


def test_after_an_agreement_both_visits_are_made_before_it_is_closed() -> None:
    for before, _after in _taken(Event.REVISIT):
        assert before.now.visited_7
        if before.stage == Stage.FULFILLING:
            assert before.now.visited_30
            assert before.now.is_performed


def test_nothing_goes_into_the_archive_without_feedback_and_grade_and_nothing_comes_out() -> None:
    for before, after in _taken(Event.ARCHIVE):
        assert before.stage == Stage.CLOSED
        assert before.now.has_feedback
        assert before.now.is_graded
        assert not before.now.open_steps
        assert after.stage == Stage.ARCHIVED
    archived = [state for state in REACHED if state.stage == Stage.ARCHIVED]
    assert archived
    assert not any(REACHED[state] for state in archived)


def test_a_transfer_waits_for_a_signature_and_for_nothing_else() -> None:
    waiting = [state for state in REACHED if state.now.is_waiting]
    assert {state.stage for state in waiting} == {Stage.TRANSFERRED}
    for state in waiting:
        assert {event for event, _after in REACHED[state]} <= {Event.ACCEPT, Event.DECLINE}


def test_from_everywhere_there_is_a_way_to_the_archive() -> None:
    """Walked backwards from the archive, over events and answers: no dispute is stuck."""
    back: dict[State, set[State]] = {}
    for state, following in REACHED.items():
        for after in {*(one for _event, one in following), *_answers(state)}:
            back.setdefault(after, set()).add(state)
    free = {state for state in REACHED if state.stage == Stage.ARCHIVED}
    queue = deque(free)
    while queue:
        for state in back.get(queue.popleft(), ()):
            if state not in free:
                free.add(state)
                queue.append(state)
    assert set(REACHED) == free


def test_open_steps_and_the_highest_level_bar_what_they_should() -> None:
    closed = Standing(has_feedback=True, is_graded=True, open_steps=1)
    assert not may(Event.ARCHIVE, Stage.CLOSED, closed)
    assert not may(Event.ESCALATE, Stage.ASSIGNED, Standing(at_the_top=True))
    assert set(Bar) >= {bar for row in TRANSITIONS.values() for bar in row.bars}
