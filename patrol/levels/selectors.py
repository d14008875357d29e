"""Reading levels: which held where and when, what was proposed, which control points stand."""

from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils import timezone

from grid.organisation.models import Agency
from grid.scope import Viewer
from patrol.levels.models import (
    AreaLevel,
    ControlPoint,
    OverlayProposal,
    OverlayTemplate,
    PatrolLevel,
)


def area_levels(viewer: Viewer, *, at: datetime | None = None) -> QuerySet[AreaLevel]:
    """Levels that hold on the viewer's ground, those of agencies above included.

    With `at` only those in force at that moment; else the whole history, newest first.
    """
    rows: QuerySet[AreaLevel] = AreaLevel.objects.filter(_concerns(viewer.agency_path))
    if at is not None:
        rows = in_force(rows, at)
    return rows.select_related("agency", "level").order_by("-valid_from", "-pk")


def own_levels(viewer: Viewer) -> QuerySet[AreaLevel]:
    """Levels set by the viewer's agency or one below it: those that may be ended."""
    rows: QuerySet[AreaLevel] = AreaLevel.objects.visible_to(viewer)
    return rows.select_related("agency", "level")


def in_force(rows: QuerySet[AreaLevel], at: datetime) -> QuerySet[AreaLevel]:
    """Levels begun and neither over nor ended at that moment."""
    return rows.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=at), valid_from__lte=at, valid_to__gt=at
    )


def level_at(agency: Agency, at: datetime, *, cell: str = "") -> PatrolLevel | None:
    """The level of an agency's ground, or of one cell of it, at a moment: the highest that held.

    A level set for an agency holds for all below it; one set for cells holds in those alone.
    Where nobody had set one, the base level of the scale.
    """
    above = [agency.path[: end + 1] for end, sign in enumerate(agency.path) if sign == "/"]
    rows = in_force(AreaLevel.objects.filter(agency__path__in=above), at)
    here = Q(cell_codes=[]) | Q(cell_codes__contains=[cell]) if cell else Q(cell_codes=[])
    found = rows.filter(here).select_related("level").order_by("level__rank").first()
    return found.level if found else PatrolLevel.objects.filter(is_base=True).first()


def templates(viewer: Viewer, *, on: date | None = None) -> QuerySet[OverlayTemplate]:
    """Templates that hold on the viewer's ground on a local day, those from above included."""
    day = on or timezone.localdate()
    rows = OverlayTemplate.objects.filter(_concerns(viewer.agency_path))
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    return rows.select_related("agency", "level", "place").order_by("level_id", "name", "pk")


def proposals(viewer: Viewer, *, state: str = "") -> QuerySet[OverlayProposal]:
    """Proposals in scope, those to be decided first."""
    rows: QuerySet[OverlayProposal] = OverlayProposal.objects.visible_to(viewer)
    if state:
        rows = rows.filter(state=state)
    waiting = Case(When(state=OverlayProposal.State.PROPOSED, then=0), default=1)
    counted = rows.annotate(line_count=Count("lines"), waiting=waiting)
    joined = counted.select_related("area_level__agency", "area_level__level")
    return joined.order_by("waiting", "-proposed_at", "-pk")


def control_points(viewer: Viewer, *, all: bool = False) -> QuerySet[ControlPoint]:  # noqa: A002 the word of the address
    """Control points in scope: those that stand now or will, or all there ever were."""
    rows: QuerySet[ControlPoint] = ControlPoint.objects.visible_to(viewer)
    if not all:
        rows = rows.filter(ended_at__isnull=True, valid_to__gt=timezone.now())
    return rows.select_related("agency", "unit").order_by(
        F("ended_at").asc(nulls_first=True), "-pk"
    )


def _concerns(path: str) -> Any:
    """Rows of the path, of what lies below it, and of what stands above it."""
    above = [path[: end + 1] for end, sign in enumerate(path) if sign == "/"]
    return Q(agency__path__startswith=path) | Q(agency__path__in=above)
