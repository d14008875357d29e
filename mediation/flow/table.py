"""The table of steps (流转规则): which event leads from which stage to which, and what bars it.

Pure: it knows no database. `Standing` is what counts of a dispute; a bar is a function of it that
answers whether the event may happen. Sources: People's Mediation Law art. 3, 17, 19, 23, 26-31;
domain.md 8.3.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from grid.rights import Right
from mediation.register.models import Dispute

Stage = Dispute.Stage
WITHOUT_AGREEMENT: Final = frozenset({Stage.FAILED, Stage.REFUSED})


class Event(StrEnum):
    """What can happen to a dispute."""

    ASSESS = "assess"
    ASSIGN = "assign"
    BEGIN = "begin"
    SESSION = "session"
    AGREE = "agree"
    EFFECT = "effect"
    FAIL = "fail"
    REFUSE = "refuse"
    TRANSFER = "transfer"
    ACCEPT = "accept"
    DECLINE = "decline"
    SUSPEND = "suspend"
    RESUME = "resume"
    ESCALATE = "escalate"
    REVISIT = "revisit"
    REOPEN = "reopen"
    CLOSE = "close"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What of a dispute the bars look at; of the course that is open or was the last."""

    parties: int = 0
    agreed: int = 0  # parties whose last answer is that they agree
    refused: int = 0  # parties whose last answer is that they refuse
    has_body: bool = False
    is_suspended: bool = False
    sessions: int = 0
    has_agreement: bool = False
    is_effective: bool = False
    is_performed: bool = False  # everything the agreement obliges to
    visited_7: bool = False
    visited_30: bool = False
    has_feedback: bool = False
    notice_given: bool = False
    left_the_platform: bool = False  # an authority outside has signed for it
    is_waiting: bool = False  # a transfer is not yet signed for
    came_from: str = ""  # the stage from which that transfer was asked for
    is_graded: bool = False
    open_steps: int = 0  # besides the one to archive
    at_the_top: bool = False  # no level above


class Bar(StrEnum):
    """Why an event may not happen, beyond the stage."""

    SUSPENDED = "suspended"
    NOT_SUSPENDED = "not_suspended"
    NO_BODY = "no_body"
    NO_PARTIES = "no_parties"
    NOT_ALL_AGREED = "not_all_agreed"
    REFUSED = "refused"
    NO_SESSION = "no_session"
    NO_AGREEMENT = "no_agreement"
    NOT_PERFORMED = "not_performed"
    NOT_VISITED = "not_visited"
    NO_NOTICE = "no_notice"
    NOT_WAITING = "not_waiting"
    NOT_OUTSIDE = "not_outside"
    NOT_GRADED = "not_graded"
    NO_FEEDBACK = "no_feedback"
    OPEN_STEPS = "open_steps"
    TOP_LEVEL = "top_level"


BARS: Final[dict[Bar, Callable[[Stage, Standing], bool]]] = {
    Bar.SUSPENDED: lambda _stage, now: now.is_suspended,
    Bar.NOT_SUSPENDED: lambda _stage, now: not now.is_suspended,
    Bar.NO_BODY: lambda _stage, now: not now.has_body,
    Bar.NO_PARTIES: lambda _stage, now: now.parties < 2,
    Bar.NOT_ALL_AGREED: lambda _stage, now: now.agreed < now.parties,
    Bar.REFUSED: lambda _stage, now: now.refused > 0,
    Bar.NO_SESSION: lambda _stage, now: now.sessions == 0,
    Bar.NO_AGREEMENT: lambda _stage, now: not now.has_agreement,
    Bar.NOT_PERFORMED: lambda stage, now: stage == Stage.FULFILLING and not now.is_performed,
    Bar.NOT_VISITED: lambda stage, now: (
        not now.visited_7 or (stage == Stage.FULFILLING and not now.visited_30)
    ),
    Bar.NO_NOTICE: lambda stage, now: stage in WITHOUT_AGREEMENT and not now.notice_given,
    Bar.NOT_WAITING: lambda _stage, now: not now.is_waiting,
    Bar.NOT_OUTSIDE: lambda stage, now: (
        stage == Stage.TRANSFERRED and (now.is_waiting or not now.left_the_platform)
    ),
    Bar.NOT_GRADED: lambda _stage, now: not now.is_graded,
    Bar.NO_FEEDBACK: lambda _stage, now: not now.has_feedback,
    Bar.OPEN_STEPS: lambda _stage, now: now.open_steps > 0,
    Bar.TOP_LEVEL: lambda _stage, now: now.at_the_top,
}

