# ruff: noqa: E402 settings come before the imports that need them
"""The recommendation for one incident among 18,300 units against the bare nearest neighbours.

`python -m benchmarks.recommend [--units 18300] [--calls 200]` makes a database of its own. For
each call the three take turns, because only the ratio within one run means anything:

- limit: one statement, the five nearest rows of the positions by `<->` on geography, ids only;
- ours: `recommend`: rules, speeds, scope, status, freshness, load, score, reasons, passed over;
- degrees: the same five by `<->` on geometry, in degrees: what is wrong about it is counted.

Every answer of ours is compared with the exact geodesic order of all units, computed by sorting
all of them by their distance on the ellipsoid. It exits with 1 where one differs or the median
is over ten times the limit's.
"""

import argparse
import os
import random
import secrets
import statistics
import sys
import time
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.naive_settings"
os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"], os.environ["FIELD_KEYS"] = (
    secrets.token_urlsafe(60),
    secrets.token_hex(32),
)

import django

django.setup()

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import get_runner
from django.utils import timezone

from command_center.dispatch.assignments import rulebook
from command_center.dispatch.assignments.recommendation import recommend
from command_center.incidents.models import Category, Incident
from command_center.incidents.reference import load
from grid.organisation.models import Agency, ClientSystem
from patrol.positions.models import UnitPosition
from patrol.units.models import Unit

WEST, SOUTH, WIDE, HIGH = 125.0, 42.8, 0.4, 0.3
FIRST, BAR = 5, 10.0
PLACE = "ST_SetSRID(ST_MakePoint(%s, %s), 4326)"
LIMIT = f"""SELECT unit_id FROM positions_unitposition
    ORDER BY point <-> {PLACE}::geography LIMIT {FIRST}"""
DEGREES = f"""SELECT unit_id FROM positions_unitposition
    ORDER BY point::geometry <-> {PLACE} LIMIT {FIRST}"""
EXACT = f"""SELECT unit_id FROM positions_unitposition
    ORDER BY ST_Distance(point, {PLACE}::geography), unit_id LIMIT {FIRST}"""


def build(units, rng):
    """A city of ten stations with so many cars on patrol, and somebody who looks at it all."""
    load()
    city = Agency.objects.create(code="990000000000", name="示例市局", kind="city")
    stations = [
        Agency.objects.create(code=f"9901{n:02d}000000", name=f"站{n}", kind="station", parent=city)
        for n in range(10)
    ]
    rulebook.ensure_default_rules(city)
    made = Unit.objects.bulk_create(
        Unit(call_sign=f"P{n:05d}", kind="car", agency=stations[n % 10], status="patrol")
        for n in range(units)
    )
    now = timezone.now() + timedelta(minutes=30)  # fresh for as long as this runs
    points = (Point(WEST + rng.random() * WIDE, SOUTH + rng.random() * HIGH) for _unit in made)
    UnitPosition.objects.bulk_create(
        UnitPosition(unit=unit, point=at, still_at=at, device_time=now, still_since=now)
        for unit, at in zip(made, points, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE INDEX bench_degrees ON positions_unitposition USING gist ((point::geometry))"
        )
        cursor.execute("ANALYZE")
    return ClientSystem(name="bench", agency=city, scopes=[]), stations


def calls(stations, number, rng):
    """Calls all over the city, not stored: the recommendation reads them only."""
    category = Category.objects.get(code="010101")
    for n in range(number):
        point = Point(WEST + rng.random() * WIDE, SOUTH + rng.random() * HIGH)
        agency = stations[n % 10]
        yield Incident(pk=n + 1, number=str(n), point=point, agency=agency, category=category)


def timed(work):
    began = time.perf_counter()
    answer = work()
    return time.perf_counter() - began, answer


def asked(statement, place):
    with connection.cursor() as cursor:
        cursor.execute(statement, [place.x, place.y])
        return [key for (key,) in cursor.fetchall()]


def run(viewer, incidents):
    """Seconds of the limit and of ours for each call, and how many answers were not exact."""
    limits, ours, wrong, wrong_degrees = [], [], 0, 0
    for incident in incidents:
        place = incident.point
        spent, _ids = timed(lambda place=place: asked(LIMIT, place))
        limits.append(spent)
        spent, answer = timed(lambda call=incident: recommend(call, viewer, limit=FIRST))
        ours.append(spent)
        exact = asked(EXACT, place)
        wrong += [row.unit.unit_id for row in answer.ranked] != exact
        wrong_degrees += asked(DEGREES, place) != exact
    return limits, ours, wrong, wrong_degrees


def report(limits, ours, wrong, wrong_degrees):
    """Print the ratios; 1 where a bar is missed."""
    number = len(limits)
    middle = statistics.median(ours) / statistics.median(limits)
    tail = statistics.quantiles(ours, n=100)[98] / statistics.quantiles(limits, n=100)[98]
    each = sorted(own / limit for own, limit in zip(ours, limits, strict=True))
    print(f"{number} calls, {FIRST} units each")
    print(f"p50 against the bare neighbours  {middle:5.1f} ×   (bar {BAR:.0f})")
    print(f"p99 against p99                  {tail:5.1f} ×")
    print(
        f"each against its own             {each[number // 10]:.1f} to {each[-number // 10]:.1f} ×"
    )
    print(f"milliseconds                     {statistics.median(limits) * 1e3:.2f} and", end=" ")
    print(f"{statistics.median(ours) * 1e3:.2f}")
    print(f"not in the exact geodesic order  {wrong}   (bar 0)")
    print(f"the same in degrees              {wrong_degrees} ({wrong_degrees / number:.0%})")
    return int(wrong > 0 or middle > BAR)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=18_300)
    parser.add_argument("--calls", type=int, default=200)
    given = parser.parse_args()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        rng = random.Random(11)
        viewer, stations = build(given.units, rng)
        run(viewer, calls(stations, 20, rng))  # warm: plans, caches
        failed = report(*run(viewer, calls(stations, given.calls, rng)))
    finally:
        connection.close()
        runner.teardown_databases(databases)
    sys.exit(failed)


if __name__ == "__main__":
    main()
