"""Checkpoints for the tests; every word may be given, the rest is made up."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from checkpoints.register.models import Checkpoint
from grid.organisation.models import Agency
from tests.cast import Cast

NUMBERS = count(1)
NORTH_POINT = (125.11, 42.91)  # inside cell N-1 of the cast
SOUTH_POINT = (125.11, 42.89)  # inside cell S-1


def make_checkpoint(cast: Cast, *, agency: Agency | None = None, **said: Any) -> Checkpoint:
    """A built, valid checkpoint of grade 2 on the ring line, of the northern police station."""
    agency = agency or cast.north_station
    lng, lat = SOUTH_POINT if agency.path.startswith(cast.south.path) else NORTH_POINT
    number, now = next(NUMBERS), timezone.now()
    made: dict[str, Any] = {
        "code": f"CP{number:03}",
        "name": f"{number} 号检查站",
        "line_id": "ring",
        "grade": Checkpoint.Grade.LEVEL2,
        "point": Point(lng, lat),
        "planned_on": timezone.localdate() - timedelta(days=800),
        "built_on": timezone.localdate() - timedelta(days=400),
        "instrument_type": "设站批复",
        "instrument_number": f"示公批〔2025〕{number}号",
        "instrument_issuer": "示例市局",
        "valid_from": now - timedelta(days=300),
        "valid_to": now + timedelta(days=300),
        "is_signed": True,
    }
    return Checkpoint.objects.create(agency=agency, **made | said)
