"""Units that stand somewhere, for the tests of the board."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from patrol.positions.models import UnitPosition
from patrol.units.models import Unit
from tests.cast import Cast
from tests.patrol.make import NORTH_POINT, make_unit

M_PER_DEG_LAT = 111_132.0
_writes = count(1)  # the fleet is read anew where a row's `written_by` grew, as every write's does


def stand(cast: Cast, sign: str, metres: float = 200, *, age_s: float = 2, **said: Any) -> Unit:
    """A free car so many metres north of the calls' place, its fix `age_s` seconds old."""
    unit = make_unit(cast, call_sign=sign, **said)
    place(unit, metres, age_s=age_s)
    return unit


def place(unit: Unit, metres: float, *, age_s: float = 2) -> None:
    """Say where the unit is."""
    lng, lat = NORTH_POINT
    point = Point(lng, lat + metres / M_PER_DEG_LAT, srid=4326)
    seen = timezone.now() - timedelta(seconds=age_s)
    said = {"point": point, "device_time": seen, "still_since": seen, "still_at": point}
    UnitPosition.objects.update_or_create(unit=unit, defaults=said | {"written_by": next(_writes)})
