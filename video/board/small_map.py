"""The small map of a camera's card: its sector or ring, what lies around it, and the scale."""

from dataclasses import dataclass
from math import cos, floor, log10, radians, sin
from typing import Final

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point

from grid.scope import Viewer
from grid.territory.surroundings import Ground, Window, around
from video.board import sight
from video.register.models import Camera

WIDTH: Final = 358.0  # units; a unit is a pixel of the drawer
HEIGHT: Final = 104.0
FAR: Final = 46.0  # units the sector reaches
SHORT: Final = 14.0  # where no line lies so near, and the map shows more ground
LEAST_M: Final = 1.0  # metres of a unit
BAR: Final = 70.0  # units a scale may be long at most
NEAR: Final = 60  # other cameras, the nearest


@dataclass(frozen=True, slots=True)
class SmallMap:
    """What is drawn, in units; `bar` and `bar_m` are the scale. No grounds without a position."""

    path: str  # of the sector; empty where it looks all around or nobody knows
    ring: float
    sector: sight.Sector
    grounds: tuple[Ground, ...] = ()
    others: tuple[tuple[float, float], ...] = ()
    bar: float = 0
    bar_m: int = 0

    @property
    def bar_end(self) -> float:
        """Where the scale ends that begins at 13."""
        return 13 + self.bar

    @property
    def names(self) -> list[str]:
        """The cells and stations in whose ground the camera's surroundings lie, as words."""
        return [ground.name for ground in self.grounds if ground.kind != "division"][:4]

    @property
    def town(self) -> str:
        return next((g.name for g in self.grounds if g.kind == "division"), "")


def small_map(viewer: Viewer, camera: Camera, found: sight.Sector) -> SmallMap:
    """The drawing of one camera for one viewer."""
    at = camera.location
    if at is None:
        return SmallMap(*_sector(found, FAR), found)
    window, grounds = _surroundings(viewer, at, found.radius)
    length = _nice(BAR * window.metres)
    return SmallMap(
        *_sector(found, found.radius / window.metres),
        found,
        grounds=tuple(grounds),
        others=tuple(_others(viewer, camera, window)),
        bar=round(length / window.metres, 1),
        bar_m=length,
    )


def _surroundings(viewer: Viewer, at: Point, radius: float) -> tuple[Window, list[Ground]]:
    """The nearest window in which an outline is to be seen; the wide one where none is."""
    near, wide = (
        Window(lng=at.x, lat=at.y, width=WIDTH, height=HEIGHT, metres=max(radius / far, LEAST_M))
        for far in (FAR, SHORT)
    )
    grounds = around(viewer, near)
    if any(ground.path for ground in grounds):
        return near, grounds
    return wide, around(viewer, wide)


def _sector(found: sight.Sector, far: float) -> tuple[str, float]:
    """The path round the middle, or the radius of the ring."""
    if found.bearing is None or found.angle >= sight.ALL_ROUND:
        return "", far if found.angle >= sight.ALL_ROUND else 0
    x, y = WIDTH / 2, HEIGHT / 2
    sides = [radians(found.bearing + turn * found.angle / 2) for turn in (-1, 1)]
    (ax, ay), (bx, by) = [(x + far * sin(side), y - far * cos(side)) for side in sides]
    wide = int(found.angle > 180)
    arc = f"A{far:.1f} {far:.1f} 0 {wide} 1 {bx:.1f} {by:.1f}Z"
    return f"M{x:.0f} {y:.0f}L{ax:.1f} {ay:.1f}{arc}", 0


def _others(viewer: Viewer, camera: Camera, window: Window) -> list[tuple[float, float]]:
    rows = Camera.objects.visible_to(viewer).in_use().filter(location__intersects=window.box)
    nearest = rows.exclude(pk=camera.pk).order_by(Distance("location", camera.location), "pk")
    places = nearest.values_list("location", flat=True)[:NEAR]
    at = [window.at(place.x, place.y) for place in places if place is not None]
    return [(round(x, 1), round(y, 1)) for x, y in at]


def _nice(metres: float) -> int:
    """The longest of 1, 2 or 5 times a power of ten that is not longer."""
    power = 10 ** floor(log10(metres))
    return int(next(step * power for step in (5, 2, 1) if step * power <= metres))
