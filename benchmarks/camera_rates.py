"""The rates of all agencies, against one GROUP BY of the same cameras with their states.

    python -m benchmarks.camera_rates [--rounds 9]

Reads the database of `DATABASE_URL`, which holds a fleet (`manage.py load_demo`). In turns: all
rates of a moment by agency, and a bare count of online cameras by agency (the limit). The cameras
counted are asserted to agree. Bar: at most 5 times the limit (median of the ratios).
"""

import argparse
import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")

import django

django.setup()

from django.db import connection  # noqa: E402

from grid.organisation.models import Agency  # noqa: E402
from video.rates.computing import compute  # noqa: E402
from video.rates.models import Rate  # noqa: E402
from video.rates.rulebook import formulas_of  # noqa: E402
from video.register.models import Camera  # noqa: E402

BARE = """
SELECT c.agency_id, count(*), count(*) FILTER (WHERE s.state = 'online') FROM video_camera c
LEFT JOIN videohealth_camerastatus s ON s.camera_id = c.id WHERE c.device_state = 1
GROUP BY c.agency_id
"""


def bare() -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(BARE)
        return {agency: count for agency, count, _online in cursor.fetchall()}


def timed(work):
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    city = Agency.objects.filter(parent__isnull=True).get()
    formulas = formulas_of(city.path)
    ratios, ours_s, limit_s = [], [], []
    for _round in range(asked.rounds):
        limit, truth = timed(bare)
        ours, found = timed(lambda: compute(Camera.objects.all(), formulas))
        counted = {
            agency: figures[Rate.REGISTRATION].denominator
            for (agency, _key), figures in found.items()
        }
        assert counted == truth
        ratios.append(ours / limit)
        ours_s.append(ours)
        limit_s.append(limit)
    print(f"{sum(truth.values()):,} cameras of {len(truth)} agencies, {asked.rounds} rounds")
    print(f"one GROUP BY   {statistics.median(limit_s) * 1000:.0f} ms")
    print(f"all rates      {statistics.median(ours_s) * 1000:.0f} ms")
    print(f"ratio          {statistics.median(ratios):.1f} x  (limit <= 5)")
    raise SystemExit(0 if statistics.median(ratios) <= 5 else 1)


if __name__ == "__main__":
    main()
