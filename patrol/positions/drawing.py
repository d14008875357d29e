"""A track as an SVG map: the cells around it, the way, and where the unit stood."""

from collections.abc import Sequence
from typing import Any, Final, TypedDict

import numpy as np
from django.contrib.gis.geos import Polygon
from django.db import connection
from django.utils import timezone

from grid.territory.geo import distance_m
from patrol.positions.models import TrackFix

SIDE: Final = 1000.0
MARGIN: Final = 0.08
STOOD_S: Final = 180.0  # standing that long is drawn as a stop
NEAR_M: Final = 30.0
# Leaf cells that the box touches, in units of the drawing: scaled east and north, north up.
_CELLS: Final = """
    SELECT name, ST_AsSVG(ST_Scale(ST_Translate(
             ST_Intersection(outline, box), -ST_XMin(box), -ST_YMax(box)), %s, %s), 0, 0)
      FROM territory_cell, ST_GeomFromText(%s, 4326) AS box
     WHERE is_leaf AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)
       AND ST_Intersects(outline, box)
"""


class Stop(TypedDict):
    """Where the unit stood, in units of the drawing and in words."""

    x: float
    y: float
    since: Any
    until: Any


class Drawing(TypedDict):
    """What the page draws: a view box, outlines with names, the way, its ends and stops."""

    box: str
    cells: list[tuple[str, str]]
    way: str
    first: tuple[float, float]
    last: tuple[float, float]
    stops: list[Stop]
    metre: float


def draw(fixes: Sequence[TrackFix]) -> Drawing:
    """The track of at least one fix; the drawing is 1,000 units on its longer side."""
    lng, lat = np.array([f.lng for f in fixes]), np.array([f.lat for f in fixes])
    squeeze = float(np.cos(np.radians(lat.mean())))  # a degree east is shorter than one north
    longer = max((lng.max() - lng.min()) * squeeze, lat.max() - lat.min(), 0.004)
    span = float(longer) * (1 + 2 * MARGIN)
    west = float(lng.max() + lng.min()) / 2 - span / squeeze / 2
    north = float(lat.max() + lat.min()) / 2 + span / 2
    east_scale, north_scale = SIDE / span * squeeze, SIDE / span
    x, y = (lng - west) * east_scale, (north - lat) * north_scale
    box = Polygon.from_bbox((west, north - span, west + span / squeeze, north))
    return {
        "box": f"0 0 {SIDE:.0f} {SIDE:.0f}",
        "cells": _cells(box, east_scale, north_scale),
        "way": " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True)),
        "first": (float(x[0]), float(y[0])),
        "last": (float(x[-1]), float(y[-1])),
        "stops": _stops(fixes, lng, lat, x, y),
        "metre": SIDE / (span * 111_195),
    }


def _cells(box: Polygon, east_scale: float, north_scale: float) -> list[tuple[str, str]]:
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(_CELLS, [east_scale, north_scale, box.wkt, today, today])
        return [(name, path) for name, path in cursor.fetchall() if path]


def _stops(fixes: Sequence[TrackFix], lng: Any, lat: Any, x: Any, y: Any) -> list[Stop]:
    """Runs of fixes within 30 m of the first of them, three minutes or longer."""
    stops: list[Stop] = []
    begin = 0
    for n in range(1, len(fixes) + 1):
        is_near = n < len(fixes) and _apart(lng, lat, begin, n) <= NEAR_M
        if is_near:
            continue
        since, until = fixes[begin].device_time, fixes[n - 1].device_time
        if (until - since).total_seconds() >= STOOD_S:
            stops.append(
                {"x": float(x[begin]), "y": float(y[begin]), "since": since, "until": until}
            )
        begin = n
    return stops


def _apart(lng: Any, lat: Any, one: int, other: int) -> float:
    return distance_m(
        lng=float(lng[one]), lat=float(lat[one]), to_lng=float(lng[other]), to_lat=float(lat[other])
    )
