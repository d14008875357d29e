"""Hearing of units: the clock that runs, what stops it, what happens when nobody is heard."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.alerts.services import settle_subject
from command_center.dispatch.safety.models import CheckIn, SafetyTimer
from command_center.dispatch.safety.rules import rule_for
from command_center.dispatch.safety.selectors import brief, newest_position
from grid.errors import FieldError, IllegalStep, InvalidInput
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from patrol.units.models import Unit

DUE: Final = "dispatch.safety_due"
SILENT: Final = "dispatch.safety_silent"
AT_ONCE: Final = 500
SHORTEST: Final = 2


@transaction.atomic
def follow(unit: Unit, *, now: datetime) -> SafetyTimer | None:
    """Let the unit's clock start, go on or stop by what the unit does now.

    A clock that has missed a cycle neither starts anew nor stops: somebody has to hear of the
    unit first.
    """
    timer = SafetyTimer.objects.select_for_update(of=("self",)).filter(unit=unit).first()
    rule = rule_for(unit, at=now)
    if timer is not None and (timer.missed or timer.status == unit.status):
        return timer
    if rule is None:
        SafetyTimer.objects.filter(unit=unit).delete()
        return None
    if timer is None or rule.resets:
        timer = timer or SafetyTimer(unit=unit)
        timer.started_at = unit.status_since
        timer.due_at = max(unit.status_since, now) + timedelta(minutes=rule.minutes)
    timer.rule, timer.status = rule, unit.status
    timer.save()
    return timer


@transaction.atomic
def check_in(unit: Unit, *, by: Actor, is_own: bool, said: str = "") -> CheckIn:
    """The unit was heard of: its clock begins anew, and what rang for its silence is over.

    On behalf (`is_own` false) what was said and over which channel must be told. Raises
    InvalidInput without it, IllegalStep for a unit nobody waits for.
    """
    said = said.strip()
    if not is_own and len(said) < SHORTEST:
        message = _("Say what the unit said.")
        fault: FieldError = {"pointer": "/said", "code": "too_short", "message": message}
        raise InvalidInput(message, errors=[fault])
    now = timezone.now()
    rows = SafetyTimer.objects.select_for_update(of=("self",)).select_related("rule")
    timer = rows.filter(unit=unit).first()
    if timer is None:
        raise IllegalStep(_("No clock runs for this unit."), status=unit.status)
    heard = CheckIn.objects.create(
        unit=unit,
        at=now,
        by=by.label,
        is_own=is_own,
        channel=by.channel,
        said=said[:200],
        missed=timer.missed,
    )
    _begin_anew(timer, unit, now=now, by=by)
    settle_subject(
        subject_type="unit",
        subject_id=unit.call_sign,
        outcome=_("Heard of: %s") % by.label,
        kinds=(DUE, SILENT),
    )
    payload = {"call_sign": unit.call_sign, "is_own": is_own, "missed": heard.missed}
    record(by, _fact("dispatch.safety_heard", unit, payload | _state(unit, now)))
    return heard


def _begin_anew(timer: SafetyTimer, unit: Unit, *, now: datetime, by: Actor) -> None:
    """By the rule of what the unit does now; where none holds any longer the clock stops."""
    rule = rule_for(unit, at=now)
    if rule is None:
        timer.delete()
        return
    timer.rule, timer.status = rule, unit.status
    timer.due_at = now + timedelta(minutes=rule.minutes)
    timer.missed, timer.missed_since = 0, None
    timer.heard_at, timer.heard_by = now, by.label
    timer.save()


def _state(unit: Unit, now: datetime) -> dict[str, object]:
    timer = SafetyTimer.objects.select_related("unit__agency", "rule").filter(unit=unit).first()
    return {"timer": brief(timer, now=now) if timer else None}


@transaction.atomic
def count_missed(*, now: datetime) -> int:
    """Record one fact for each clock that ran out, and let it run its next cycle.

    From the rule's number of missed cycles on the unit is silent, which is urgent. Answers how
    many ran out.
    """
    rows = SafetyTimer.objects.select_for_update(skip_locked=True, of=("self",))
    due = list(rows.filter(due_at__lte=now).select_related("unit__agency", "rule")[:AT_ONCE])
    record(PLATFORM, *(_missed(timer, now=now) for timer in due))
    return len(due)


def _missed(timer: SafetyTimer, *, now: datetime) -> Fact:
    timer.missed += 1
    timer.missed_since = timer.missed_since or timer.due_at
    timer.due_at = now + timedelta(minutes=timer.rule.minutes)
    timer.save()
    kind = SILENT if timer.missed >= timer.rule.missed_cycles else DUE
    payload = brief(timer, now=now) | newest_position(timer.unit, now=now)
    return _fact(kind, timer.unit, payload, priority=1 if kind == SILENT else 2)


def _fact(
    kind: str, unit: Unit, payload: dict[str, object], *, priority: int | None = None
) -> Fact:
    return Fact(
        kind=kind,
        subject_type="unit",
        subject_id=unit.call_sign,
        subject_version=unit.version,
        agency_path=unit.agency.path,
        priority=priority,
        payload=payload,
    )
