"""Reading what is kept of coverage, always in the viewer's scope."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from command_center.dispatch.coverage import gaps, now
from command_center.dispatch.coverage.gaps import Kept
from command_center.dispatch.coverage.models import (
    CoverageGap,
    CoverageRequirement,
    ResponseCircle,
)
from grid.scope import Viewer

summary = now.summary  # what the board shows


def circles(viewer: Viewer, *, q: str = "", ended: bool = False) -> QuerySet[ResponseCircle]:
    """Circles in force or to come, ended ones too where asked; `q` is part of the name."""
    rows: Any = ResponseCircle.objects.visible_to(viewer)
    if not ended:
        rows = rows.not_over(timezone.localdate())
    if q:
        rows = rows.filter(name__icontains=q)
    found: QuerySet[ResponseCircle] = rows.select_related("agency", "place")
    return found.prefetch_related("stations", "units", "agencies")


def requirement_rows(viewer: Viewer) -> QuerySet[CoverageRequirement]:
    """Every requirement in scope, ended ones too."""
    rows: QuerySet[CoverageRequirement] = CoverageRequirement.objects.visible_to(viewer)
    return rows.select_related("station", "agency")


def requirements(viewer: Viewer) -> list[tuple[Kept, CoverageGap | None]]:
    """Requirements in force as they stand, the short ones first."""
    states = gaps.kept(gaps.requirements_of(viewer), at=timezone.now())
    is_open = _open_gaps([state.requirement.pk for state in states])
    pairs = [(state, is_open.get(state.requirement.pk)) for state in states]
    return sorted(pairs, key=lambda pair: not pair[0].is_short)


def requirement(row: CoverageRequirement) -> tuple[Kept, CoverageGap | None]:
    """One requirement as it stands."""
    [state] = gaps.kept([row], at=timezone.now())
    return state, _open_gaps([row.pk]).get(row.pk)


def gap_log(viewer: Viewer) -> QuerySet[CoverageGap]:
    """Gaps in scope, the newest first."""
    rows: QuerySet[CoverageGap] = CoverageGap.objects.visible_to(viewer)
    return rows.select_related("requirement__station")


def _open_gaps(ids: list[int]) -> dict[int, CoverageGap]:
    rows = CoverageGap.objects.filter(requirement__in=ids, closed_at__isnull=True)
    return {gap.requirement_id: gap for gap in rows}
