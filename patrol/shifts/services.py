"""Rostering: templates become shifts, people are put on them, come and go."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import DomainError, FieldError, IllegalStep, InvalidInput, LostRace, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Officer
from patrol.shifts.models import Certificate, RosterEntry, Shift, ShiftTemplate
from patrol.shifts.selectors import rest_hours
from patrol.units.models import ENGAGED, Unit
from patrol.units.services import on_behalf, set_status

SHORTEST_REASON: Final = 4
EARLIEST: Final = timedelta(hours=2)  # one may come on duty so long before the shift begins


class CertificateMissing(DomainError):
    """No valid certificate at the start of duty; a named waiver lets her serve all the same."""

    code = "certificate_missing"
    status = 409


class RestTooShort(DomainError):
    """Too few hours since or until her other shift; a named override is possible."""

    code = "rest_too_short"
    status = 409


@transaction.atomic
def generate(template: ShiftTemplate, *, by: Actor, monday: date) -> list[Shift]:
    """Make the template's shifts of the week that begins on `monday`; those there are stay.

    Raises InvalidInput where the date is no Monday.
    """
    if monday.isoweekday() != 1:
        raise _fault("monday", _("A week begins on a Monday."))
    needs = list(template.needs.values("kind", "count", "certificate", "tier"))
    made = []
    for day in (monday + timedelta(days=n) for n in range(7)):
        if not _holds(template, day):
            continue
        begins = timezone.make_aware(datetime.combine(day, template.starts))
        shift, is_new = Shift.objects.get_or_create(
            template=template,
            starts_at=begins,
            defaults={
                "agency": template.agency,
                "station": template.station,
                "name": template.name,
                "ends_at": begins + timedelta(minutes=template.minutes),
                "needs": needs,
            },
        )
        made += [shift] if is_new else []
    record(by, *(_shift_fact("patrol.shift_made", shift) for shift in made))
    return made


@transaction.atomic
def roster(
    shift: Shift,
    *,
    by: Actor,
    officer: Officer | None = None,
    unit: Unit | None = None,
    **said: Any,
) -> RosterEntry:
    """Put somebody on a shift.

    `said` may hold name (of somebody without account), kind, carries_weapon, certificates (codes
    needed), waiver (why she serves without) and rest_override (why she serves unrested).

    Raises InvalidInput, CertificateMissing, RestTooShort, LostRace where she is on it already.
    """
    entry = RosterEntry(shift=shift, officer=officer, unit=unit, **said)
    if bool(entry.officer) == bool(entry.name):
        raise _fault("officer", _("Name an officer, or give the name of somebody without account."))
    if entry.carries_weapon and "firearm" not in entry.certificates:
        entry.certificates = [*entry.certificates, "firearm"]
    if officer is not None:
        Officer.objects.select_for_update().get(pk=officer.pk)
        _check_rest(entry, by)
    _check_certificates(entry, by, day=timezone.localdate(shift.starts_at))
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        raise LostRace(_("This officer is on this shift already.")) from error
    record(by, _entry_fact("patrol.shift_rostered", entry))
    return entry


@transaction.atomic
def strike(entry: RosterEntry, *, by: Actor) -> None:
    """Take somebody off a shift she has not come to; raises IllegalStep where she has."""
    current = _locked(entry)
    if current.came_at is not None:
        raise IllegalStep(_("Somebody who came cannot be taken off the roster."))
    fact = _entry_fact("patrol.shift_struck", current)
    current.delete()
    record(by, fact)


@transaction.atomic
def come_on(
    entry: RosterEntry, *, by: Actor, at: datetime | None = None, waiver: str = ""
) -> RosterEntry:
    """Come on duty: certificates are looked at again, the unit goes on patrol, the officer on duty.

    Raises LostRace where she came already, IllegalStep outside the time of the shift,
    CertificateMissing where one has run out and no waiver is named.
    """
    current, at = _locked(entry), at or timezone.now()
    if current.came_at is not None:
        raise LostRace(_("She is on duty already."), at=current.came_at.isoformat())
    if not current.shift.starts_at - EARLIEST <= at < current.shift.ends_at:
        raise IllegalStep(_("This shift does not run now."))
    current.waiver = waiver or current.waiver
    _check_certificates(current, by, day=timezone.localdate(at))
    current.came_at, current.left_at = at, None
    current.version += 1
    current.save()
    _duty(current, on=True)
    if current.unit and current.unit.status == Unit.Status.OFF:
        set_status(current.unit, Unit.Status.PATROL, actor=on_behalf(by, current.unit), at=at)
    record(by, _entry_fact("patrol.shift_came_on", current))
    return current


@transaction.atomic
def go_off(entry: RosterEntry, *, by: Actor, at: datetime | None = None) -> RosterEntry:
    """Go off duty; the unit goes with the last of its people, and never with an open task.

    Raises LostRace where she left already, IllegalStep where she never came or is still engaged.
    """
    current, at = _locked(entry), at or timezone.now()
    if current.came_at is None:
        raise IllegalStep(_("She has not come on duty."))
    if current.left_at is not None:
        raise LostRace(_("She has gone off duty already."), at=current.left_at.isoformat())
    is_last = current.unit is not None and not _others(current).exists()
    unit = current.unit
    if unit and is_last and unit.status in ENGAGED:
        raise IllegalStep(_("The unit has an open task; hand it over first."))
    current.left_at = max(at, current.came_at)
    current.version += 1
    current.save()
    _duty(current, on=False)
    if unit and is_last and unit.status != Unit.Status.OFF:
        set_status(unit, Unit.Status.OFF, actor=on_behalf(by, unit), at=at)
    record(by, _entry_fact("patrol.shift_went_off", current))
    return current


def _holds(template: ShiftTemplate, day: date) -> bool:
    ended = template.valid_to is not None and template.valid_to <= day
    return day.isoweekday() in template.days and template.valid_from <= day and not ended


def _locked(entry: RosterEntry) -> RosterEntry:
    rows = RosterEntry.objects.select_for_update(of=("self",))
    return rows.select_related("shift__agency", "unit__agency", "officer").get(pk=entry.pk)


def _others(entry: RosterEntry) -> Any:
    present = RosterEntry.objects.filter(
        unit=entry.unit, came_at__isnull=False, left_at__isnull=True
    )
    return present.exclude(pk=entry.pk)


def _duty(entry: RosterEntry, *, on: bool) -> None:
    """Officers are on duty as the roster says; the fact of it is the roster's own."""
    if entry.officer:
        Officer.objects.filter(pk=entry.officer.pk).update(is_on_duty=on)


