"""Units where they stand, stations, circles and places for the tests of coverage."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from command_center.dispatch.coverage.models import CoverageRequirement, ResponseCircle
from patrol.positions.models import UnitPosition
from patrol.units.models import Station, Unit
from tests.cast import Cast
from tests.patrol.make import NORTH_POINT, make_station, make_unit

M_PER_DEG_LAT = 111_132.0


def north_of(metres: float) -> Point:
    """A point so many metres north of the middle of the first northern cell."""
    lng, lat = NORTH_POINT
    return Point(lng, lat + metres / M_PER_DEG_LAT, srid=4326)


@pytest.fixture
def standing(cast: Cast) -> Callable[..., Unit]:
    """A free car so many metres north of the point, its fix `age_s` seconds old."""

    def make(metres: float = 0, *, age_s: float = 5, **said: Any) -> Unit:
        unit = make_unit(cast, **said)
        seen = timezone.now() - timedelta(seconds=age_s)
        UnitPosition.objects.create(
            unit=unit,
            point=north_of(metres),
            device_time=seen,
            still_since=seen,
            still_at=north_of(metres),
        )
        return unit

    return make


@pytest.fixture
def circle(cast: Cast) -> Callable[..., ResponseCircle]:
    """A three-minute circle round the point, of the north."""

    def make(metres: float = 0, *, tier: int = 3, **said: Any) -> ResponseCircle:
        forces = {
            name: said.pop(name) for name in ("stations", "units", "agencies") if name in said
        }
        made: dict[str, Any] = {"agency": cast.north, "name": f"第{tier}圈", "tier": tier}
        row = ResponseCircle.objects.create(point=north_of(metres), **made | said)
        for name, rows in forces.items():
            getattr(row, name).set(rows)
        return row

    return make


@pytest.fixture
def station(cast: Cast) -> Station:
    return make_station(cast, code="ST-N", name="北街警务站")


@pytest.fixture
def required(cast: Cast, station: Station) -> Callable[..., CoverageRequirement]:
    """The northern station must keep units free: one car within its own, unless said."""

    def make(**said: Any) -> CoverageRequirement:
        made: dict[str, Any] = {"agency": cast.north_station, "station": station}
        return CoverageRequirement.objects.create(**made | said)

    return make


@pytest.fixture(autouse=True)
def _pages_are_read_in_english(settings: Any) -> None:
    """The sentences asserted are those of the source, whatever the catalogue holds."""
    settings.LANGUAGE_CODE = "en"
