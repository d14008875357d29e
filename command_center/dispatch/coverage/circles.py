"""Which response circles are met now, and by whom."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils import timezone
from numpy.typing import NDArray

from command_center.dispatch.assignments.numbers import Rates
from command_center.dispatch.coverage.fleet import Fleet, Floats, Mask, Mobile, metres, slowness
from command_center.dispatch.coverage.models import ResponseCircle
from command_center.dispatch.coverage.pace import RateBook
from grid.scope import Viewer
from patrol.units.models import Unit

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CircleState:
    """One circle now: met or not, the nearest unit of its forces and its seconds."""

    circle: ResponseCircle
    is_met: bool
    unit: Mobile | None
    seconds: float | None
    ring_m: float


def circles_of(viewer: Viewer, *, on: date | None = None) -> QuerySet[ResponseCircle]:
    """Circles in force in the viewer's scope, with their forces."""
    rows: Any = ResponseCircle.objects.visible_to(viewer)
    rows = rows.in_force(on or timezone.localdate()).select_related("agency", "place")
    found: QuerySet[ResponseCircle] = rows.prefetch_related("stations", "units", "agencies")
    return found


class CircleReach:
    """Circles and units as arrays: units are rows, circles are columns."""

    def __init__(self, circles: list[ResponseCircle], fleet: Fleet, book: RateBook) -> None:
        self.circles, self.fleet = circles, fleet
        self.lng = np.array([circle.point.x for circle in circles], dtype=float)
        self.lat = np.array([circle.point.y for circle in circles], dtype=float)
        self.rates = [_rates(circle, book) for circle in circles]
        self.limit_s = np.array([circle.tier * 60 for circle in circles], dtype=float)
        drawn = [np.nan if c.radius_m is None else c.radius_m for c in circles]
        self.radius_m = np.array(drawn, dtype=float)
        shape = (len(fleet), len(circles))
        self.allowed: Bools = np.zeros(shape, dtype=bool)
        self.metres: Floats = np.full(shape, np.inf)
        self.seconds: Floats = np.full(shape, np.inf)
        if fleet.units and circles:
            self._fill()
        reached = self.reaches(self.metres, self.seconds)
        self.meets: Bools = np.array(self.allowed & reached, dtype=bool)

    def _fill(self) -> None:
        at = {"lng": self.fleet.lng, "lat": self.fleet.lat}
        self.metres = metres(**at, to_lng=self.lng, to_lat=self.lat)
        kinds = [unit.kind for unit in self.fleet.units]
        paces: dict[int, Floats] = {}
        for column, (circle, rates) in enumerate(zip(self.circles, self.rates, strict=True)):
            pace = paces.setdefault(id(rates), slowness(kinds, rates))
            self.seconds[:, column] = self.metres[:, column] * pace
            self.allowed[:, column] = serving(circle, self.fleet)

    def reaches(self, away_m: Floats, seconds: Floats) -> Bools:
        """In the drawn ring where one is drawn, else within the minutes of the tier."""
        in_ring, in_time = away_m <= self.radius_m, seconds <= self.limit_s
        reached: Bools = np.where(np.isnan(self.radius_m), in_time, in_ring)
        return reached

    def met_by(self, which: Mask) -> Bools:
        """Which circles the chosen units meet."""
        return np.asarray(np.any(self.meets & which[:, None], axis=0), dtype=bool)

    def from_place(self, unit: int, *, lng: float, lat: float) -> Bools:
        """Which circles a unit would meet from another place."""
        if not self.circles:
            return np.zeros(0, dtype=bool)
        here = {"lng": np.array([lng]), "lat": np.array([lat])}
        away = metres(**here, to_lng=self.lng, to_lat=self.lat)[0]
        kind = [self.fleet.units[unit].kind]
        pace = np.array([slowness(kind, rates)[0] for rates in self.rates])
        met: Bools = np.logical_and(self.allowed[unit], self.reaches(away, away * pace))
        return met

    def states(self, which: Mask) -> list[CircleState]:
        """Every circle with the nearest of the chosen units of its forces."""
        met = self.met_by(which)
        near = np.where(self.allowed & which[:, None], self.seconds, np.inf)
        found = []
        for column, circle in enumerate(self.circles):
            row = int(near[:, column].argmin()) if len(self.fleet) else 0
            seconds = float(near[row, column]) if len(self.fleet) else np.inf
            is_there = np.isfinite(seconds)
            found.append(
                CircleState(
                    circle=circle,
                    is_met=bool(met[column]),
                    unit=self.fleet.units[row] if is_there else None,
                    seconds=seconds if is_there else None,
                    ring_m=self._ring(column),
                )
            )
        return found

    def _ring(self, column: int) -> float:
        """The drawn radius, or what a car reaches in the minutes of the tier."""
        drawn = self.radius_m[column]
        pace = slowness([Unit.Kind.CAR], self.rates[column])[0]
        return float(self.limit_s[column] / pace if np.isnan(drawn) else drawn)


def serving(circle: ResponseCircle, fleet: Fleet) -> Bools:
    """Which units are forces of the circle; with none named, those of its agency."""
    stations = {station.pk for station in circle.stations.all()}
    named = {unit.pk for unit in circle.units.all()}
    paths = tuple(agency.path for agency in circle.agencies.all())
    if not (stations or named or paths):
        paths = (circle.agency.path,)
    return np.array(
        [
            unit.pk in named or unit.station_id in stations or unit.agency_path.startswith(paths)
            for unit in fleet.units
        ],
        dtype=bool,
    )


def _rates(circle: ResponseCircle, book: RateBook) -> Rates:
    return book.of(circle.agency.path, circle.place.cell_id if circle.place else None)
