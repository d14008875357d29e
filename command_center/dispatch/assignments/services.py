"""What dispatchers do with assignments: send units, send others instead, take them back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.assignments import refusals
from command_center.dispatch.assignments.following import follow
from command_center.dispatch.assignments.holding import Held, hold, open_incidents_of
from command_center.dispatch.assignments.models import Assignment, Stage
from command_center.dispatch.assignments.writing import Said, begin, end, fact
from command_center.dispatch.modes.services import require_authority
from command_center.incidents import services as incidents
from command_center.incidents.drafts import Reporter
from command_center.incidents.models import Incident
from command_center.incidents.states import is_open, next_steps
from grid.errors import IllegalStep
from grid.ledger.facts import Fact
from grid.ledger.services import record
from patrol.units.models import Unit

S = Incident.State
NOT_ON_DUTY: Final = (Unit.Status.OFF, Unit.Status.OUT)
REPORTED: Final = (S.FED_BACK, S.REVISITED)  # a unit sent now takes the call up again


class How(TypedDict, total=False):
    """How units are sent; `Choice` says what each means."""

    primary: bool | None
    preempt: bool
    reason: str
    channel: str
    ranks: dict[str, int] | None
    version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """As their first task, taken from another, why, over which channel.

    `ranks` are the places of units in the recommendation of the moment, by call sign: a unit
    with a place behind those not chosen was chosen against it. `version` is the incident's.
    """

    primary: bool | None = None
    preempt: bool = False
    reason: str = ""
    channel: str = "screen"
    ranks: dict[str, int] | None = None
    version: int | None = None
    among: int = 1  # how many are sent together: the first so many places are as recommended


@transaction.atomic
def assign(
    incident: Incident, units: Sequence[Unit], *, by: Reporter, **how: Unpack[How]
) -> list[Assignment]:
    """Send units to an incident: all of them, or none.

    A unit with a first assignment keeps it and has this one besides, unless `primary` is asked
    for: then it is refused, or with `preempt` and a reason taken from the other call, which
    returns to the queue when nobody else is on it.

    Raises UnitBusy and LostRace (409, who and when), IllegalStep (an incident that is over, a
    unit off duty), StaleVersion, TakenOver, InvalidInput.
    """
    choice = Choice(**how, among=len(units))
    if choice.preempt and len(choice.reason.strip()) < 2:
        raise refusals.needs_reason()
    _require_authority(by, incident, *units)
    ids = [unit.pk for unit in units]
    others = open_incidents_of(ids) if choice.preempt else ()
    held = hold([incident.pk, *others], ids, versions={incident.pk: choice.version})
    _check(held, incident.pk, ids, choice)
    left, facts = _preempt(held, ids, by, choice) if choice.preempt else (set(), [])
    made = [_new(held, incident.pk, pk, choice) for pk in ids]
    actor = by.as_actor(channel=choice.channel)
    facts += [begin(row, actor) for row in made]
    facts += [fact(row, "overridden", reason=row.reason) for row in made if row.is_override]
    held.open |= {row.pk: row for row in made}
    record(actor, *facts)
    _take_up(held, incident.pk, by, choice.channel)
    follow(held, [*sorted(left), incident.pk], ids, by=by, channel=choice.channel)
    return made


def _require_authority(by: Reporter, incident: Incident, *units: Unit) -> None:
    for path in sorted({incident.agency.path, *(unit.agency.path for unit in units)}):
        require_authority(by, path)


def _check(held: Held, incident_id: int, unit_ids: Iterable[int], choice: Choice) -> None:
    """Whether all of them can be sent as asked, by what is true now that they are held."""
    incident = held.incidents[incident_id]
    if not is_open(incident.state):
        told = {"state": S(incident.state).label}
        raise IllegalStep(
            _("Nobody can be sent to this incident: it is “%(state)s”.") % told,
            state=incident.state,
            version=incident.version,
            next_steps=next_steps(incident.state),
        )
    for pk in unit_ids:
        unit = held.units[pk]
        here, primary = held.on(incident_id, pk), held.primary_of(pk)
        if here:
            raise refusals.sent_already(unit, here)
        if unit.status in NOT_ON_DUTY or not unit.is_active:
            raise refusals.off_duty(unit)
        if primary and _is_refused(held, primary, choice):
            raise refusals.busy(unit, primary)


def _is_refused(held: Held, primary: Assignment, choice: Choice) -> bool:
    """A first task asked for while there is one; or one to take away that came up just now."""
    if choice.preempt:
        return primary.incident_id not in held.incidents
    return bool(choice.primary)


def _preempt(
    held: Held, unit_ids: Iterable[int], by: Reporter, choice: Choice
) -> tuple[set[int], list[Fact]]:
    """End the units' first assignments; answers the incidents they leave."""
    actor, said = by.as_actor(channel=choice.channel), Said(text=choice.reason.strip())
    rows = [row for pk in unit_ids if (row := held.primary_of(pk))]
    facts = [end(row, Stage.PREEMPTED, actor, said) for row in rows]
    return {row.incident_id for row in rows}, facts


