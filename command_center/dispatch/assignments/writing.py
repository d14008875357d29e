"""Writing an assignment's rows while they are held: begin one, take it a stage on, end one.

Nothing here locks or decides; services and steps do. Each function tells the incident's timeline
and hands back the fact, so that a service records all its facts last.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from command_center.dispatch.assignments import selectors, stages
from command_center.dispatch.assignments.holding import Held
from command_center.dispatch.assignments.models import Assignment, Stage
from command_center.incidents import services as incidents
from command_center.incidents.targets import late_seconds
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.models import Obligation

State = Obligation.State
END_STATE: Final[dict[Stage, State]] = {
    Stage.FED_BACK: State.DONE,
    Stage.RETURNED: State.RETURNED,
    Stage.RECALLED: State.CANCELLED,
    Stage.PREEMPTED: State.CANCELLED,
}


@dataclass(slots=True)
class Said:
    """What was said with a step, and when it happened by the clock of whoever took it."""

    at: datetime = field(default_factory=timezone.now)
    text: str = ""
    warning: str = ""


def late_s(row: Assignment) -> dict[str, int]:
    """The targets that hold for the incident today."""
    incident = row.incident
    return late_seconds(incident.agency.path, incident.level, on=timezone.localdate())


def begin(row: Assignment, actor: Actor) -> Fact:
    """Store a new assignment with its deadlines."""
    row.owner_path = row.unit.agency.path
    row.title = f"{row.unit.call_sign} · {row.incident.number}"
    row.subject_type, row.subject_id = "incident", row.incident.number
    row.issued_by = row.stage_by = actor.label
    row.channel = actor.channel
    row.due_at = row.sign_by = stages.due_at(row, late_s(row))
    row.save(force_insert=True)
    return told(row, actor, Said(at=row.issued_at, text=row.reason))


def advance(row: Assignment, to: Stage, actor: Actor, said: Said) -> Fact:
    """Stamp the next stage; timers of the one before are over."""
    _stamp(row, to, actor, said)
    if to not in stages.ENDS:
        row.due_at = stages.due_at(row, late_s(row))
    row.save()
    return told(row, actor, said)


def _stamp(row: Assignment, to: Stage, actor: Actor, said: Said) -> None:
    if stages.RUNNING.get(to) is not stages.RUNNING[Stage(row.stage)]:
        row.overdue_at = None  # delivery does not stop the clock of signing
    row.stage, row.stage_by, row.channel = to, actor.label, actor.channel
    row.version += 1
    if to in stages.STAMPS:
        setattr(row, stages.STAMPS[to], said.at)
    if to in stages.ENDS:
        row.state, row.ended_at = END_STATE[to], said.at
        row.done_at, row.done_by, row.outcome = said.at, actor.label, said.text
    elif to != Stage.DELIVERED and row.state == State.ISSUED:
        row.state, row.signed_by = State.SIGNED, actor.label


def end(row: Assignment, to: Stage, actor: Actor, said: Said) -> Fact:
    """End it short of feedback; the reason stays on the row."""
    row.reason = said.text[:200]
    return advance(row, to, actor, said)


def told(row: Assignment, actor: Actor, said: Said) -> Fact:
    """The line in the incident's timeline, and the fact of the step."""
    details = {"unit": row.unit.call_sign, "assignment": row.pk, "stage": row.stage}
    kind = f"assignment_{row.stage}"
    incidents.write_entry(
        row.incident,
        actor,
        kind,
        at=said.at,
        text=said.text,
        details=details,
        warning=said.warning,
    )
    return fact(row, str(row.stage), at=said.at, reason=said.text[:200])


def fact(row: Assignment, what: str, **more: Any) -> Fact:
    """`dispatch.assignment_<what>` with the brief, and what an alert's title and map need."""
    incident = row.incident
    point = incident.point
    extra = {
        "title": row.title,
        "call_sign": row.unit.call_sign,
        "number": incident.number,
        "address": incident.address,
        "level": incident.level,
        "lng": point.x if point else None,
        "lat": point.y if point else None,
        "is_exercise": incident.is_exercise,
    }
    values: dict[str, Any] = {
        "kind": f"dispatch.assignment_{what}",
        "subject_type": "assignment",
        "subject_id": str(row.pk),
        "subject_version": row.version,
        "agency_path": row.owner_path,
        "priority": incident.level,
        "payload": extra | selectors.brief(row) | more.pop("extra", {}),
    }
    happened_at = more.pop("at", None)
    return Fact(**(values | {"happened_at": happened_at} | more))


def promote(held: Held, unit_id: int) -> Fact | None:
    """When a unit's first task has ended, the oldest of its others becomes the first."""
    rows = held.of_unit(unit_id)
    if not rows or any(row.is_primary for row in rows):
        return None
    row = rows[0]
    row.is_primary = True
    row.version += 1
    row.save(update_fields=["is_primary", "version"])
    return fact(row, "promoted")
