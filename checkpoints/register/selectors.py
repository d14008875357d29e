"""Reading the register, always within a viewer's scope."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from checkpoints.register.models import Checkpoint
from grid.organisation.models import Officer
from grid.scope import Viewer


def checkpoints(viewer: Viewer) -> QuerySet[Checkpoint]:
    """Every checkpoint in scope, in the order of lines and codes, with its line and agency."""
    return Checkpoint.objects.visible_to(viewer).select_related("line", "agency")


def operational(viewer: Viewer, at: datetime | None = None) -> QuerySet[Checkpoint]:
    """The checkpoints in scope that may work at `at` (default: now)."""
    return Checkpoint.objects.operational(at).visible_to(viewer).select_related("line", "agency")


def find_checkpoint(viewer: Viewer, code: str) -> Checkpoint:
    """The checkpoint of this code; raises Http404 where it is absent or out of scope."""
    found = checkpoints(viewer).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def my_checkpoints(officer: Officer) -> list[Checkpoint]:
    """The working checkpoints an officer stands at: those of her own agency, else of her scope."""
    rows = list(operational(officer, timezone.now()))
    return [row for row in rows if row.agency_id == officer.agency_id] or rows


def brief(checkpoint: Checkpoint) -> dict[str, Any]:
    """A checkpoint as facts, boards and the API carry it; line and agency should be joined."""
    lng, lat = checkpoint.point.coords
    return {
        "code": checkpoint.code,
        "name": checkpoint.name,
        "line": checkpoint.line_id,
        "grade": checkpoint.grade,
        "kind": checkpoint.kind,
        "agency": {"code": checkpoint.agency.code, "name": checkpoint.agency.name},
        "lng": lng,
        "lat": lat,
        "road": checkpoint.road,
        "direction": checkpoint.direction,
    }
