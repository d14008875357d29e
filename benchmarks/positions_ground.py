"""The city, the fleet and the client system that the measurement of positions runs on."""

import random
from datetime import timedelta

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.utils import timezone

from command_center.incidents.reference import load
from grid.organisation.models import Agency, ClientSystem
from grid.organisation.tokens import digest
from grid.rights import Right
from grid.territory.models import Cell
from patrol.units.models import Unit

TOKEN = "anlan_benchmark_positions"
WEST, SOUTH, STEP = 125.0, 42.8, 0.02


def build_ground(units):
    """A city of 300 cells, so many units in ten stations, and a client system."""
    load()
    city = Agency.objects.create(code="990000000000", name="示例市局", kind="city")
    stations = [
        Agency.objects.create(code=f"9901{n:02d}000000", name=f"站{n}", kind="station", parent=city)
        for n in range(10)
    ]
    for index in range(300):
        west, south = WEST + index % 20 * STEP, SOUTH + index // 20 * STEP
        outline = MultiPolygon(Polygon.from_bbox((west, south, west + STEP, south + STEP)))
        Cell.objects.create(
            code=f"B-{index}",
            name=f"网格{index}",
            kind="urban",
            agency=stations[index % 10],
            outline=outline,
            valid_from="2020-01-01",
        )
    kinds = ["foot", "car", "motorcycle", "bicycle", "mixed"]
    Unit.objects.bulk_create(
        Unit(
            call_sign=f"P{n:05d}",
            kind=kinds[n % 5],
            agency=stations[n % 10],
            status=Unit.Status.PATROL,
        )
        for n in range(units)
    )
    ClientSystem.objects.create(
        name="bench",
        agency=city,
        token_digest=digest(TOKEN),
        token_hint="bench",
        scopes=[r.value for r in Right if r.value not in ("public", "signed_in")],
        owner="bench",
        expires_at=timezone.now() + timedelta(days=1),
    )


class Fleet:
    """Units that drift by some metres; every fix is newer than the one before."""

    def __init__(self, units):
        rng = random.Random(7)
        self.at = timezone.now() - timedelta(seconds=600)
        self.rows = [
            [f"P{n:05d}", WEST + 0.01 + rng.random() * 0.37, SOUTH + 0.01 + rng.random() * 0.27]
            for n in range(units)
        ]
        self.rng = rng

    def step(self, rows=None, seconds=2.0):
        """The next fix of these units: (call sign, lng, lat, time)."""
        self.at += timedelta(seconds=seconds)
        rows = self.rows if rows is None else rows
        for row in rows:
            row[1] += (self.rng.random() - 0.5) * 0.0001
            row[2] += (self.rng.random() - 0.5) * 0.0001
        return [(name, round(lng, 6), round(lat, 6), self.at) for name, lng, lat in rows]
