"""Where roads cross a ring, in which order along it, and when the ring stood open. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import shapely
from shapely.geometry.polygon import orient

from checkpoints.containment.reach import Road
from grid.territory.metric import LocalPlane, plane_over

Outline = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class RoadCrossing:
    """A road crossing a ring, in WGS-84 degrees."""

    lng: float
    lat: float
    road: str


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment until before another; None: still."""

    since: datetime
    until: datetime | None


class Ring:
    """A ring round a place, walked clockwise from its northernmost corner (of two the western)."""

    def __init__(self, outline: Outline) -> None:
        shape = orient(shapely.Polygon(outline), sign=-1)
        self._plane: LocalPlane = plane_over(shape)
        ends = list(shape.exterior.coords)[:-1]
        first = max(range(len(ends)), key=lambda i: (round(ends[i][1], 6), -ends[i][0]))
        turned = ends[first:] + ends[:first] + [ends[first]]
        self._line = shapely.LineString([self._metres(lng, lat) for lng, lat in turned])
        self._shape = shapely.Polygon(self._line)

    @property
    def length_m(self) -> float:
        return float(self._line.length)

    def contains(self, *, lng: float, lat: float) -> bool:
        """Whether a place lies inside."""
        return bool(self._shape.contains(shapely.Point(self._metres(lng, lat))))

    def place_m(self, *, lng: float, lat: float) -> float:
        """How far along the ring the nearest point of it is."""
        return float(self._line.project(shapely.Point(self._metres(lng, lat))))

    def crossings(self, roads: Iterable[Road]) -> list[RoadCrossing]:
        """Where roads cross it, in order along the ring; a road along the ring crosses nowhere."""
        found: list[tuple[float, RoadCrossing]] = []
        for road in roads:
            line = shapely.LineString([self._metres(*road.start), self._metres(*road.end)])
            for point in _points(self._line.intersection(line)):
                lng, lat = self._degrees(point)
                place = float(self._line.project(point))
                found.append((place, RoadCrossing(lng=lng, lat=lat, road=road.name)))
        return [crossing for _place, crossing in sorted(found, key=lambda one: one[0])]

    def _metres(self, lng: float, lat: float) -> tuple[float, float]:
        plane = self._plane
        return (lng - plane.lng) * plane.m_per_deg_lng, (lat - plane.lat) * plane.m_per_deg_lat

    def _degrees(self, point: shapely.Point) -> tuple[float, float]:
        plane = self._plane
        return plane.lng + point.x / plane.m_per_deg_lng, plane.lat + point.y / plane.m_per_deg_lat


def _points(shape: shapely.Geometry) -> list[shapely.Point]:
    parts = getattr(shape, "geoms", [shape])
    return [part for part in parts if isinstance(part, shapely.Point) and not part.is_empty]


def open_spans(covered: Iterable[Span], *, since: datetime, until: datetime) -> list[Span]:
    """The parts of `since` to `until` in which nobody covered a crossing."""
    gaps: list[Span] = []
    at = since
    for span in sorted(covered, key=lambda one: one.since):
        if span.since > at:
            gaps.append(Span(at, min(span.since, until)))
        at = max(at, span.until or until)
        if at >= until:
            return gaps
    return [*gaps, Span(at, until)] if at < until else gaps


def closed_at(crossings: Sequence[Sequence[Span]], *, until: datetime) -> datetime | None:
    """The first moment at which every crossing was covered; None: it never was, up to `until`."""
    if not crossings:
        return None
    moments = sorted({span.since for spans in crossings for span in spans})
    for moment in moments:
        if moment <= until and all(_holds(spans, moment) for spans in crossings):
            return moment
    return None


def _holds(spans: Iterable[Span], moment: datetime) -> bool:
    return any(
        span.since <= moment and (span.until is None or moment < span.until) for span in spans
    )