BEFORE: Final = frozenset({Stage.REGISTERED, Stage.ASSESSED, Stage.ASSIGNED})
UNDER_WAY: Final = frozenset({Stage.ASSESSED, Stage.ASSIGNED, Stage.MEDIATING})
OVER: Final = frozenset({Stage.CLOSED, Stage.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Transition:
    """From where an event leads where; several targets: the service says which."""

    sources: frozenset[Stage]
    targets: frozenset[Stage]  # empty: the stage stays
    right: Right
    bars: tuple[Bar, ...] = ()


def _row(sources: frozenset[Stage], targets: set[Stage], right: Right, *bars: Bar) -> Transition:
    return Transition(sources, frozenset(targets), right, bars)


_WORK, _ASSIGN = Right.DISPUTE_WORK, Right.DISPUTE_ASSIGN

TRANSITIONS: Final[dict[Event, Transition]] = {
    Event.ASSESS: _row(frozenset({Stage.REGISTERED}), {Stage.ASSESSED}, _WORK),
    Event.ASSIGN: _row(UNDER_WAY, {Stage.ASSIGNED}, _ASSIGN, Bar.SUSPENDED),
    Event.BEGIN: _row(
        frozenset({Stage.ASSIGNED}), {Stage.MEDIATING}, _WORK,
        Bar.SUSPENDED, Bar.NO_BODY, Bar.NO_PARTIES, Bar.REFUSED, Bar.NOT_ALL_AGREED,
    ),
    Event.SESSION: _row(
        frozenset({Stage.MEDIATING}), set(), _WORK,
        Bar.SUSPENDED, Bar.NO_PARTIES, Bar.REFUSED, Bar.NOT_ALL_AGREED,
    ),
    Event.AGREE: _row(
        frozenset({Stage.MEDIATING}), {Stage.AGREED}, _WORK,
        Bar.SUSPENDED, Bar.REFUSED, Bar.NOT_ALL_AGREED, Bar.NO_SESSION,
    ),
    Event.EFFECT: _row(
        frozenset({Stage.AGREED}), {Stage.FULFILLING}, _WORK,
        Bar.SUSPENDED, Bar.REFUSED, Bar.NO_AGREEMENT,
    ),
    Event.FAIL: _row(
        frozenset({Stage.MEDIATING, Stage.AGREED}), {Stage.FAILED}, _WORK, Bar.SUSPENDED
    ),
    # Whoever refuses is heard at any time before an agreement binds, suspended or not.
    Event.REFUSE: _row(
        BEFORE | {Stage.MEDIATING, Stage.AGREED}, {Stage.REFUSED}, _WORK
    ),
    Event.TRANSFER: _row(
        UNDER_WAY | WITHOUT_AGREEMENT, {Stage.TRANSFERRED}, _ASSIGN, Bar.SUSPENDED, Bar.NO_NOTICE
    ),
    Event.ACCEPT: _row(
        frozenset({Stage.TRANSFERRED}),
        {Stage.ASSESSED, Stage.ASSIGNED, Stage.TRANSFERRED}, _ASSIGN, Bar.NOT_WAITING,
    ),
    Event.DECLINE: _row(
        frozenset({Stage.TRANSFERRED}),
        {*UNDER_WAY, *WITHOUT_AGREEMENT}, _ASSIGN, Bar.NOT_WAITING,
    ),
    Event.SUSPEND: _row(
        UNDER_WAY | {Stage.AGREED, Stage.FULFILLING}, set(), _ASSIGN, Bar.SUSPENDED
    ),
    Event.RESUME: _row(
        UNDER_WAY | {Stage.AGREED, Stage.FULFILLING}, set(), _ASSIGN, Bar.NOT_SUSPENDED
    ),
    Event.ESCALATE: _row(
        UNDER_WAY | {Stage.FAILED}, {Stage.ASSESSED}, _ASSIGN, Bar.SUSPENDED, Bar.TOP_LEVEL
    ),
    Event.REVISIT: _row(
        frozenset({Stage.FULFILLING, Stage.FAILED, Stage.REFUSED, Stage.TRANSFERRED}),
        {Stage.REVISITED}, _WORK,
        Bar.SUSPENDED, Bar.NOT_OUTSIDE, Bar.NOT_PERFORMED, Bar.NO_NOTICE, Bar.NOT_VISITED,
    ),
    Event.REOPEN: _row(
        frozenset({
            Stage.FULFILLING, Stage.FAILED, Stage.REFUSED, Stage.TRANSFERRED,
            Stage.REVISITED, Stage.CLOSED,
        }),
        {Stage.ASSESSED, Stage.ASSIGNED}, _WORK, Bar.SUSPENDED, Bar.NOT_OUTSIDE,
    ),
    Event.CLOSE: _row(frozenset({Stage.REVISITED}), {Stage.CLOSED}, _WORK),
    Event.ARCHIVE: _row(
        frozenset({Stage.CLOSED}), {Stage.ARCHIVED}, Right.DISPUTE_ARCHIVE,
        Bar.NOT_GRADED, Bar.NO_FEEDBACK, Bar.OPEN_STEPS,
    ),
}  # fmt: skip


def bars(event: Event, stage: Stage, now: Standing) -> list[Bar]:
    """What bars the event at this stage, in the order of the table; empty: nothing does."""
    return [bar for bar in TRANSITIONS[event].bars if BARS[bar](stage, now)]


def begins_at(event: Event, stage: Stage) -> bool:
    """Whether the event exists at this stage at all."""
    return stage in TRANSITIONS[event].sources


def may(event: Event, stage: Stage, now: Standing) -> bool:
    """Whether the event may happen now."""
    return begins_at(event, stage) and not bars(event, stage, now)


def leads_to(event: Event, stage: Stage, now: Standing) -> frozenset[Stage]:
    """Where the event may lead from this stage; what is sent back goes where it came from."""
    if event is Event.DECLINE:
        return frozenset({Stage(now.came_from)} if now.came_from else ())
    return TRANSITIONS[event].targets or frozenset({stage})
