"""What the working cameras of one cell see of it: once, more than once, not at all.

The ground is sampled by points a few metres apart; a camera sees a point that lies in its sector
(`video.board.sight`). Walls, trees and hills are not known, so that true sight is less; high
lookouts are left out, because they would hide every gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from django.contrib.gis.measure import D
from numpy.typing import NDArray

from grid.scope import Viewer
from grid.territory.models import Cell
from video.board import sight
from video.board.around import sector_of
from video.health.models import CameraStatus
from video.register.models import Camera, FunctionType

SAMPLES: Final = 2_500  # points over the cell's box, about
MOST_CAMERAS: Final = 2_000
REACH_M: Final = 300.0  # cameras outside the cell that may look into it
METRES: Final = 111_195.0  # of a degree of latitude on the mean sphere

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shares are of the sampled ground, 0 to 1."""

    points: int
    cameras: int
    blind: int  # cameras of which nobody knows where they look
    seen: float
    twice: float
    spare: list[Camera]  # see nothing that no other working camera sees
    gaps: list[tuple[float, float]]  # some unseen points, longitude and latitude


def overlap(viewer: Viewer, cell: Cell) -> Overlap:
    """The cell as its working cameras, and those just outside it, see it now."""
    lngs, lats = _ground(cell)
    cameras = _cameras(viewer, cell)
    sectors = [sector_of(camera) for camera in cameras]
    known = [
        (camera, found)
        for camera, found in zip(cameras, sectors, strict=True)
        if found.bearing is not None or found.angle >= sight.ALL_ROUND
    ]
    seen = np.zeros((len(known), len(lngs)), dtype=bool)
    for row, (camera, found) in enumerate(known):
        seen[row] = _sees(camera, found, lngs, lats)
    times = seen.sum(axis=0)
    spare = [camera for (camera, _s), own in zip(known, seen, strict=True) if _is_spare(own, times)]
    unseen = np.flatnonzero(times == 0)
    return Overlap(
        points=len(lngs),
        cameras=len(cameras),
        blind=len(cameras) - len(known),
        seen=_share(times > 0),
        twice=_share(times > 1),
        spare=spare,
        gaps=[
            (round(lngs[n], 6), round(lats[n], 6)) for n in unseen[:: max(1, len(unseen) // 400)]
        ],
    )


def drawn(cell: Cell, places: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """Places in the units of `grid.territory.layers.drawing`: 1,000 for the longer side."""
    west, south, east, north = cell.outline.extent
    extent = max(east - west, north - south)
    squeeze = np.cos(np.radians(south))
    return [
        (round(lng * 1000 * squeeze / extent), round(-lat * 1000 / extent)) for lng, lat in places
    ]


def _is_spare(own: Bools, times: NDArray[np.int64]) -> bool:
    return bool(own.any() and (times[own] > 1).all())


def _share(which: Bools) -> float:
    return round(float(which.mean()), 4) if len(which) else 0.0


def _ground(cell: Cell) -> tuple[Floats, Floats]:
    """Points of the cell on a square raster; at least one, however small the cell."""
    shape = shapely.from_wkb(bytes(cell.outline.wkb))
    west, south, east, north = shape.bounds
    squeeze = np.cos(np.radians((south + north) / 2))
    step = max(np.sqrt((east - west) * squeeze * (north - south) / SAMPLES), 1e-6)
    x, y = np.meshgrid(
        np.arange(west + step / 2, east, step / squeeze), np.arange(south + step / 2, north, step)
    )
    lngs, lats = x.ravel(), y.ravel()
    inside = shapely.contains_xy(shape, lngs, lats)
    return lngs[inside], lats[inside]


def _cameras(viewer: Viewer, cell: Cell) -> Sequence[Camera]:
    working = Camera.objects.visible_to(viewer).in_use()
    near = working.filter(
        status__state=CameraStatus.State.ONLINE, location__dwithin=(cell.outline, D(m=REACH_M))
    ).exclude(function_types__contains=[FunctionType.HIGH_POINT])
    return list(near.order_by("code")[:MOST_CAMERAS])


def _sees(camera: Any, found: sight.Sector, lngs: Floats, lats: Floats) -> Bools:
    """Which points lie in the camera's sector, on the plane that touches the ground there."""
    east = (lngs - camera.location.x) * METRES * np.cos(np.radians(camera.location.y))
    north = (lats - camera.location.y) * METRES
    near: Bools = east**2 + north**2 <= found.radius**2
    if found.angle >= sight.ALL_ROUND or found.bearing is None:
        return near
    turned = np.degrees(np.arctan2(east, north)) - found.bearing
    ahead: Bools = np.abs((turned + 180) % 360 - 180) <= found.angle / 2
    return near & ahead
