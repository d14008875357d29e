"""How the queue reads an incident's state, and which times it is measured against."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from command_center.dispatch.assignments.models import Assignment
from command_center.dispatch.assignments.stages import FORWARD, STAMPS
from command_center.incidents.models import Incident, ResponseTarget
from patrol.units.models import AVAILABLE, Station, Unit

S = Incident.State
Span = ResponseTarget.Stage

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


# Which stage of the response targets (rows, `incidents.ResponseTarget`) a state's timer runs in.
STAGE_OF: Final[dict[str, str]] = {
    S.RECEIVED: Span.DISPATCH,
    S.RETURNED: Span.DISPATCH,
    S.DISPATCHED: Span.ACCEPT,
    S.DELIVERED: Span.ACCEPT,
    S.ACCEPTED: Span.DEPART,
    S.DEPARTED: Span.ARRIVE,
    S.ON_SCENE: Span.FEEDBACK,
    S.HANDLING: Span.FEEDBACK,
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stop of the stepper: the time it stamps, and the span from an earlier stamp."""

    state: str
    name: str | StrPromise
    stamp: str
    since: str
    target: str = ""


STAGES: Final = (
    Stage(S.RECEIVED, _("Call taken"), "answered_at", "reported_at", Span.ANSWER),
    Stage(S.DISPATCHED, _("Dispatch"), "dispatched_at", "answered_at", Span.DISPATCH),
    Stage(S.ACCEPTED, _("Sign for"), "accepted_at", "dispatched_at", Span.ACCEPT),
    Stage(S.DEPARTED, _("Set out"), "departed_at", "accepted_at", Span.DEPART),
    Stage(S.ON_SCENE, _("Arrive"), "on_scene_at", "departed_at", Span.ARRIVE),
    Stage(S.HANDLING, _("Handle"), "handled_at", "on_scene_at"),
    Stage(S.FED_BACK, _("Feed back"), "fed_back_at", "on_scene_at", Span.FEEDBACK),
    Stage(S.CLOSED, _("Close out"), "closed_at", "fed_back_at"),
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

# The groups of the unit strip, in its order; every status is in exactly one.
UNIT_GROUPS: Final[tuple[tuple[str, str | StrPromise, tuple[str, ...]], ...]] = (
    ("available", _("Available"), AVAILABLE),
    ("assigned", _("Assigned"), (Unit.Status.ASSIGNED,)),
    ("en_route", _("On the way"), (Unit.Status.EN_ROUTE,)),
    ("on_scene", _("On scene"), (Unit.Status.ON_SCENE,)),
    ("busy", _("Busy"), (Unit.Status.BUSY,)),
    ("off", _("Off"), (Unit.Status.OFF, Unit.Status.OUT)),
)

# One letter for each kind on the map; on Chinese pages one character.
UNIT_LETTERS: Final = {
    Unit.Kind.FOOT: ("步", "F"),
    Unit.Kind.BICYCLE: ("骑", "B"),
    Unit.Kind.MOTORCYCLE: ("摩", "M"),
    Unit.Kind.CAR: ("车", "C"),
    Unit.Kind.MIXED: ("混", "T"),
    Unit.Kind.VIDEO: ("视", "V"),
}
STATION_LETTERS: Final = {
    Station.Kind.CONTROL_CENTRE: ("控", "C"),
    Station.Kind.STREET: ("站", "S"),
    Station.Kind.MOBILE: ("移", "M"),
}

# What the button of a unit's step says, and over which channels a unit tells a dispatcher.
ASSIGNMENT_ORDER: Final = [(stage.value, STAMPS[stage]) for stage in FORWARD]
ASSIGNMENT_STEPS: Final[dict[str, str | StrPromise]] = {
    Assignment.Stage.DELIVERED: _("Delivered"),
    Assignment.Stage.SIGNED: _("Sign for"),
    Assignment.Stage.DEPARTED: _("Set out"),
    Assignment.Stage.ON_SCENE: _("Arrive"),
    Assignment.Stage.HANDLED: _("Handle"),
    Assignment.Stage.FED_BACK: _("Feed back"),
    Assignment.Stage.RETURNED: _("Send back"),
}
SPOKEN: Final[dict[str, str | StrPromise]] = {
    "radio": _("Radio"),
    "phone": _("Telephone"),
    "face": _("Face to face"),
}
