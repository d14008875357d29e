"""Key places and whether they are patrolled: points, check-ins, windows kept and not kept."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from grid.scope import Viewer
from grid.territory.models import Place
from patrol.rounds.models import PatrolPoint, Visit, WindowCheck


def covered(viewer: Viewer, *, days: int = 7, **chosen: Any) -> QuerySet[Any]:
    """Key places in scope with counts of the last `days`; those nobody came to first.

    `q` (part of the name), `kind`, `uncovered` (no point or no check-in). Subqueries, not joins:
    440 places times their check-ins would be counted by multiplying them.
    """
    since = timezone.now() - timedelta(days=days)
    points = PatrolPoint.objects.filter(place=OuterRef("pk"), is_active=True)
    visits = Visit.objects.filter(point__place=OuterRef("pk"), happened_at__gte=since)
    checks = WindowCheck.objects.filter(place=OuterRef("pk"), begins_at__gte=since)
    places = Place.objects.visible_to(viewer).filter(is_key=True, is_active=True)
    rows: QuerySet[Any] = places.annotate(
        point_count=_count(points, "place"),
        visit_count=_count(visits, "point__place"),
        window_count=_count(checks, "place"),
        unmet_count=_count(checks.filter(state=WindowCheck.State.UNMET), "place"),
        last_visit=Subquery(
            visits.order_by().values("point__place").annotate(at=Max("happened_at")).values("at")
        ),
    )
    if chosen.get("q"):
        rows = rows.filter(name__icontains=chosen["q"])
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if chosen.get("uncovered"):
        rows = rows.filter(Q(point_count=0) | Q(visit_count=0))
    return (
        rows.select_related("agency", "cell")
        .defer("cell__outline")
        .order_by("visit_count", "-unmet_count", "name", "pk")
    )


def row(place: Any) -> dict[str, Any]:
    """One place as `covered` reads it."""
    return {
        "id": place.pk,
        "name": place.name,
        "kind": place.kind,
        "agency": {"code": place.agency.code, "name": place.agency.name},
        "windows": place.windows,
        "points": place.point_count,
        "visits": place.visit_count,
        "windows_checked": place.window_count,
        "windows_unmet": place.unmet_count,
        "last_visit": place.last_visit.isoformat() if place.last_visit else None,
        "is_covered": place.point_count > 0 and place.visit_count > 0,
    }


def _count(rows: QuerySet[Any], by: str) -> Any:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