def _check_certificates(entry: RosterEntry, by: Actor, *, day: date) -> None:
    missing = missing_certificates(entry, day)
    if not missing:
        return
    if len(entry.waiver) < SHORTEST_REASON:
        codes = ", ".join(missing)
        raise CertificateMissing(
            _("No valid certificate at the start of duty: %(codes)s.") % {"codes": codes},
            missing=missing,
        )
    entry.waived_by = by.label


def missing_certificates(entry: RosterEntry, day: date) -> list[str]:
    """Codes the entry needs and its officer does not hold on a day."""
    held = Certificate.objects.filter(
        officer=entry.officer, valid_from__lte=day, valid_to__gt=day
    ).values_list("kind_id", flat=True)
    return sorted(set(entry.certificates) - (set(held) if entry.officer else set()))


def _check_rest(entry: RosterEntry, by: Actor) -> None:
    shift = entry.shift
    others = RosterEntry.objects.filter(officer=entry.officer).exclude(shift=shift)
    overlap = others.filter(shift__starts_at__lt=shift.ends_at, shift__ends_at__gt=shift.starts_at)
    clash = overlap.select_related("shift").first()
    if clash is not None:
        raise _fault("officer", _("She is on another shift at that time: %s.") % clash.shift)
    hours = rest_hours(shift.agency, timezone.localdate(shift.starts_at))
    gap = timedelta(hours=hours)
    near = others.filter(
        Q(shift__ends_at__gt=shift.starts_at - gap, shift__ends_at__lte=shift.starts_at)
        | Q(shift__starts_at__lt=shift.ends_at + gap, shift__starts_at__gte=shift.ends_at)
    )
    if not hours or not near.exists():
        return
    if len(entry.rest_override) < SHORTEST_REASON:
        raise RestTooShort(
            _("Less than %(hours)s hours between two shifts of this officer.") % {"hours": hours},
            hours=hours,
        )
    entry.overridden_by = by.label


def _shift_fact(kind: str, shift: Shift, **more: Any) -> Fact:
    return Fact(
        kind=kind,
        subject_type="shift",
        subject_id=str(shift.pk),
        subject_version=shift.version,
        agency_path=shift.agency.path,
        payload={
            "name": shift.name,
            "station": shift.station.code if shift.station else "",
            "starts_at": shift.starts_at.isoformat(),
            "ends_at": shift.ends_at.isoformat(),
        }
        | more,
    )


def _entry_fact(kind: str, entry: RosterEntry) -> Fact:
    """Badge and call sign; names of people without account stay out of the ledger."""
    return _shift_fact(
        kind,
        entry.shift,
        entry=entry.pk,
        badge=entry.badge,
        unit=entry.unit.call_sign if entry.unit else "",
        waived=bool(entry.waived_by),
        overridden=bool(entry.overridden_by),
    )


def _fault(field: str, message: str) -> InvalidInput:
    fault = FieldError(pointer=f"/{field}", code="invalid", message=message)
    return InvalidInput(message, errors=[fault])


def check_version(current: int, version: int | None) -> None:
    """Raises StaleVersion where somebody changed the row since `version` was read."""
    if version is not None and version != current:
        raise StaleVersion(
            _("It was changed since you read it."), your_version=version, current_version=current
        )
