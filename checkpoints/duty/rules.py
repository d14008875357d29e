"""The targets and the procedure that hold for an agency on a day: of several, the nearest above."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from checkpoints.duty.models import DutyTarget, SopVersion
from checkpoints.register.models import Checkpoint
from grid.scope import Viewer

# What domain.md 6 asks where a city has not one row: five minutes, half an hour.
FALLBACK: Final = DutyTarget(sign_s=300, ready_s=1800)


def target_of(path: str, at: datetime) -> DutyTarget:
    """The target of one agency."""
    return targets_of([path], at)[path]


def targets_of(paths: Iterable[str], at: datetime) -> dict[str, DutyTarget]:
    """The target of each agency by its path, in one query."""
    rows = DutyTarget.objects.in_force(timezone.localdate(at)).select_related("agency")
    by_path = {row.agency.path if row.agency else "": row for row in rows.order_by("valid_from")}
    return {path: _nearest(by_path, path) for path in paths}


def _nearest(by_path: dict[str, DutyTarget], path: str) -> DutyTarget:
    above = [known for known in by_path if path.startswith(known)]
    return by_path[max(above, key=len)] if above else FALLBACK


def sops(viewer: Viewer) -> QuerySet[SopVersion]:
    """The library: versions of the viewer's ground and of the agencies above it."""
    codes = viewer.agency_path.strip("/").split("/")
    below = SopVersion.objects.visible_to(viewer)
    rows = below | SopVersion.objects.filter(agency__code__in=codes, checkpoint__isnull=True)
    return rows.select_related("agency", "level", "checkpoint")


def sop_for(level_code: str, path: str, at: datetime) -> SopVersion | None:
    """The version in force at an agency: its own, else that of the nearest agency above."""
    rows = SopVersion.objects.filter(
        level_id=level_code,
        checkpoint__isnull=True,
        agency__code__in=path.strip("/").split("/"),
        valid_from__lte=timezone.localdate(at),
    )
    return rows.order_by("-agency__path", "-valid_from", "-number").first()


def supplement_of(checkpoint: Checkpoint, level_code: str, at: datetime) -> SopVersion | None:
    """The station's own supplement for a level."""
    rows = SopVersion.objects.filter(checkpoint=checkpoint, level_id=level_code)
    held = rows.filter(valid_from__lte=timezone.localdate(at))
    return held.order_by("-valid_from", "-number").first()
