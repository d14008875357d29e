"""Places on paper: longitude and latitude to pixels of a small map, outlines to SVG paths.

Over a city the equirectangular projection about the middle latitude is exact to a pixel.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from typing import Final

METRES_PER_DEGREE: Final = 111_320.0
MARGIN: Final = 0.18  # of the larger side, around what is shown
LEAST_M: Final = 1_500.0  # a map shows at least this much ground
Ring = list[list[float]]


@dataclass(frozen=True, slots=True)
class Plan:
    """A window of ground on a drawing of `width` by `height` pixels."""

    west: float
    north: float
    lat: float
    px_per_m: float
    width: int
    height: int

    def at(self, lng: float, lat: float) -> tuple[float, float]:
        """Where a place lies on the drawing, in pixels from the upper left."""
        x = (lng - self.west) * METRES_PER_DEGREE * cos(radians(self.lat)) * self.px_per_m
        y = (self.north - lat) * METRES_PER_DEGREE * self.px_per_m
        return round(x, 1), round(y, 1)

    def path(self, rings: Iterable[Ring]) -> str:
        """Outlines as an SVG path."""
        return "".join(_one([self.at(lng, lat) for lng, lat in ring]) for ring in rings if ring)

    def shows(self, ring: Ring) -> bool:
        """Whether any part of an outline's box lies on the drawing."""
        points = [self.at(lng, lat) for lng, lat in ring]
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        return max(xs) > 0 and min(xs) < self.width and max(ys) > 0 and min(ys) < self.height


def around(points: list[tuple[float, float]], *, width: int, height: int) -> Plan:
    """The window that holds all points with a margin."""
    lngs, lats = [lng for lng, _lat in points], [lat for _lng, lat in points]
    middle_lng, middle_lat = (min(lngs) + max(lngs)) / 2, (min(lats) + max(lats)) / 2
    per_lng = METRES_PER_DEGREE * cos(radians(middle_lat))
    wide = max((max(lngs) - min(lngs)) * per_lng, LEAST_M) * (1 + 2 * MARGIN)
    high = max((max(lats) - min(lats)) * METRES_PER_DEGREE, LEAST_M) * (1 + 2 * MARGIN)
    px_per_m = min(width / wide, height / high)
    west = middle_lng - width / px_per_m / 2 / per_lng
    north = middle_lat + height / px_per_m / 2 / METRES_PER_DEGREE
    return Plan(west, north, middle_lat, px_per_m, width, height)


def within(groups: list[list[tuple[float, float]]], most_m: float) -> list[bool]:
    """Which groups of points fit, taken in order, on a map of no more ground than `most_m`.

    One far zone would make a dot of everything else; it is left to the table instead.
    """
    kept: list[tuple[float, float]] = []
    fits = []
    for group in groups:
        both = kept + group
        lngs, lats = [lng for lng, _lat in both], [lat for _lng, lat in both]
        per_lng = METRES_PER_DEGREE * cos(radians((min(lats) + max(lats)) / 2))
        wide, high = (max(lngs) - min(lngs)) * per_lng, max(lats) - min(lats)
        fits.append(max(wide, high * METRES_PER_DEGREE) <= most_m or not kept)
        if fits[-1]:
            kept = both
    return fits


def middle(ring: Ring) -> tuple[float, float]:
    """The centroid of an outline, in longitude and latitude."""
    area = lng = lat = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = (x1 - ring[0][0]) * (y2 - ring[0][1]) - (x2 - ring[0][0]) * (y1 - ring[0][1])
        area += cross
        lng += (x1 + x2 - 2 * ring[0][0]) * cross
        lat += (y1 + y2 - 2 * ring[0][1]) * cross
    if not area:
        return ring[0][0], ring[0][1]
    return ring[0][0] + lng / (3 * area), ring[0][1] + lat / (3 * area)


def _one(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"
