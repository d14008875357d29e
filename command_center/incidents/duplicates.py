"""Calls that may be the same: near in metres, near in minutes, alike in category."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.db.models import QuerySet
from django.utils import timezone

from command_center.incidents import selectors, targets
from command_center.incidents.models import Incident
from grid.scope import Viewer

MOST: Final = 10


def near(
    *,
    viewer: Viewer,
    lng: float,
    lat: float,
    category: str | None = None,
    at: datetime | None = None,
) -> list[dict[str, Any]]:
    """Up to ten incidents around the WGS-84 point and the moment `at`, nearest first.

    How near is the viewer's rule for the category (`DuplicateRule`); without one nothing is
    suggested. Of the same category branch (first two digits) when one is given; merged calls are
    left out.
    """
    at = at or timezone.now()
    rule = targets.duplicate_rule(viewer, category or "", on=timezone.localdate(at))
    if rule is None:
        return []
    width = timedelta(minutes=rule.window_min)
    rows = within(viewer, lng=lng, lat=lat, radius_m=rule.radius_m).filter(
        reported_at__range=(at - width, at + width),
        category__code__startswith=(category or "")[:2],
    )
    rows = rows.exclude(state=Incident.State.MERGED)
    return [near_row(row, at) for row in rows[:MOST]]


def within(viewer: Viewer, *, lng: float, lat: float, radius_m: float) -> QuerySet[Incident]:
    """Visible incidents around a WGS-84 point, nearest first, by the geography index."""
    here = Point(lng, lat, srid=4326)
    rows = selectors.listed(viewer).filter(point__dwithin=(here, radius_m))
    return rows.annotate(distance=Distance("point", here)).order_by("distance", "-reported_at")


def near_row(row: Incident, at: datetime) -> dict[str, Any]:
    distance = getattr(row, "distance", None)
    return selectors.brief(row) | {
        "distance_m": round(distance.m, 1) if distance is not None else None,
        "minutes_apart": round(abs((at - row.reported_at).total_seconds()) / 60),
    }
