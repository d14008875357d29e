"""What follows an assignment: what its unit is said to do, and where its incident stands."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from command_center.dispatch.assignments import stages
from command_center.dispatch.assignments.holding import Held
from command_center.dispatch.assignments.models import OPEN_ENDS, Assignment, Stage
from command_center.dispatch.assignments.writing import Said, promote
from command_center.incidents import services as incidents
from command_center.incidents.drafts import Reporter
from command_center.incidents.models import Incident
from command_center.incidents.states import REOPENED, TIMES, target
from grid.ledger.actors import Actor
from grid.ledger.services import record
from patrol.units import services as units
from patrol.units.models import ENGAGED, Unit

S = Incident.State
QUEUE: Final = (S.RECEIVED, S.RETURNED, S.ON_HOLD)  # not on its way: a unit sets it going
WAY: Final = (S.DISPATCHED, S.DELIVERED, S.ACCEPTED, S.DEPARTED, S.ON_SCENE, S.HANDLING, S.FED_BACK)


def follow(
    held: Held,
    incident_ids: Iterable[int],
    unit_ids: Iterable[int],
    *,
    by: Reporter,
    channel: str,
    said: Said | None = None,
) -> None:
    """Let units and incidents follow what was written of their assignments."""
    said, actor = said or Said(), by.as_actor(channel=channel)
    units_follow(held, unit_ids, actor, said)
    for pk in incident_ids:
        held.incidents[pk] = incident_follows(held.incidents[pk], by=by, said=said, channel=channel)


def units_follow(held: Held, unit_ids: Iterable[int], actor: Actor, said: Said) -> None:
    """Give each unit its next first task, where its own has ended, and its status."""
    for pk in unit_ids:
        promoted = promote(held, pk)
        if promoted:
            record(actor, promoted)
        unit_follows(held, pk, actor, said)


def unit_follows(held: Held, unit_id: int, actor: Actor, said: Said) -> None:
    """Its status is that of its furthest open assignment; with none left it patrols again.

    A status the operator gave it meanwhile (off duty, out of service, busy) is kept at the end.
    """
    unit = held.units[unit_id]
    open_stages = [row.stage for row in held.of_unit(unit_id)]
    if open_stages:
        status = stages.UNIT_STATUS[stages.furthest(open_stages)]
    elif unit.status in ENGAGED:
        status = Unit.Status.PATROL
    else:
        return
    if unit.status != status:
        at = max(said.at, unit.status_since)
        held.units[unit_id] = units.set_status(unit, status, actor=actor, at=at)


def incident_follows(incident: Incident, *, by: Reporter, said: Said, channel: str) -> Incident:
    """Take the incident on to where its furthest open assignment is; never back by accident.

    With nobody left on it, it is fed back when a unit reported, else it returns to the queue.
    """
    left = list(Assignment.objects.filter(OPEN_ENDS, incident=incident))
    if not left:
        to = S.FED_BACK if _was_reported(incident) else S.RETURNED
        return _to(incident, to, by=by, said=said, channel=channel)
    to = stages.INCIDENT_STATE[stages.furthest([row.stage for row in left])]
    incident = _to(incident, to, by=by, said=Said(at=said.at), channel=channel)
    if all(row.stage == Stage.HANDLED for row in left) and incident.handled_at is None:
        incident.handled_at = _not_before(incident, said)
        incident.save(update_fields=["handled_at"])
    return incident


def _was_reported(incident: Incident) -> bool:
    """Whether a unit fed back since the incident was last reopened."""
    rows = Assignment.objects.filter(incident=incident, stage=Stage.FED_BACK)
    reopened = incident.timeline.filter(kind="moved", details__step=REOPENED)
    last = reopened.order_by("-pk").values_list("recorded_at", flat=True).first()
    return (rows.filter(ended_at__gte=last) if last else rows).exists()


def _to(
    incident: Incident, to: Incident.State, *, by: Reporter, said: Said, channel: str
) -> Incident:
    for step in _steps(S(incident.state), to):
        at = _not_before(incident, said)
        words = {"text": said.text, "channel": channel}
        incident = incidents.move(incident, step.value, by=by, at=at, **words)
    return incident


def _steps(now: Incident.State, to: Incident.State) -> list[Incident.State]:
    """The steps that lead there, none where the incident is as far already or out of the way."""
    if to is S.RETURNED:
        return [to] if target(now, to) else []
    is_behind = WAY.index(to) > WAY.index(now) if now in WAY else now in QUEUE
    return _shortest(now, to) if is_behind else []


def _shortest(now: Incident.State, to: Incident.State) -> list[Incident.State]:
    """The fewest steps along the way (breadth first); a call set back is taken through them."""
    paths: list[list[Incident.State]] = [[step] for step in WAY if target(now, step)]
    for path in paths:
        if path[-1] is to:
            return path
        ahead = WAY[WAY.index(path[-1]) + 1 :]
        paths += [[*path, step] for step in ahead if target(path[-1], step)]
    return []


def _not_before(incident: Incident, said: Said) -> datetime:
    """The time of the step, or of the incident's latest stamp: its clock never runs back."""
    stamps: list[datetime] = [at for name in TIMES if (at := getattr(incident, name))]
    return max([said.at, *stamps])
