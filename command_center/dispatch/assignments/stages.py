"""The stages of an assignment as data: which follow which, what they stamp, what waits for them.

Later stages may be reached without the earlier ones where life does so: a unit that is there has
signed by arriving. A stage passed over keeps an empty stamp; nobody's time is made up.
"""

from datetime import datetime, timedelta
from typing import Final

from command_center.dispatch.assignments.models import Assignment, Stage
from command_center.incidents.models import Incident, ResponseTarget
from command_center.incidents.targets import DEFAULT_TARGETS
from patrol.units.models import Unit

Span = ResponseTarget.Stage

FORWARD: Final = (
    Stage.ISSUED,
    Stage.DELIVERED,
    Stage.SIGNED,
    Stage.DEPARTED,
    Stage.ON_SCENE,
    Stage.HANDLED,
    Stage.FED_BACK,
)
ENDS: Final = frozenset({Stage.FED_BACK, Stage.RETURNED, Stage.RECALLED, Stage.PREEMPTED})
NEXT: Final[dict[Stage, tuple[Stage, ...]]] = {
    Stage.ISSUED: (
        Stage.DELIVERED,
        Stage.SIGNED,
        Stage.DEPARTED,
        Stage.ON_SCENE,
        Stage.RETURNED,
    ),
    Stage.DELIVERED: (Stage.SIGNED, Stage.DEPARTED, Stage.ON_SCENE, Stage.RETURNED),
    Stage.SIGNED: (Stage.DEPARTED, Stage.ON_SCENE, Stage.HANDLED, Stage.RETURNED),
    Stage.DEPARTED: (Stage.ON_SCENE, Stage.HANDLED, Stage.RETURNED),
    Stage.ON_SCENE: (Stage.HANDLED, Stage.FED_BACK),
    Stage.HANDLED: (Stage.FED_BACK,),
    Stage.FED_BACK: (),
    Stage.RETURNED: (),
    Stage.RECALLED: (),
    Stage.PREEMPTED: (),
}
STAMPS: Final[dict[Stage, str]] = {
    Stage.ISSUED: "issued_at",
    Stage.DELIVERED: "delivered_at",
    Stage.SIGNED: "signed_at",
    Stage.DEPARTED: "departed_at",
    Stage.ON_SCENE: "on_scene_at",
    Stage.HANDLED: "handled_at",
    Stage.FED_BACK: "fed_back_at",
}
OPTIONAL: Final = frozenset({Stage.DELIVERED})  # a unit told by radio has no such stamp

# What the incident and the unit are said to be doing while an assignment is at a stage.
INCIDENT_STATE: Final[dict[Stage, Incident.State]] = {
    Stage.ISSUED: Incident.State.DISPATCHED,
    Stage.DELIVERED: Incident.State.DELIVERED,
    Stage.SIGNED: Incident.State.ACCEPTED,
    Stage.DEPARTED: Incident.State.DEPARTED,
    Stage.ON_SCENE: Incident.State.ON_SCENE,
    Stage.HANDLED: Incident.State.HANDLING,
}
UNIT_STATUS: Final[dict[Stage, Unit.Status]] = {
    Stage.ISSUED: Unit.Status.ASSIGNED,
    Stage.DELIVERED: Unit.Status.ASSIGNED,
    Stage.SIGNED: Unit.Status.ASSIGNED,
    Stage.DEPARTED: Unit.Status.EN_ROUTE,
    Stage.ON_SCENE: Unit.Status.ON_SCENE,
    Stage.HANDLED: Unit.Status.ON_SCENE,
}
# The span that runs at each stage, named after the act that ends it.
RUNNING: Final[dict[Stage, Span]] = {
    Stage.ISSUED: Span.ACCEPT,
    Stage.DELIVERED: Span.ACCEPT,
    Stage.SIGNED: Span.DEPART,
    Stage.DEPARTED: Span.ARRIVE,
    Stage.ON_SCENE: Span.FEEDBACK,
    Stage.HANDLED: Span.FEEDBACK,
}


def next_steps(assignment: Assignment) -> list[str]:
    """Stages the table allows from here."""
    return [stage.value for stage in NEXT[Stage(assignment.stage)]]


def is_before(stage: str, other: str) -> bool:
    """Whether `stage` comes before `other` on the way from issue to feedback."""
    return FORWARD.index(Stage(stage)) < FORWARD.index(Stage(other))


def furthest(stages: list[str]) -> Stage:
    """The one furthest on its way."""
    return max(map(Stage, stages), key=FORWARD.index)


def last_stamp(assignment: Assignment) -> datetime:
    """The latest time written so far; the next one must not lie before it."""
    stamps = (getattr(assignment, name) for name in STAMPS.values())
    latest: datetime = max(at for at in stamps if at is not None)
    return latest


def missing(assignment: Assignment) -> list[str]:
    """Stages that were passed without a stamp, by name, for figures that must leave them out."""
    if assignment.stage not in FORWARD:
        return []
    passed = FORWARD[: FORWARD.index(Stage(assignment.stage))]
    return [s.value for s in passed if s not in OPTIONAL and getattr(assignment, STAMPS[s]) is None]


def due_at(assignment: Assignment, late_s: dict[str, int]) -> datetime:
    """When the running span is late: counted from the stamp it began with.

    Signing is counted from the issue, not from the delivery; feedback from the arrival.
    """
    span = RUNNING[Stage(assignment.stage)]
    began = {
        Span.ACCEPT: assignment.issued_at,
        Span.DEPART: assignment.signed_at,
        Span.ARRIVE: assignment.departed_at,
        Span.FEEDBACK: assignment.on_scene_at or assignment.handled_at,
    }[span]
    seconds = late_s.get(span.value, DEFAULT_TARGETS[span][1])
    return (began or last_stamp(assignment)) + timedelta(seconds=seconds)
