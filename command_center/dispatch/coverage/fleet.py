"""Units that could go now, as arrays: who they are, where, how old that is, and who is left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from command_center.dispatch.assignments.numbers import Rates
from grid.territory.metric import LocalPlane
from patrol.positions.limits import Limits, city_of, limits_of
from patrol.units.models import AVAILABLE, Unit

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
AT_ONCE: Final = 2_000_000  # distances held in memory at a time: 16 MB


@dataclass(frozen=True, slots=True)
class Mobile:
    """One free unit with a fresh position."""

    pk: int
    call_sign: str
    name: str
    kind: str
    agency_path: str
    station_id: int | None
    age_s: int


@dataclass(slots=True)
class Fleet:
    """Free units with fresh positions, in the order of the arrays; degrees of WGS-84."""

    at: datetime
    units: list[Mobile] = field(default_factory=list)
    lng: Floats = field(default_factory=lambda: np.empty(0))
    lat: Floats = field(default_factory=lambda: np.empty(0))
    left_out: dict[str, list[str]] = field(default_factory=dict)  # reason: call signs

    def __len__(self) -> int:
        return len(self.units)

    @property
    def oldest_s(self) -> int | None:
        return max((unit.age_s for unit in self.units), default=None)

    def visible_from(self, agency_path: str) -> Mask:
        """Which of them are in a viewer's scope."""
        seen = [unit.agency_path.startswith(agency_path) for unit in self.units]
        return np.array(seen, dtype=bool)

    def without(self, call_signs: Sequence[str]) -> Mask:
        """Everybody but these."""
        return np.array([unit.call_sign not in call_signs for unit in self.units], dtype=bool)


def fleet_of(agency_path: str, *, at: datetime | None = None, scope: str = "") -> Fleet:
    """Every free unit of the city that path is in; those left out are named where in `scope`."""
    at = at or timezone.now()
    found = Fleet(at)
    limits, places = limits_of(agency_path), []
    for row in _rows(city_of(agency_path)):
        why = _why_not(row, limits, at)
        if why is None:
            found.units.append(_mobile(row, at))
            places.append((row.position.point.x, row.position.point.y))
        elif row.agency.path.startswith(scope or agency_path):
            found.left_out.setdefault(why, []).append(row.call_sign)
    if places:
        found.lng, found.lat = np.array(places).T
    return found


def _rows(city: str) -> Any:
    units = Unit.objects.filter(is_active=True, status__in=AVAILABLE)
    units = units.filter(agency__path__startswith=f"{city}/").exclude(kind=Unit.Kind.VIDEO)
    return units.select_related("agency", "position").order_by("call_sign")


def _why_not(unit: Unit, limits: Limits, at: datetime) -> str | None:
    """`no_fix` or `stale`: a unit that is somewhere else than we think covers nothing."""
    position = getattr(unit, "position", None)
    if position is None:
        return "no_fix"
    age_s = (at - position.device_time).total_seconds()
    return "stale" if age_s > limits.recommend_within_s[position.source] else None


def _mobile(unit: Unit, at: datetime) -> Mobile:
    age_s = int((at - unit.position.device_time).total_seconds())
    return Mobile(
        pk=unit.pk,
        call_sign=unit.call_sign,
        name=unit.name,
        kind=unit.kind,
        agency_path=unit.agency.path,
        station_id=unit.station_id,
        age_s=max(0, age_s),
    )


def slowness(kinds: Sequence[str], rates: Rates) -> Floats:
    """Seconds a straight metre takes each of them; infinite for what cannot go."""
    told = (rates.seconds(1.0, kind) for kind in kinds)
    return np.array([np.inf if s is None else s for s in told], dtype=float)


def metres(*, lng: Floats, lat: Floats, to_lng: Floats, to_lat: Floats) -> NDArray[np.float64]:
    """Straight metres from each place (rows) to each target (columns), on a plane between them.

    Right to 0.1 % within 25 km of the targets' latitude, to 1 % within 100 km.
    """
    plane = LocalPlane(lng=float(np.mean(to_lng)), lat=float(np.mean(to_lat)))
    x, y = plane.to_metres(lng=lng, lat=lat)
    to_x, to_y = plane.to_metres(lng=to_lng, lat=to_lat)
    return np.hypot(x[:, None] - to_x[None, :], y[:, None] - to_y[None, :])


def seconds(fleet: Fleet, rates: Rates, *, lng: Floats, lat: Floats) -> Floats:
    """Travel seconds of each unit (rows) to each target (columns) at one place's rates."""
    if not len(fleet) or not lng.size:
        return np.full((len(fleet), lng.size), np.inf)
    pace = slowness([unit.kind for unit in fleet.units], rates)
    return metres(lng=fleet.lng, lat=fleet.lat, to_lng=lng, to_lat=lat) * pace[:, None]
