"""A press is kept and told at once, whoever registered its device or did not."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import fault, locked, nameless, refuse
from grid.scope import Viewer
from grid.territory.placing import point_said
from video.alarms.models import AlarmDevice, DeviceKind, DeviceTest, Press, brief
from video.alarms.services.testing import pass_test, rule_of

_OLDEST: Final = timedelta(days=1)  # an older press is kept by when it arrived


@transaction.atomic
def press(*, by: Actor, viewer: Viewer, device: str, press_ref: str, **said: Any) -> Press:
    """A button was pressed: tell it with priority 1, or as a test where one waits for it.

    `said` may hold pressed_at, is_test, and for a device nobody registered kind, name, place,
    address, lng, lat, crs. The same `press_ref` of a device again answers the press as it was
    taken. Raises InvalidInput where degrees are none; a press is refused for nothing else.
    """
    known = AlarmDevice.objects.visible_to(viewer).select_for_update(of=("self",))
    row = known.select_related("agency", "place").filter(code=device).first()
    agency = row.agency if row else Agency.objects.get(path=viewer.agency_path)
    twins = Press.objects.filter(agency=agency, device_code=device, press_ref=press_ref)
    twin = twins.select_related("agency").first()
    if twin is not None:
        return twin
    made = _pressed(row, said) if row else _unknown(said)
    made.agency, made.device_code, made.press_ref = agency, device, press_ref
    made.pressed_at = said.get("pressed_at") or made.received_at
    try:
        with transaction.atomic():
            return _told(made, row, by=by, is_test=bool(said.get("is_test")))
    except IntegrityError:  # nobody held the row of a device that is not registered
        return twins.select_related("agency").get()


def _pressed(device: AlarmDevice, said: Mapping[str, Any]) -> Press:
    return Press(
        device=device,
        kind=device.kind,
        name=device.name,
        place=device.place.name if device.place else "",
        address=device.address or (device.place.address if device.place else ""),
        location=device.location,
        note=str(said.get("note", "")),
    )


def _unknown(said: Mapping[str, Any]) -> Press:
    faults: list[FieldError] = []
    at = point_said(said, faults)
    refuse(faults)
    words = {name: str(said.get(name, "")) for name in ("name", "place", "address", "note")}
    words["name"] = words["name"] or _("Alarm device that is not registered")
    kind = said.get("kind") or DeviceKind.OTHER
    return Press(kind=kind, location=at, **words)


def _told(made: Press, device: AlarmDevice | None, *, by: Actor, is_test: bool) -> Press:
    waiting = _waiting_test(device)
    made.is_test = is_test or waiting is not None
    made.repeat_of = None if made.is_test else _earlier(made)
    if made.is_test:
        made.result, made.judged_at, made.judged_by = Press.Result.TEST, made.received_at, by.label
    made.save()
    if device is not None:
        _mark(device, made)
        if made.is_test:
            pass_test(device, made, waiting, by=by)
    record(by, press_fact("alarm_tested" if made.is_test else "alarm_pressed", made))
    return made


def _waiting_test(device: AlarmDevice | None) -> DeviceTest | None:
    waiting = DeviceTest.objects.filter(device=device, state=DeviceTest.State.WAITING)
    return waiting.filter(until__gte=timezone.now()).first() if device else None


def _earlier(made: Press) -> Press | None:
    """The call this press repeats: the first of those in a row, each near to the next."""
    near = made.received_at - timedelta(seconds=rule_of(made.agency.path).repeat_s)
    rows = Press.objects.filter(device_code=made.device_code, agency=made.agency, is_test=False)
    last = rows.filter(received_at__gte=near).select_related("repeat_of").first()
    return (last.repeat_of or last) if last else None


def _mark(device: AlarmDevice, made: Press) -> None:
    if made.is_test:
        device.proved_at, device.untested_at = made.received_at, None
    else:
        device.pressed_at = made.received_at
    device.version += 1
    device.save(update_fields=["proved_at", "untested_at", "pressed_at", "version"])


def press_fact(kind: str, made: Press, **more: Any) -> Fact:
    """A fact about a press, `kind` without the prefix; its subject is the device."""
    is_call = kind == "alarm_pressed"
    return Fact(
        kind=f"video.{kind}",
        subject_type="alarm_device",
        subject_id=made.device_code,
        subject_version=made.version,
        agency_path=made.agency.path,
        priority=1 if is_call else None,
        happened_at=_moment(made) if is_call else None,
        payload=brief(made) | more,
    )


def _moment(made: Press) -> datetime:
    """When it was pressed, unless the device's clock is plainly wrong."""
    is_plausible = made.received_at - _OLDEST <= made.pressed_at <= made.received_at
    return made.pressed_at if is_plausible else made.received_at


@transaction.atomic
def judge(
    made: Press, *, by: Actor, version: int | None, result: str, note: str = "", number: str = ""
) -> Press:
    """Say what a press was, and under which incident number it was answered.

    Raises IllegalStep for a test, InvalidInput, StaleVersion.
    """
    row = locked(made, version)
    if row.is_test:
        raise IllegalStep(_("A test is judged by itself."))
    faults = nameless("note", note)
    if result in (Press.Result.OPEN, Press.Result.TEST):
        faults.append(fault("result", "invalid", _("Say what it was.")))
    if result == Press.Result.MALICIOUS and not note.strip():
        faults.append(fault("note", "required", _("Say what was found.")))
    refuse(faults)
    row.result, row.note, row.judged_at = result, note.strip(), timezone.now()
    row.judged_by, row.incident_number = by.label, number.strip() or row.incident_number
    row.save()
    record(by, press_fact("alarm_judged", row, result=result))
    return row


@transaction.atomic
def link_incident(press_id: int, *, by: Actor, number: str) -> None:
    """Keep under which number a press was taken as a call; once, by whoever takes it first."""
    row = locked(Press.objects.get(pk=press_id))
    if row.incident_number == number:
        return
    row.incident_number = number
    row.save(update_fields=["incident_number", "version"])
    record(by, press_fact("alarm_taken", row, incident=number))
