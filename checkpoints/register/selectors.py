"""Reading the register, always within a viewer's scope."""

from datetime import datetime
from typing import Any, Final

from django.contrib.gis.geos import Polygon
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from checkpoints.register.models import Checkpoint, CheckpointQuerySet, DefenceRing
from grid.organisation.models import Officer
from grid.scope import Viewer

MOST_ON_MAP: Final = 5_000


def checkpoints(viewer: Viewer, **wanted: Any) -> QuerySet[Checkpoint]:
    """Checkpoints in scope by line and code, with line and agency, narrowed by what is `wanted`.

    `wanted` may hold q (code, name, road, address), agency (with all below it), line, grade,
    kind, road, state (a word of `STATES`) and gap (`gantry`, `sign`, `filing`); empty values
    narrow nothing.
    """
    rows = Checkpoint.objects.visible_to(viewer).select_related("line", "agency")
    for name, value in wanted.items():
        if value:
            rows = _narrowed(rows, name, str(value))
    return rows


def _narrowed(rows: CheckpointQuerySet, name: str, value: str) -> CheckpointQuerySet:
    if name == "state":
        return in_state(rows, value)
    if name == "gap":
        return with_gap(rows.operational(), value)
    if name == "q":
        text = Q(code__icontains=value) | Q(name__icontains=value)
        return rows.filter(text | Q(road__icontains=value) | Q(address__icontains=value))
    if name == "agency":
        return rows.filter(agency__path__contains=f"{value}/")
    return rows.filter(**{name: value})


def in_state(
    rows: CheckpointQuerySet, state: str, at: datetime | None = None
) -> CheckpointQuerySet:
    """Those whose `state_at(at)` is that word; an unknown word finds nothing."""
    at = at or timezone.now()
    built = Q(built_on__isnull=False, built_on__lte=timezone.localdate(at))
    begun = Q(valid_from__isnull=False, valid_from__lte=at)
    conditions = {
        "planned": ~built,
        "closed": built & Q(is_active=False),
        "waiting": built & Q(is_active=True) & ~begun,
        "expired": built & Q(is_active=True) & begun & Q(valid_to__isnull=False, valid_to__lte=at),
    }
    if state == "operational":
        return rows.operational(at)
    return rows.filter(conditions[state]) if state in conditions else rows.none()


def with_gap(rows: CheckpointQuerySet, gap: str, at: datetime | None = None) -> CheckpointQuerySet:
    """Those without a working electronic gantry, without the sign, or not filed."""
    if gap == "sign":
        return rows.filter(is_signed=False)
    if gap == "filing":
        return rows.filter(filing_number="")
    working = Checkpoint.objects.operational(at).filter(kind=Checkpoint.Kind.GANTRY)
    gates = Exists(working.filter(parent=OuterRef("pk")))
    stationed = rows.filter(kind__in=(Checkpoint.Kind.FIXED, Checkpoint.Kind.INNER))
    return stationed.filter(~gates)


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


def within(rows: QuerySet[Checkpoint], bbox: tuple[float, float, float, float]) -> Any:
    """Those inside west, south, east, north in degrees of WGS-84."""
    return rows.filter(point__intersects=Polygon.from_bbox(bbox))


def ringed(viewer: Viewer) -> list[tuple[DefenceRing, list[Checkpoint]]]:
    """Each ring in service in scope with the checkpoints in service that stand inside it."""
    rings = DefenceRing.objects.visible_to(viewer).filter(is_active=True)
    found = []
    for ring in rings.select_related("line", "agency"):
        inside = operational(viewer).filter(point__intersects=ring.outline)
        found.append((ring, list(inside)))
    return found


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
