"""The register of cameras: entered, corrected, removed, filed with the police, checked."""

from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, InvalidInput
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.writing import fault, locked, refuse
from grid.scope import Viewer
from video.register.completeness import missing_words
from video.register.models import Camera, DeviceState, FileCheck, FileState, Filing
from video.register.rules import FILED, row_of
from video.register.writing import camera_fact, write

_BESIDE: Final = frozenset(  # what changes with every write, or with another field
    {"version", "updated_at", "location", "initials", "file_state"}
    | {"refile_since", "source_lng", "source_lat", "source_crs", "cell_id", "division_id"}
)


@transaction.atomic
def add_camera(*, by: Actor, viewer: Viewer, **said: Any) -> Camera:
    """Open the file of a camera; all faults at once, nothing half-written.

    `said`: the plain fields of `Camera`, agency, camera_class, point, platform, owner, builder,
    contractor (codes), lease (number), lng, lat, crs. Raises InvalidInput.
    """
    camera = Camera()
    write(camera, said, viewer)
    _store(camera, is_new=True)
    record(by, camera_fact("camera_added", camera))
    return camera


@transaction.atomic
def change_camera(
    camera: Camera, *, by: Actor, viewer: Viewer, version: int | None = None, **said: Any
) -> Camera:
    """Correct a file; what was checked is then to be checked again.

    A change of what was filed starts the re-filing. Saying what is so already writes nothing.
    Raises InvalidInput, StaleVersion.
    """
    row = locked(camera, version)
    before = row_of(row)
    state = said.get("device_state", row.device_state)
    if row.device_state == DeviceState.REMOVED and state != DeviceState.REMOVED:
        said = {**said, "scrapped_on": None}
    write(row, said, viewer)
    changed = sorted(_difference(before, row_of(row)))
    if not changed:
        row.version -= 1
        return row
    _after_change(row, set(changed))
    _store(row, is_new=False)
    record(by, camera_fact("camera_changed", row, changed=changed))
    return row


@transaction.atomic
def remove_camera(
    camera: Camera,
    *,
    by: Actor,
    reason: str,
    scrapped_on: date | None = None,
    version: int | None = None,
) -> Camera:
    """Take a camera off its pole; the file stays. Setting it in use again takes this back.

    Raises IllegalStep where it is removed already, InvalidInput, StaleVersion.
    """
    row = locked(camera, version)
    if row.device_state == DeviceState.REMOVED:
        raise IllegalStep(_("This camera is removed already."))
    day = scrapped_on or timezone.localdate()
    faults = [] if reason.strip() else [fault("reason", "required", _("Say why it is removed."))]
    if day > timezone.localdate():
        faults.append(fault("scrapped_on", "future", _("This day has not come yet.")))
    if row.installed_on and day < row.installed_on:
        message = _("Installed, then enabled, then scrapped.")
        faults.append(fault("scrapped_on", "order", message))
    refuse(faults)
    row.device_state, row.scrapped_on = DeviceState.REMOVED, day
    _after_change(row, {"device_state"})
    row.save()
    told = camera_fact("camera_removed", row, reason=reason.strip(), scrapped_on=str(day))
    record(by, told)
    return row


@transaction.atomic
def file_camera(
    camera: Camera, *, by: Actor, number: str, filed_on: date, version: int | None = None
) -> Camera:
    """Note a filing with the county police (备案): the first, or that of a change.

    Raises InvalidInput, StaleVersion.
    """
    row = locked(camera, version)
    faults = []
    if not number.strip():
        faults.append(fault("number", "required", _("A filing has a number and a day.")))
    if filed_on > timezone.localdate():
        faults.append(fault("filed_on", "future", _("This day has not come yet.")))
    refuse(faults)
    is_change = bool(row.filing_number)
    since = row.refile_since if is_change else row.enabled_on
    taken = (filed_on - since).days if since else None
    row.filing_number, row.filed_on = number.strip(), filed_on
    row.refile_since = row.filing_told_on = None
    row.save()
    Filing.objects.create(
        camera=row,
        number=row.filing_number,
        filed_on=filed_on,
        is_change=is_change,
        days_taken=taken,
        recorded_by=by.label,
    )
    record(by, camera_fact("camera_filed", row, number=row.filing_number, is_change=is_change))
    return row


@transaction.atomic
def check_file(
    camera: Camera, *, by: Actor, state: str, note: str = "", version: int | None = None
) -> Camera:
    """Say of a file that it is complete, or what is to be corrected (档案审核).

    Raises InvalidInput where mandatory fields are missing from a file said to be complete, or
    nothing says what is to be corrected; StaleVersion.
    """
    row = locked(camera, version)
    faults = []
    missing = missing_words(row) if state == FileState.COMPLETE else []
    if missing:
        message = _("Not complete while these are missing: %s.") % ", ".join(missing)
        faults.append(fault("state", "incomplete", message))
    if state == FileState.TO_CORRECT and not note.strip():
        faults.append(fault("note", "required", _("Say what is to be corrected.")))
    refuse(faults)
    row.file_state = state
    row.save()
    FileCheck.objects.create(camera=row, state=state, note=note.strip(), checked_by=by.label)
    record(by, camera_fact("camera_checked", row, state=state))
    return row


def _difference(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in after if name not in _BESIDE and before[name] != after[name]}


def _after_change(row: Camera, changed: set[str]) -> None:
    row.file_state = FileState.UNCHECKED
    if row.filing_number and changed & FILED and row.refile_since is None:
        row.refile_since = timezone.localdate()


def _store(row: Camera, *, is_new: bool) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as error:
        raise _taken(row) from error


def _taken(row: Camera) -> InvalidInput:
    """Which of the two numbers another camera has; names no camera, it may be out of scope."""
    others = Camera.objects.exclude(pk=row.pk)
    is_id = bool(row.gb_id) and others.filter(gb_id=row.gb_id).exists()
    message = _("Another camera has this number.")
    taken = fault("gb_id" if is_id else "code", "taken", message)
    return InvalidInput(message, errors=[taken])
