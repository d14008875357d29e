"""The register of checkpoints: entered, corrected, opened, closed; mobile ones are moved."""

from datetime import datetime
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.register.models import Checkpoint, CheckpointMove, DefenceLine, Opening
from checkpoints.register.writing import (
    assign,
    checkpoint_fact,
    fault,
    locked,
    place_agency,
    referred,
    refuse,
)
from grid.errors import FieldError, IllegalStep, InvalidInput
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.scope import Viewer
from grid.territory import geo

_PLAIN: Final = (
    *("name", "grade", "kind", "address", "road", "direction", "lanes_in", "lanes_out"),
    *("mission", "planned_on", "built_on", "is_signed", "filing_number", "filed_on"),
)
_INSTRUMENT: Final = ("instrument_type", "instrument_number", "instrument_issuer")
_TERM: Final = (*_INSTRUMENT, "valid_from", "valid_to")
_RENEWED: Final = "renewed"


@transaction.atomic
def save_checkpoint(
    checkpoint: Checkpoint | None,
    *,
    by: Actor,
    viewer: Viewer,
    version: int | None = None,
    **said: Any,
) -> Checkpoint:
    """Enter a checkpoint (`said["code"]`) or correct one; all faults at once, nothing half-written.

    `said` may hold line, agency and parent (codes), lng, lat, crs and the plain fields. What it
    works under is said by `open_checkpoint`. Raises InvalidInput, StaleVersion.
    """
    row = locked(checkpoint, version) if checkpoint else Checkpoint(code=said["code"])
    faults: list[FieldError] = []
    assign(row, said, _PLAIN)
    referred(row, "line", DefenceLine, said, faults)
    place_agency(row, said, viewer, faults)
    _place_parent(row, said, viewer, faults)
    is_moved = _locate(row, said, faults)
    faults += _date_faults(row)
    refuse(faults)
    _store(row, is_new=checkpoint is None)
    if row.kind == Checkpoint.Kind.MOBILE and (is_moved or checkpoint is None):
        _keep_move(row, by)
    what = "added" if checkpoint is None else "moved" if is_moved else "changed"
    record(by, checkpoint_fact(f"checkpoint_{what}", row))
    return row


@transaction.atomic
def open_checkpoint(
    checkpoint: Checkpoint, *, by: Actor, version: int | None = None, **said: Any
) -> Checkpoint:
    """Let it work under a legal instrument for a time, or go on under another.

    `said` holds instrument_type, instrument_number, instrument_issuer, valid_from, valid_to, and
    may hold built_on, is_signed, filing_number, filed_on. A temporary checkpoint has an end.
    Raises InvalidInput, StaleVersion.
    """
    row = locked(checkpoint, version)
    assign(row, said, (*_TERM, "built_on", "is_signed", "filing_number", "filed_on"))
    refuse(_term_faults(row) + _date_faults(row))
    row.is_active = True
    row.save()
    _end_opening(row, by, reason=_RENEWED)
    term = {name: getattr(row, name) for name in (*_TERM, "is_signed")}
    Opening.objects.create(checkpoint=row, opened_by=by.label, **term)
    record(by, checkpoint_fact("checkpoint_opened", row, **_validity(row)))
    return row


@transaction.atomic
def close_checkpoint(
    checkpoint: Checkpoint,
    *,
    by: Actor,
    reason: str,
    is_sign_removed: bool = False,
    version: int | None = None,
) -> Checkpoint:
    """Take it out of service at once; it can be opened again under a new instrument.

    Raises IllegalStep where it is closed already, InvalidInput without a reason, StaleVersion.
    """
    row = locked(checkpoint, version)
    if not row.is_active:
        raise IllegalStep(_("This checkpoint is closed already."))
    if not reason.strip():
        refuse([fault("reason", "required", _("Say why it is closed."))])
    row.is_active = False
    row.is_signed = row.is_signed and not is_sign_removed
    row.save()
    _end_opening(row, by, reason=reason.strip(), is_sign_removed=is_sign_removed)
    record(by, checkpoint_fact("checkpoint_closed", row, reason=reason.strip()))
    return row


@transaction.atomic
def move_checkpoint(
    checkpoint: Checkpoint, *, by: Actor, mission: str, version: int | None = None, **said: Any
) -> Checkpoint:
    """Put a mobile checkpoint somewhere else and say what for.

    `said` holds lng, lat, crs and may hold address, road, direction. Raises InvalidInput,
    IllegalStep for a checkpoint that does not move, StaleVersion.
    """
    row = locked(checkpoint, version)
    if row.kind != Checkpoint.Kind.MOBILE:
        raise IllegalStep(_("Only a mobile checkpoint is moved."))
    faults: list[FieldError] = []
    if not mission.strip():
        faults.append(fault("mission", "required", _("Say what it does there.")))
    _locate(row, {"lng": said.get("lng"), "lat": said.get("lat"), "crs": said.get("crs")}, faults)
    refuse(faults)
    row.mission = mission.strip()
    assign(row, said, ("address", "road", "direction"))
    row.save()
    _keep_move(row, by)
    record(by, checkpoint_fact("checkpoint_moved", row, mission=row.mission))
    return row


