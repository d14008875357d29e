"""The state machine of an incident, as data: from each state, which step leads where.

States and their order are those of the call, dispatch and feedback forms (domain notes 11.2).
A step is named after the state it leads to; three have a name of their own: `resumed` (off
hold), `reopened` and `invalid` (closing a call that was none).
"""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from command_center.incidents.models import Incident

S = Incident.State
RESUMED, REOPENED, INVALID = "resumed", "reopened", "invalid"


def _to(*states: Incident.State) -> dict[str, Incident.State]:
    return {state.value: state for state in states}


TRANSITIONS: Final[dict[Incident.State, dict[str, Incident.State]]] = {
    S.RECEIVED: _to(S.DISPATCHED, S.ON_HOLD, S.TRANSFERRED, S.CANCELLED) | {INVALID: S.CLOSED},
    S.DISPATCHED: _to(
        S.DELIVERED,
        S.ACCEPTED,
        S.DEPARTED,
        S.ON_SCENE,
        S.RETURNED,
        S.ON_HOLD,
        S.TRANSFERRED,
        S.CANCELLED,
    ),
    S.DELIVERED: _to(
        S.ACCEPTED, S.DEPARTED, S.ON_SCENE, S.RETURNED, S.ON_HOLD, S.TRANSFERRED, S.CANCELLED
    ),
    S.ACCEPTED: _to(
        S.DEPARTED, S.ON_SCENE, S.HANDLING, S.RETURNED, S.ON_HOLD, S.TRANSFERRED, S.CANCELLED
    ),
    S.DEPARTED: _to(S.ON_SCENE, S.HANDLING, S.RETURNED, S.ON_HOLD, S.TRANSFERRED, S.CANCELLED),
    # Returned from here: its last unit was taken away, the call goes back to the queue.
    S.ON_SCENE: _to(S.HANDLING, S.FED_BACK, S.RETURNED, S.ON_HOLD, S.TRANSFERRED),
    S.HANDLING: _to(S.FED_BACK, S.RETURNED, S.ON_HOLD, S.TRANSFERRED),
    S.ON_HOLD: _to(S.DISPATCHED, S.TRANSFERRED, S.CANCELLED) | {RESUMED: S.RECEIVED},
    S.FED_BACK: _to(S.REVISITED, S.CLOSED, S.HANDLING),
    S.REVISITED: _to(S.CLOSED, S.HANDLING),
    S.CLOSED: {REOPENED: S.HANDLING},
    S.RETURNED: _to(S.DISPATCHED, S.ON_HOLD, S.TRANSFERRED, S.CANCELLED) | {INVALID: S.CLOSED},
    S.CANCELLED: {REOPENED: S.RECEIVED},
    S.MERGED: {},  # left by unmerging only
    S.TRANSFERRED: _to(S.RETURNED),
}

ENDED: Final = frozenset({S.CLOSED, S.CANCELLED, S.MERGED, S.TRANSFERRED})

# The stamp each state writes once; in the order in which the clock must not run back.
STAMPS: Final[dict[Incident.State, str]] = {
    S.DISPATCHED: "dispatched_at",
    S.DELIVERED: "delivered_at",
    S.ACCEPTED: "accepted_at",
    S.DEPARTED: "departed_at",
    S.ON_SCENE: "on_scene_at",
    S.FED_BACK: "fed_back_at",
    S.REVISITED: "revisited_at",
    S.CLOSED: "closed_at",
}
TIMES: Final = (
    "reported_at",
    "answered_at",
    "intake_done_at",
    "dispatched_at",
    "delivered_at",
    "accepted_at",
    "departed_at",
    "on_scene_at",
    "handled_at",
    "fed_back_at",
    "revisited_at",
    "closed_at",
)

STEP_LABELS: Final[dict[str, StrPromise]] = {state.value: state.label for state in S} | {
    RESUMED: _("Resume"),
    REOPENED: _("Reopen"),
    INVALID: _("Close as invalid call"),
}


def next_steps(state: str) -> list[str]:
    """Steps the table allows from here, in the order a dispatcher expects them."""
    return list(TRANSITIONS[S(state)])


def target(state: str, step: str) -> Incident.State | None:
    """Where the step leads, or None when the table has no such step."""
    return TRANSITIONS[S(state)].get(step)


def is_open(state: str) -> bool:
    return S(state) not in ENDED
