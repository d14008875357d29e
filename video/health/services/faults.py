"""Faults of pictures: found by a person, a sample or an event, and cleared again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import LostRace, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from video.health.models import FaultKind, Inspection, PictureFault
from video.register.models import Camera


@transaction.atomic
def open_fault(
    camera: Camera,
    *,
    by: Actor,
    kind: str,
    found_by: str = PictureFault.FoundBy.HAND,
    inspector: str = "",
    note: str = "",
) -> PictureFault:
    """Say what is wrong with a camera's picture; the same fault still open is answered as it is."""
    fault, is_new = PictureFault.objects.get_or_create(
        camera=camera,
        kind=kind,
        cleared_at=None,
        defaults={"found_by": found_by, "inspector": inspector, "note": note.strip()},
    )
    if is_new:
        record(by, fault_fact("fault_found", fault))
    return fault


@transaction.atomic
def clear_fault(
    fault: PictureFault, *, by: Actor, cleared_by: str, version: int | None = None
) -> PictureFault:
    """Say that the picture is in order again; raises StaleVersion, LostRace."""
    rows = PictureFault.objects.filter(pk=fault.pk, cleared_at__isnull=True)
    rows = rows if version is None else rows.filter(version=version)
    won = rows.update(cleared_at=timezone.now(), cleared_by=cleared_by, version=F("version") + 1)
    fault.refresh_from_db()
    if not won and fault.cleared_at is not None:
        raise LostRace(_("%s was first.") % fault.cleared_by, winner=fault.cleared_by)
    if not won:
        message = _("It was changed since you read it.")
        raise StaleVersion(message, yours=version, current=fault.version)
    record(by, fault_fact("fault_cleared", fault))
    return fault


def of_inspection(inspection: Inspection, kinds: Sequence[str], *, found_by: str) -> list[Fact]:
    """Open what a look found and clear what it found no more; answers the facts."""
    open_now = {row.kind: row for row in inspection.camera.faults.filter(cleared_at__isnull=True)}
    gone = [row for kind, row in open_now.items() if kind not in kinds]
    cleared = {"cleared_at": inspection.checked_at, "cleared_by": inspection.inspector}
    PictureFault.objects.filter(pk__in=[row.pk for row in gone]).update(
        **cleared, version=F("version") + 1
    )
    new = [
        PictureFault(
            camera=inspection.camera,
            kind=kind,
            found_by=found_by,
            inspector=inspection.inspector,
            inspection=inspection,
            at=inspection.checked_at or timezone.now(),
        )
        for kind in dict.fromkeys(kinds)
        if kind not in open_now
    ]
    PictureFault.objects.bulk_create(new)
    return [fault_fact("fault_cleared", row) for row in gone] + [
        fault_fact("fault_found", row) for row in new
    ]


def of_repairs(numbers: Mapping[tuple[int, str], str], *, at: datetime) -> list[Fact]:
    """Clear what repair tickets mended; (key of the camera, kind) → number; answers the facts.

    The number stands as who cleared it: the ticket names whoever fixed and whoever verified it.
    """
    rows = PictureFault.objects.select_for_update(of=("self",)).select_related("camera__agency")
    cameras = {camera for camera, _kind in numbers}
    open_now = rows.filter(camera__in=cameras, cleared_at__isnull=True, at__lte=at).order_by("pk")
    mended = [row for row in open_now if (row.camera_id, row.kind) in numbers]
    for row in mended:
        row.cleared_at, row.version = at, row.version + 1
        row.cleared_by = numbers[row.camera_id, row.kind]
    PictureFault.objects.bulk_update(mended, ["cleared_at", "cleared_by", "version"])
    return [fault_fact("fault_cleared", row) for row in mended]


def of_reopened(number: str, *, by: Actor, done_at: datetime | None) -> PictureFault | None:
    """What a ticket's verification cleared is there after all: found again, as it was found."""
    cleared = PictureFault.objects.filter(cleared_by=number, cleared_at=done_at)
    row = cleared.select_related("camera__agency").first()
    if row is None:
        return None
    told = {"found_by": row.found_by, "inspector": row.inspector, "note": row.note}
    return open_fault(row.camera, by=by, kind=row.kind, **told)


def of_events(kinds: Mapping[str, str], *, by: Actor, at: datetime) -> list[Fact]:
    """VLOST opens a lost signal, ON ends one that an event opened; national id → event."""
    seen = Camera.objects.filter(agency__path__startswith=by.agency_path)
    lost = seen.filter(gb_id__in=[gb_id for gb_id, kind in kinds.items() if kind == "VLOST"])
    back = [gb_id for gb_id, kind in kinds.items() if kind == "ON"]
    signal: Any = {"kind": FaultKind.SIGNAL_LOSS, "found_by": PictureFault.FoundBy.NOTIFY}
    open_now = PictureFault.objects.filter(kind=FaultKind.SIGNAL_LOSS, cleared_at__isnull=True)
    fresh = lost.exclude(pk__in=open_now.values("camera_id")).select_related("agency")
    new = [PictureFault(camera=camera, at=at, **signal) for camera in fresh]
    ended = list(
        open_now.filter(
            camera__in=seen.filter(gb_id__in=back), at__lte=at, **signal
        ).select_related("camera__agency")
    )
    PictureFault.objects.filter(pk__in=[row.pk for row in ended]).update(
        cleared_at=at, version=F("version") + 1
    )
    PictureFault.objects.bulk_create(new)
    return [fault_fact("fault_found", row) for row in new] + [
        fault_fact("fault_cleared", row) for row in ended
    ]


def fault_fact(kind: str, fault: PictureFault) -> Fact:
    return Fact(
        kind=f"video.{kind}",
        subject_type="camera",
        subject_id=fault.camera.code,
        agency_path=fault.camera.agency.path,
        payload={
            "camera": fault.camera.code,
            "name": fault.camera.name,
            "fault": fault.kind,
            "found_by": fault.found_by,
            "inspector": fault.inspector,
            "is_key_target": fault.camera.is_key_target,
        },
    )
