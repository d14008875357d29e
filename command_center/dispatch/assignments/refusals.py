"""Why an assignment or a step of one is refused, in words that say who was first, and when."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.assignments.models import Assignment, Stage
from command_center.dispatch.assignments.stages import next_steps
from command_center.incidents.briefs import moment
from command_center.incidents.services import invalid
from grid.errors import DomainError, IllegalStep, InvalidInput, LostRace, NotAllowed, StaleVersion
from patrol.units.models import Unit


class UnitBusy(LostRace):
    """The unit has a first assignment already; `context` says which, by whom and since when."""

    code = "unit_busy"


def clock(at: datetime | None) -> str:
    """A moment as a sentence has it, local time."""
    return timezone.localtime(at).strftime("%H:%M:%S") if at else ""


def busy(unit: Unit, held: Assignment) -> UnitBusy:
    """Two dispatchers, one unit: whoever came second is told who was first."""
    told = {
        "unit": unit.call_sign,
        "number": held.incident.number,
        "who": held.issued_by,
        "at": clock(held.issued_at),
    }
    return UnitBusy(
        _("%(unit)s was assigned to %(number)s by %(who)s at %(at)s.") % told,
        winner=held.issued_by,
        at=moment(held.issued_at),
        unit=unit.call_sign,
        incident=held.incident.number,
        assignment=held.pk,
        stage=held.stage,
    )


def sent_already(unit: Unit, held: Assignment) -> LostRace:
    told = {"unit": unit.call_sign, "who": held.issued_by, "at": clock(held.issued_at)}
    return LostRace(
        _("%(who)s sent %(unit)s to this call at %(at)s.") % told,
        winner=held.issued_by,
        at=moment(held.issued_at),
        unit=unit.call_sign,
        assignment=held.pk,
    )


def off_duty(unit: Unit) -> IllegalStep:
    told = {"unit": unit.call_sign, "status": Unit.Status(unit.status).label}
    return IllegalStep(
        _("%(unit)s is not on duty (%(status)s); nobody of it would be told.") % told,
        unit=unit.call_sign,
        status=unit.status,
    )


def changed(row: Assignment, version: int) -> StaleVersion:
    return StaleVersion(
        _("Somebody changed this assignment since you read it."),
        your_version=version,
        current_version=row.version,
    )


def impossible(row: Assignment, to: str, done_at: datetime | None) -> DomainError:
    """It was taken before (`done_at`), the assignment is over, or the table has no such step."""
    if done_at or row.ended_at or row.stage == to:
        at = done_at or row.ended_at or row.issued_at
        told = {"who": row.stage_by, "stage": Stage(row.stage).label, "at": clock(at)}
        return LostRace(
            _("%(who)s was first: “%(stage)s” at %(at)s.") % told,
            winner=row.stage_by,
            at=moment(at),
            **_state(row),
        )
    told = {"stage": Stage(row.stage).label, "step": Stage(to).label}
    return IllegalStep(_("“%(step)s” is not possible from “%(stage)s”.") % told, **_state(row))


def _state(row: Assignment) -> dict[str, Any]:
    return {
        "stage": row.stage,
        "state": row.state,
        "version": row.version,
        "next_steps": next_steps(row),
    }


def needs_reason() -> InvalidInput:
    return invalid("/reason", "required", _("Say why, in 2 to 200 characters."))


def needs_channel() -> InvalidInput:
    return invalid(
        "/channel", "required", _("Say how the unit told you: by radio, by phone or face to face.")
    )


def other_unit() -> NotAllowed:
    return NotAllowed(_("This is the assignment of another unit."))


def before_earlier(at: datetime) -> InvalidInput:
    told = {"at": clock(at)}
    return invalid("/at", "before", _("This time lies before the earlier step at %(at)s.") % told)