def _store(row: Checkpoint, *, is_new: bool) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as error:
        message = _("This code is taken.")
        raise InvalidInput(message, errors=[fault("code", "taken", message)]) from error


def _place_parent(
    row: Checkpoint, said: dict[str, Any], viewer: Viewer, faults: list[FieldError]
) -> None:
    """A gantry belongs to a checkpoint; a checkpoint belongs to none."""
    is_gantry = row.kind == Checkpoint.Kind.GANTRY
    if said.get("parent"):
        rows = Checkpoint.objects.visible_to(viewer).exclude(kind=Checkpoint.Kind.GANTRY)
        row.parent = rows.filter(code=said["parent"]).exclude(pk=row.pk).first()
        if row.parent is None:
            message = _("There is no such checkpoint in your area.")
            faults.append(fault("parent", "unknown", message))
    elif "parent" in said or not is_gantry:
        row.parent = None
    if is_gantry and row.parent is None and not faults:
        message = _("Say which checkpoint the gantry belongs to.")
        faults.append(fault("parent", "required", message))
    if not is_gantry and row.parent is not None:
        faults.append(fault("parent", "invalid", _("Only a gantry belongs to a checkpoint.")))


def _locate(row: Checkpoint, said: dict[str, Any], faults: list[FieldError]) -> bool:
    """Put it where it is said to be; answers whether a known one stood elsewhere before."""
    if "lng" not in said and "lat" not in said and row.pk:
        return False
    was = row.point if row.pk else None
    try:
        lng, lat = geo.check_point(lng=said.get("lng"), lat=said.get("lat"))
    except InvalidInput as error:
        faults.extend(error.errors)
        return False
    lng, lat = geo.to_wgs84(lng=lng, lat=lat, crs=said.get("crs") or "wgs84")
    row.point = Point(lng, lat, srid=4326)
    return was is not None and not was.equals_exact(row.point, 1e-7)


def _date_faults(row: Checkpoint) -> list[FieldError]:
    faults = []
    if row.built_on and row.built_on > timezone.localdate():
        faults.append(fault("built_on", "future", _("What is built was built by today.")))
    if row.built_on and row.planned_on and row.built_on < row.planned_on:
        faults.append(fault("built_on", "order", _("It cannot be built before it was planned.")))
    if row.filed_on and row.filed_on > timezone.localdate():
        faults.append(fault("filed_on", "future", _("A filing is not dated in the future.")))
    return faults


def _term_faults(row: Checkpoint) -> list[FieldError]:
    faults = [
        fault(name, "required", _("A checkpoint works under a legal instrument."))
        for name in _INSTRUMENT
        if not getattr(row, name)
    ]
    if row.built_on is None:
        faults.append(fault("built_on", "required", _("It must be built before it opens.")))
    if row.valid_from is None:
        faults.append(fault("valid_from", "required", _("Say from when the instrument holds.")))
    if row.valid_to is not None:
        faults += _end_faults(row.valid_from, row.valid_to)
    elif row.grade == Checkpoint.Grade.TEMPORARY:
        faults.append(fault("valid_to", "required", _("A temporary checkpoint has an end.")))
    return faults


def _end_faults(valid_from: datetime | None, valid_to: datetime) -> list[FieldError]:
    if valid_from is not None and valid_to <= valid_from:
        return [fault("valid_to", "order", _("The end lies before the beginning."))]
    if valid_to <= timezone.now():
        return [fault("valid_to", "past", _("The instrument has ended already."))]
    return []


def _end_opening(row: Checkpoint, by: Actor, *, reason: str, is_sign_removed: bool = False) -> None:
    Opening.objects.filter(checkpoint=row, closed_at__isnull=True).update(
        closed_at=timezone.now(),
        closed_by=by.label,
        closing_reason=reason,
        is_sign_removed=is_sign_removed,
    )


def _keep_move(row: Checkpoint, by: Actor) -> None:
    CheckpointMove.objects.create(
        checkpoint=row,
        point=row.point,
        address=row.address,
        mission=row.mission,
        actor_label=by.label,
    )


def _validity(row: Checkpoint) -> dict[str, Any]:
    return {
        "valid_from": row.valid_from.isoformat() if row.valid_from else None,
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }
