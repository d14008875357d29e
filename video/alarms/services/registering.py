"""The register of alarm devices, and the rule of their tests."""

from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import assign, fault, locked, nameless, own_agency, refuse
from grid.scope import Viewer
from grid.territory.models import Place
from grid.territory.placing import point_said
from video.alarms.models import AlarmDevice, AlarmRule, DeviceKind
from video.alarms.services.testing import device_fact
from video.register.models import VideoPoint

_PLAIN: Final = ("name", "kind", "address", "contact", "installed_on", "state", "note")
_NUMBERS: Final = ("test_days", "window_min", "repeat_s")


@transaction.atomic
def save_device(
    device: AlarmDevice | None,
    *,
    by: Actor,
    viewer: Viewer,
    version: int | None = None,
    **said: Any,
) -> AlarmDevice:
    """Enter a device (`said["code"]`) or correct one; all faults at once, nothing half-written.

    `said` may hold agency and point (codes), place (id), lng, lat, crs and the plain fields.
    Without degrees it stands where its place or its point is. Raises InvalidInput, StaleVersion.
    """
    row = locked(device, version) if device else AlarmDevice(code=said["code"])
    faults: list[FieldError] = []
    assign(row, said, _PLAIN)
    own_agency(row, said, viewer, faults)
    _put_at(row, said, viewer, faults)
    _locate(row, said, faults)
    refuse(faults + _faults(row))
    _store(row, is_new=device is None)
    record(by, device_fact("alarm_device_added" if device is None else "alarm_device_changed", row))
    return row


def _put_at(
    row: AlarmDevice, said: dict[str, Any], viewer: Viewer, faults: list[FieldError]
) -> None:
    """The place and the pole of the register that were named; empty takes them away."""
    for field, rows, key in (
        ("place", Place.objects.visible_to(viewer).filter(is_active=True), "pk"),
        ("point", VideoPoint.objects.visible_to(viewer).filter(is_active=True), "code"),
    ):
        if field not in said:
            continue
        wanted = said[field]
        found = rows.filter(**{key: wanted}).first() if wanted else None
        setattr(row, field, found)
        if wanted and found is None:
            message = _("There is no such entry in your area.")
            faults.append(fault(field, "unknown", message))


def _locate(row: AlarmDevice, said: dict[str, Any], faults: list[FieldError]) -> None:
    before = len(faults)
    at = point_said(said, faults)
    if at is None and row.location is None:
        at = row.place.point if row.place else row.point.location if row.point else None
    if at is not None:
        row.location = at
    elif row.location is None and len(faults) == before:
        faults.append(fault("lng", "required", _("Say where it stands, or name its place.")))


def _faults(row: AlarmDevice) -> list[FieldError]:
    faults = nameless("note", row.note)
    if not row.name.strip():
        faults.append(fault("name", "required", _("This must be said.")))
    if row.kind not in DeviceKind.values:
        faults.append(fault("kind", "required", _("Say what kind of device it is.")))
    if row.installed_on and row.installed_on > timezone.localdate():
        faults.append(fault("installed_on", "future", _("This day is still to come.")))
    return faults


def _store(row: AlarmDevice, *, is_new: bool) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as error:
        message = _("This code is taken.")
        raise InvalidInput(message, errors=[fault("code", "taken", message)]) from error


@transaction.atomic
def set_rule(
    agency: Agency, *, by: Actor, valid_from: date | None = None, **said: int
) -> AlarmRule:
    """How often devices of an agency are tested, from a day on; earlier days keep their rule.

    `said` holds test_days (1 to 366), window_min (1 to 120), repeat_s. Raises InvalidInput.
    """
    day = valid_from or timezone.localdate()
    faults = [
        fault(name, "out_of_range", _("From 1 to %(most)s.") % {"most": most})
        for name, most in (("test_days", 366), ("window_min", 120), ("repeat_s", 3600))
        if not 1 <= said[name] <= most
    ]
    if day < timezone.localdate():
        faults.append(fault("valid_from", "past", _("A rule holds from today on at the earliest.")))
    refuse(faults)
    AlarmRule.objects.filter(agency=agency, valid_from__lt=day, valid_to__isnull=True).update(
        valid_to=day
    )
    row, _made = AlarmRule.objects.update_or_create(
        agency=agency, valid_from=day, defaults={name: said[name] for name in _NUMBERS}
    )
    record(by, _rule_fact(row, agency))
    return row


def _rule_fact(row: AlarmRule, agency: Agency) -> Fact:
    return Fact(
        kind="video.alarm_rule_changed",
        subject_type="alarm_rule",
        subject_id=str(row.pk),
        agency_path=agency.path,
        payload={name: getattr(row, name) for name in _NUMBERS}
        | {"valid_from": row.valid_from.isoformat()},
    )
