"""Vector tiles of the cameras, cut by PostGIS: groups on the tiles of a city, points above.

A tile carries what the map filters by (class, state, owner), so that no filter asks again. State
is the camera's copy of the computed one (`Camera.link_state`): a join to the statuses costs as much
as the rest of a tile. Cameras granted to the viewer's agency stand beside its own and say so.
Removed cameras and those without a place are on no tile. Coordinates are Web Mercator (SRID 3857).
"""

import gzip
import hashlib
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.http import Http404
from django.utils import timezone

from grid.scope import Viewer
from video.grants.opening import OPENED
from video.register.models.codes import DeviceState, FunctionType

GROUPED_TO: Final = 10  # the last zoom whose tiles hold groups
LEAST_ZOOM: Final = 5
MOST_ZOOM: Final = 16
BLOCKS: Final = 16  # groups lie in so many columns and rows of a tile
SECTORS_FROM: Final = 13  # from here a point knows where it looks
WORLD: Final = 20_037_508.342789244  # half the side of the world, metres of Web Mercator
MARGIN: Final = 1 / 64  # of a tile; a sign on the edge is drawn on both sides
COMPRESSION: Final = 5

_OWN: Final = """camera.agency_id IN (
            SELECT id FROM organisation_agency WHERE starts_with(path, %(path)s)
        )"""
# What decides who sees it and how it is counted, of every kind of tile. PostgreSQL asks for what
# is granted only once it meets a camera that is not the viewer's own.
_ROWS: Final = """
    FROM video_camera camera
    WHERE camera.mercator && {box}
        AND camera.device_state <> %(removed)s
        AND ({own} OR camera.id IN ({opened}))
"""
# `&&` compares rounded boxes; HAVING keeps a camera on the line between two tiles on one of them,
# and, being asked of groups, leaves the planner's estimate of the rows alone.
_GROUPS: Final = """
    SELECT ST_AsMVT(tile, 'groups', 4096, 'geom') FROM (
        SELECT ST_AsMVTGeom(
                ST_SetSRID(ST_MakePoint(avg(x), avg(y)), 3857), {tile}, 4096, 0, false
            ) AS geom, class, state, owner, count(*)::int AS n
        FROM (
            SELECT ST_X(camera.mercator) AS x, ST_Y(camera.mercator) AS y,
                camera.camera_class_id AS class,
                camera.link_state AS state, coalesce(camera.owner_id, 0) AS owner
        {rows}
        ) AS placed
        GROUP BY floor((x - %(west)s) / %(block)s)::int, floor((y - %(south)s) / %(block)s)::int,
            class, state, owner
        HAVING min(x) >= %(west)s AND max(x) < %(east)s
            AND min(y) >= %(south)s AND max(y) < %(north)s
    ) AS tile
"""
_POINTS: Final = """
    SELECT ST_AsMVT(tile, 'cameras', 4096, 'geom', 'id') FROM (
        SELECT camera.id, ST_AsMVTGeom(camera.mercator, {tile}, 4096, 64, true) AS geom,
            camera.code, camera.camera_class_id AS class,
            camera.link_state AS state, coalesce(camera.owner_id, 0) AS owner,
            nullif(NOT {own}, false) AS granted,
            nullif(camera.function_types @> ARRAY[%(lookout)s]::smallint[], false) AS lookout
            {sector}
        {rows}
    ) AS tile
"""
_SECTOR: Final = """, camera.bearing::real, camera.view_angle::real AS angle,
            camera.view_radius::real AS radius, camera.direction"""
_BOX: Final = "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 3857)"
_WIDE: Final = (
    "ST_MakeEnvelope(%(west)s - %(margin)s, %(south)s - %(margin)s,"
    " %(east)s + %(margin)s, %(north)s + %(margin)s, 3857)"
)


@dataclass(frozen=True, slots=True)
class Tile:
    """The bytes of one tile, and the tag that moves with them."""

    body: bytes
    tag: str

    @property
    def packed(self) -> bytes:
        """The same bytes for a browser that takes gzip."""
        return gzip.compress(self.body, COMPRESSION, mtime=0)


def tile(viewer: Viewer, *, z: int, x: int, y: int) -> Tile:
    """One tile of the viewer's cameras and of those granted, in the numbering of slippy maps.

    Raises Http404 where there is no such tile.
    """
    box = bounds(z=z, x=x, y=y)
    sql, given = question(z, box)
    with connection.cursor() as cursor:
        whose = {"path": viewer.agency_path, "today": timezone.localdate()}
        cursor.execute(sql, given | whose)
        body = bytes(cursor.fetchone()[0])
    return Tile(body, f'"{hashlib.blake2s(body, digest_size=12).hexdigest()}"')


def question(z: int, box: tuple[float, float, float, float]) -> tuple[str, dict[str, Any]]:
    """The statement of a tile and all its values but the viewer's path and the local day."""
    west, south, east, north = box
    side = east - west
    given = {
        "west": west, "south": south, "east": east, "north": north, "block": side / BLOCKS,
        "margin": side * MARGIN, "removed": DeviceState.REMOVED.value,
        "lookout": FunctionType.HIGH_POINT.value,
    }  # fmt: skip
    if z <= GROUPED_TO:
        return _GROUPS.format(rows=_rows(_BOX), tile=_BOX), given
    sector = _SECTOR if z >= SECTORS_FROM else ""
    return _POINTS.format(rows=_rows(_WIDE), own=_OWN, tile=_BOX, sector=sector), given


def _rows(box: str) -> str:
    return _ROWS.format(box=box, own=_OWN, opened=OPENED)


def bounds(*, z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """West, south, east and north of a tile in metres of Web Mercator."""
    count = 1 << z if LEAST_ZOOM <= z <= MOST_ZOOM else 0
    if not (0 <= x < count and 0 <= y < count):
        raise Http404
    side = 2 * WORLD / count
    # Each edge is computed alike for both its tiles: to the last bit one number.
    west, east = x * side - WORLD, (x + 1) * side - WORLD
    return west, WORLD - (y + 1) * side, east, WORLD - y * side
