# ruff: noqa: E402 settings come before the imports that need them
"""Tiles of 55,425 cameras, z8 to z14, against bare ST_AsMVT of the same rows; and the first view.

    python -m benchmarks.camera_tiles [--reps 30] [--tiles 12]

Makes a database of its own. At each zoom the tiles with most cameras and some random ones are cut
in turns: ours (scope, state, groups up to zoom 10, the tag) and the limit, ST_AsMVTGeom and
ST_AsMVT over the same rows of the same table with as many attributes and nothing else. Kept only
if both tell of the same number of cameras. Bars: p95 at most 1.5 times the limit's at each zoom;
all tiles of the first view at most 400 kB compressed.
"""

import argparse
import math
import os
import random
import secrets
import statistics
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.naive_settings"
os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"], os.environ["FIELD_KEYS"] = (
    secrets.token_urlsafe(60),
    secrets.token_hex(32),
)

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test.utils import get_runner

from benchmarks.camera_tiles_ground import EAST, NORTH, SOUTH, WEST, lay_fleet
from command_center.incidents.reference import load
from grid.organisation.models import Agency
from tests.video.board.mvt import layers
from video.board import tiles

ZOOMS = range(8, 15)
P95_BAR, FIRST_BAR = 1.5, 400_000
FIRST_ZOOM = 9  # of the tiles when the whole city fits a screen of 1280 px
BARE = """
    SELECT ST_AsMVT(tile, 'cameras', 4096, 'geom', 'id') FROM (
        SELECT id, ST_AsMVTGeom(mercator, ST_MakeEnvelope(%s, %s, %s, %s, 3857), 4096, 64, true)
            AS geom, code, camera_class_id AS class, file_state AS state, owner_id AS owner,
            bearing::real, view_angle::real AS angle
        FROM video_camera WHERE mercator && ST_MakeEnvelope(%s, %s, %s, %s, 3857)
    ) AS tile
"""


class Viewer:
    agency_path = "990000000000/"
    rights = frozenset()


def tile_of(lng, lat, z):
    count = 1 << z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * count
    return int((lng + 180) / 360 * count), int(y)


def busiest(cameras, z, count):
    """The tiles with most cameras, and as many drawn among the others."""
    numbers = {}
    for camera in cameras:
        key = tile_of(camera.location.x, camera.location.y, z)
        numbers[key] = numbers.get(key, 0) + 1
    ranked = sorted(numbers, key=numbers.get, reverse=True)
    top, rest = ranked[: count // 2], ranked[count // 2 :]
    return top + random.Random(z).sample(rest, min(len(rest), count - len(top)))


def bare(z, x, y):
    west, south, east, north = tiles.bounds(z=z, x=x, y=y)
    more = 0 if z <= tiles.GROUPED_TO else (east - west) * tiles.MARGIN
    wide = (west - more, south - more, east + more, north + more)
    with connection.cursor() as cursor:
        cursor.execute(BARE, [west, south, east, north, *wide])
        return bytes(cursor.fetchone()[0])


def timed(work, *given, **named):
    began = time.perf_counter()
    found = work(*given, **named)
    return (time.perf_counter() - began) * 1_000, found


def standing_on(z, x, y):
    """How many stand on the tile: on a line between two, on one of them (`&&` says both)."""
    west, south, east, north = tiles.bounds(z=z, x=x, y=y)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM video_camera WHERE ST_X(mercator) >= %s AND ST_X(mercator) < %s"
            " AND ST_Y(mercator) >= %s AND ST_Y(mercator) < %s",
            [west, east, south, north],
        )
        return cursor.fetchone()[0]


def same_cameras(z, x, y):
    told = layers(tiles.tile(Viewer, z=z, x=x, y=y).body)
    if z <= tiles.GROUPED_TO:
        n, there = sum(row["n"] for row in told.get("groups", [])), standing_on(z, x, y)
    else:
        n, there = (len(rows.get("cameras", [])) for rows in (told, layers(bare(z, x, y))))
    assert n == there, f"{n} of {there} cameras on the tile {z}/{x}/{y}"


def p95(values):
    return statistics.quantiles(values, n=20, method="inclusive")[18]


def measure(z, places, reps):
    times = {"ours": [], "bare": []}
    for x, y in places:
        same_cameras(z, x, y)
        for _rep in range(reps):
            took, _tile = timed(tiles.tile, Viewer, z=z, x=x, y=y)
            times["ours"].append(took)
            took, _body = timed(bare, z, x, y)
            times["bare"].append(took)
    return times


def first_view():
    """Bytes of all tiles that the whole city needs, compressed."""
    west, top = tile_of(WEST, NORTH, FIRST_ZOOM)
    east, foot = tile_of(EAST, SOUTH, FIRST_ZOOM)
    every = [(x, y) for x in range(west, east + 1) for y in range(top, foot + 1)]
    return sum(len(tiles.tile(Viewer, z=FIRST_ZOOM, x=x, y=y).packed) for x, y in every), len(every)


def make_city():
    load()
    city = Agency.objects.create(code="990000000000", name="示例市局", kind="city")
    stations = [
        Agency.objects.create(code=f"9901{n:02d}000000", name=f"站{n}", kind="station", parent=city)
        for n in range(10)
    ]
    cameras = lay_fleet(stations)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return cameras


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reps", type=int, default=30)
    parser.add_argument("--tiles", type=int, default=12)
    asked = parser.parse_args()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        cameras = make_city()
        failed = False
        print(f"{len(cameras):,} cameras; ms of p95: ours, bare, ours / bare")
        for z in ZOOMS:
            found = measure(z, busiest(cameras, z, asked.tiles), asked.reps)
            ours, limit = (p95(found[name]) for name in ("ours", "bare"))
            is_met = ours / limit <= P95_BAR
            failed |= not is_met
            word = "met" if is_met else "NOT MET"
            print(f"z{z:<3} {ours:8.2f} {limit:8.2f} {ours / limit:6.2f}  {word}")
        size, count = first_view()
        is_met = size <= FIRST_BAR
        print(f"first view: {count} tiles, {size / 1000:.0f} kB {'met' if is_met else 'NOT MET'}")
        failed |= not is_met
    finally:
        connection.close()
        runner.teardown_databases(databases)
    sys.exit(failed)


if __name__ == "__main__":
    main()
