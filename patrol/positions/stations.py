"""A mobile station stands where its vehicle is: it is moved in the register, with its history."""

from dataclasses import dataclass
from typing import Final

from django.contrib.gis.db.models.functions import Distance
from django.db.models import F

from grid.ledger.actors import PLATFORM
from grid.rights import Right
from patrol.positions.models import UnitPosition
from patrol.units.models import Station, Unit
from patrol.units.registers import save_station

MOVED_M: Final = 100.0  # less than that is where it parks, not where it goes
DRIVEN: Final = (Unit.Kind.CAR, Unit.Kind.MIXED)


@dataclass(frozen=True, slots=True)
class _Ground:
    """The platform as it looks at one agency."""

    agency_path: str
    rights: frozenset[Right] = frozenset()


def move_stations() -> int:
    """Move each mobile station to the newest fix of a vehicle of its own; answers how many."""
    fixes = (
        UnitPosition.objects.filter(
            unit__station__kind=Station.Kind.MOBILE,
            unit__station__is_active=True,
            unit__kind__in=DRIVEN,
            unit__is_active=True,
        )
        .annotate(off=Distance("point", F("unit__station__point")))
        .select_related("unit__station__agency")
        .order_by("unit__station_id", "-device_time")
        .distinct("unit__station_id")
    )
    moved = 0
    for fix in fixes:
        if fix.off.m > MOVED_M and fix.unit.station:
            _move(fix.unit.station, fix)
            moved += 1
    return moved


def _move(station: Station, fix: UnitPosition) -> None:
    ground = _Ground(station.agency.path)
    save_station(station, by=PLATFORM, viewer=ground, lng=fix.point.x, lat=fix.point.y)