def _new(held: Held, incident_id: int, unit_id: int, choice: Choice) -> Assignment:
    unit = held.units[unit_id]
    ranks = choice.ranks or {}
    rank = ranks.get(unit.call_sign)
    return Assignment(
        incident=held.incidents[incident_id],
        unit=unit,
        is_primary=held.primary_of(unit_id) is None,
        issued_at=timezone.now(),
        reason=choice.reason.strip()[:200],
        rank=rank,
        is_override=bool(ranks) and (rank is None or rank > choice.among),
    )


def _take_up(held: Held, incident_id: int, by: Reporter, channel: str) -> None:
    """A call that was reported back is handled again once somebody is sent."""
    incident = held.incidents[incident_id]
    if incident.state in REPORTED:
        moved = incidents.move(incident, S.HANDLING.value, by=by, channel=channel)
        held.incidents[incident_id] = moved


@transaction.atomic
def recall(
    assignment: Assignment,
    *,
    by: Reporter,
    reason: str,
    channel: str = "screen",
    version: int | None = None,
) -> Assignment:
    """Take a unit off a call; with nobody left the call returns to the queue.

    Raises InvalidInput without a reason, LostRace when it ended meanwhile, StaleVersion.
    """
    held = _held_for(assignment, by=by, reason=reason, version=version)
    row = held.open[assignment.pk]
    actor = by.as_actor(channel=channel)
    record(actor, end(row, Stage.RECALLED, actor, Said(text=reason.strip())))
    follow(held, [row.incident_id], [row.unit_id], by=by, channel=channel)
    return row


@transaction.atomic
def reassign(
    assignment: Assignment,
    unit: Unit,
    *,
    by: Reporter,
    **how: Unpack[How],
) -> Assignment:
    """Send another unit instead, with a reason: the call is never without an owner meanwhile.

    Raises what `recall` and `assign` raise; `version` is the assignment's.
    """
    choice = Choice(**how)
    reason = choice.reason.strip()
    held = _held_for(assignment, by=by, reason=reason, version=choice.version, unit=unit)
    row = held.open[assignment.pk]
    _check(held, row.incident_id, [unit.pk], choice)
    actor = by.as_actor(channel=choice.channel)
    ended = end(row, Stage.RECALLED, actor, Said(text=reason))
    made = _new(held, row.incident_id, unit.pk, choice)
    facts = [ended, begin(made, actor)]
    held.open[made.pk] = made
    record(actor, *facts, *([fact(made, "overridden", reason=reason)] if made.is_override else []))
    follow(held, [row.incident_id], [row.unit_id, unit.pk], by=by, channel=choice.channel)
    return made


def _held_for(
    assignment: Assignment,
    *,
    by: Reporter,
    reason: str,
    version: int | None,
    unit: Unit | None = None,
) -> Held:
    """The rows of an open assignment, and of the unit to come; refuses what cannot be."""
    if not 2 <= len(reason.strip()) <= 200:
        raise refusals.needs_reason()
    extra = [unit] if unit else []
    _require_authority(by, assignment.incident, assignment.unit, *extra)
    held = hold([assignment.incident_id], [assignment.unit_id, *(u.pk for u in extra)])
    row = held.open.get(assignment.pk)
    if row is None:
        assignment.refresh_from_db()
        raise refusals.impossible(assignment, Stage.RECALLED, None)
    if version is not None and version != row.version:
        raise refusals.changed(row, version)
    return held


@transaction.atomic
def resend(assignment: Assignment, *, by: Reporter, channel: str = "screen") -> Assignment:
    """Tell the unit once more; only what is not signed for yet can be sent again."""
    _require_authority(by, assignment.incident, assignment.unit)
    held = hold([assignment.incident_id], [assignment.unit_id])
    row = held.open.get(assignment.pk)
    if row is None or row.state != Assignment.State.ISSUED:
        assignment.refresh_from_db()
        raise refusals.impossible(assignment, Stage.ISSUED, assignment.signed_at)
    row.resent, row.resent_at, row.version = row.resent + 1, timezone.now(), row.version + 1
    row.save(update_fields=["resent", "resent_at", "version"])
    actor = by.as_actor(channel=channel)
    details = {"unit": row.unit.call_sign, "assignment": row.pk, "times": row.resent}
    incidents.write_entry(row.incident, actor, "assignment_resent", details=details)
    record(actor, fact(row, "resent"))
    return row
