"""Stations, units and crews for the tests; every word may be given, the rest is made up."""

from itertools import count
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from grid.organisation.models import Agency, Officer
from patrol.units.models import CrewPosting, Station, Unit
from tests.cast import Cast

NUMBERS = count(1)
NORTH_POINT = (125.11, 42.91)  # inside cell N-1 of the cast
SOUTH_POINT = (125.11, 42.89)  # inside cell S-1


def make_station(cast: Cast, *, agency: Agency | None = None, **said: Any) -> Station:
    """A street station of the northern police station, in its first cell."""
    agency = agency or cast.north_station
    lng, lat = SOUTH_POINT if agency.path.startswith(cast.south.path) else NORTH_POINT
    number = next(NUMBERS)
    made = {"code": f"ST{number:03}", "name": f"{number} 号警务站", "point": Point(lng, lat)}
    return Station.objects.create(agency=agency, **made | said)


def make_unit(cast: Cast, *, agency: Agency | None = None, **said: Any) -> Unit:
    """A car on patrol of the northern police station."""
    number = next(NUMBERS)
    made: dict[str, Any] = {
        "call_sign": f"U{number:03}",
        "kind": Unit.Kind.CAR,
        "status": Unit.Status.PATROL,
        "agency": agency or cast.north_station,
    }
    return Unit.objects.create(**made | said)


def make_crew(unit: Unit, officer: Officer | None = None, **said: Any) -> CrewPosting:
    """Post an officer to the unit from now on, as its leader; without one, a nameless helper."""
    made: dict[str, Any] = {"valid_from": timezone.now(), "is_leader": officer is not None}
    if officer is None:
        made |= {"name": "辅警甲", "kind": CrewPosting.Kind.AUXILIARY}
    return CrewPosting.objects.create(unit=unit, officer=officer, **made | said)
