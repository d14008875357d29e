"""How the queue reads an incident's state, and which times it is measured against."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from command_center.incidents.models import Incident

S = Incident.State

PENDING: Final = (S.RECEIVED, S.RETURNED)
ACTIVE: Final = (
    S.DISPATCHED,
    S.DELIVERED,
    S.ACCEPTED,
    S.DEPARTED,
    S.ON_SCENE,
    S.HANDLING,
    S.ON_HOLD,
    S.FED_BACK,
    S.REVISITED,
)
CLOSED: Final = (S.CLOSED, S.CANCELLED, S.MERGED, S.TRANSFERRED)
CLOSED_SHOWN_FOR: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Target:
    """Seconds in a state after which its timer says soon, then late."""

    soon: int
    late: int


# Queue: call taken to dispatch 60 / 120 s. Signing for, setting out, arriving and feedback after
# the stages of the dispatch and feedback forms (domain notes 11.3); arrival is the urban norm.
TARGETS: Final[dict[str, Target]] = {
    S.RECEIVED: Target(60, 120),
    S.RETURNED: Target(60, 120),
    S.DISPATCHED: Target(20, 30),
    S.DELIVERED: Target(20, 30),
    S.ACCEPTED: Target(45, 60),
    S.DEPARTED: Target(240, 300),
    S.ON_SCENE: Target(1500, 1800),
    S.HANDLING: Target(1500, 1800),
    "alert-p1": Target(15, 30),
    "alert-p2": Target(120, 300),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stop of the stepper: the time it stamps, and the span from an earlier stamp."""

    state: str
    name: str | StrPromise
    stamp: str
    since: str
    limit_s: int | None


STAGES: Final = (
    Stage(S.RECEIVED, _("Call taken"), "answered_at", "reported_at", 10),
    Stage(S.DISPATCHED, _("Dispatch"), "dispatched_at", "answered_at", 120),
    Stage(S.ACCEPTED, _("Sign for"), "accepted_at", "dispatched_at", 30),
    Stage(S.DEPARTED, _("Set out"), "departed_at", "accepted_at", 60),
    Stage(S.ON_SCENE, _("Arrive"), "on_scene_at", "departed_at", 300),
    Stage(S.HANDLING, _("Handle"), "handled_at", "on_scene_at", None),
    Stage(S.FED_BACK, _("Feed back"), "fed_back_at", "on_scene_at", 1800),
    Stage(S.CLOSED, _("Close out"), "closed_at", "fed_back_at", None),
)

# What the button of a step says: the act, where the state is its result.
STEPS: Final[dict[str, str | StrPromise]] = {
    S.DISPATCHED: _("Dispatch"),
    S.DELIVERED: _("Delivered"),
    S.ACCEPTED: _("Sign for"),
    S.DEPARTED: _("Set out"),
    S.ON_SCENE: _("Arrive"),
    S.HANDLING: _("Handle"),
    S.ON_HOLD: _("Put on hold"),
    S.FED_BACK: _("Feed back"),
    S.REVISITED: _("Call back"),
    S.CLOSED: _("Close out"),
    S.RETURNED: _("Return"),
    S.CANCELLED: _("Cancel"),
    S.TRANSFERRED: _("Transfer"),
    "resumed": _("Resume"),
    "reopened": _("Reopen"),
    "invalid": _("Close as invalid call"),
}
