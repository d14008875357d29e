"""A unit's steps, taken by its own crew or on its behalf by a dispatcher who was told."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.assignments import refusals, stages
from command_center.dispatch.assignments.following import follow
from command_center.dispatch.assignments.holding import hold
from command_center.dispatch.assignments.models import OPEN_ENDS, Assignment, Stage
from command_center.dispatch.assignments.writing import Said, advance, end
from command_center.dispatch.modes.services import require_authority
from command_center.incidents.drafts import CLOCK_SKEW, Reporter
from command_center.incidents.services import invalid
from grid.errors import IllegalStep, LostRace
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.rights import Right
from patrol.units.models import Unit
from patrol.units.selectors import unit_of

BY_WORD: Final = ("radio", "phone", "face")  # how a crew tells a dispatcher
SLOW_CLOCK: Final = timedelta(minutes=10)  # a device this far behind is corrected, not refused
NEEDS_WORDS: Final = (Stage.FED_BACK, Stage.RETURNED)


class Words(TypedDict, total=False):
    """What may be said with a step: `Saying` says what each means."""

    at: datetime | None
    text: str
    channel: str
    version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """When by the device's clock, what, over which channel, and which version was seen."""

    at: datetime | None = None
    text: str = ""
    channel: str = ""
    version: int | None = None


@transaction.atomic
def step(assignment: Assignment, to: str, *, by: Reporter, **words: Unpack[Words]) -> Assignment:
    """Take an assignment a stage on, or give it back (`returned`, with a reason in `text`).

    Its crew needs no channel; anybody else needs the right to dispatch and says over which
    channel the crew told it. A time up to ten minutes before the earlier stamp is a slow clock:
    it is raised to that stamp and marked; one further back is refused.

    Raises LostRace where it was done or ended by somebody first, IllegalStep with the next
    steps, StaleVersion, InvalidInput, NotAllowed, TakenOver.
    """
    saying = Saying(**words)
    stage = Stage(to)
    if stage in NEEDS_WORDS and len(saying.text.strip()) < 2:
        raise invalid("/text", "required", _("Say what came of it, in at least 2 characters."))
    actor = _who(assignment, by, saying.channel)
    held = hold([assignment.incident_id], [assignment.unit_id])
    row = held.open.get(assignment.pk)
    if row is None:
        assignment.refresh_from_db()
        raise refusals.impossible(assignment, stage, None)
    if stage not in stages.NEXT[Stage(row.stage)]:
        raise refusals.impossible(row, stage, getattr(row, stages.STAMPS.get(stage, ""), None))
    if saying.version is not None and saying.version != row.version:
        raise refusals.changed(row, saying.version)
    said = _said(row, saying)
    write = end if stage is Stage.RETURNED else advance
    record(actor, write(row, stage, actor, said))
    touched = {"incident_ids": [row.incident_id], "unit_ids": [row.unit_id]}
    follow(held, **touched, by=by, channel=actor.channel, said=replace(said, warning=""))
    return row


def return_(assignment: Assignment, *, by: Reporter, **words: Unpack[Words]) -> Assignment:
    """Give it back to the dispatcher, with the reason in `text`."""
    return step(assignment, Stage.RETURNED, by=by, **words)


def deliver(unit: Unit, *, by: Reporter) -> None:
    """The unit's phone has shown its tasks: what was only issued has been delivered.

    Another phone of the crew, or a word over the radio, may be first; reading goes on then.
    """
    waiting = Assignment.objects.filter(OPEN_ENDS, unit=unit, stage=Stage.ISSUED)
    for row in waiting.select_related("incident__agency", "unit__agency").order_by("pk"):
        with suppress(LostRace, IllegalStep):
            step(row, Stage.DELIVERED, by=by)


def _who(assignment: Assignment, by: Reporter, channel: str) -> Actor:
    """The crew itself, or a dispatcher on its behalf; raises where `by` is neither."""
    if isinstance(by, Officer):
        own = unit_of(by)
        if own is not None and own.pk == assignment.unit_id:
            return by.as_actor(channel=channel or "form")
    if Right.DISPATCH_ASSIGN not in by.rights:
        raise refusals.other_unit()
    if isinstance(by, Officer) and channel not in BY_WORD:
        raise refusals.needs_channel()
    for path in sorted({assignment.incident.agency.path, assignment.owner_path}):
        require_authority(by, path)
    actor = by.as_actor(channel=channel or "api")
    return replace(actor, on_behalf_of=assignment.unit.call_sign)


def _said(row: Assignment, saying: Saying) -> Said:
    """The step's time, never after now and never before the stamp it follows."""
    now, last = timezone.now(), stages.last_stamp(row)
    at = saying.at or max(now, last)
    if at > now + CLOCK_SKEW:
        raise invalid("/at", "future", _("This time lies in the future."))
    if saying.at is None:
        return Said(at=at, text=saying.text.strip())
    at = min(at, now)
    if at >= last:
        return Said(at=at, text=saying.text.strip())
    if last - at > SLOW_CLOCK:
        raise refusals.before_earlier(last)
    told = {"given": refusals.clock(at)}
    warning = _("The device said %(given)s, before the earlier step; kept at that step's time.")
    return Said(at=last, text=saying.text.strip(), warning=warning % told)
