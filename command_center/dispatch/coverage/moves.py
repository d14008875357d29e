"""The hole a dispatch leaves, and which unit moved where would fill most of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from command_center.dispatch.coverage.fleet import Floats, Mask, metres, slowness
from command_center.dispatch.coverage.models import ResponseCircle
from command_center.dispatch.coverage.now import Picture
from command_center.dispatch.coverage.pace import RateBook
from command_center.dispatch.coverage.points import TIERS, Nearest
from command_center.dispatch.coverage.sampling import SampledCell
from grid.scope import Viewer
from patrol.units.models import Station

MOST_PLACES: Final = 25
MOST_UNITS: Final = 40  # the nearest to the hole
PROPOSED: Final = 5


@dataclass(frozen=True, slots=True)
class Standby:
    """Where a unit could stand: a station, a circle's place or a cell's uncovered part."""

    key: str
    name: str
    agency_path: str
    lng: float
    lat: float


@dataclass(frozen=True, slots=True)
class CircleHole:
    """A circle that is met now and would not be."""

    circle: ResponseCircle
    before_s: float | None
    after_s: float | None


@dataclass(frozen=True, slots=True)
class CellHole:
    """A cell some of whose points lose their 1, 3 or 5 minutes."""

    cell: SampledCell
    lost: dict[int, int]  # tier: points
    points: int
    lng: float
    lat: float

    @property
    def tier(self) -> int:
        """The longest time that is lost: five minutes lost is the worst."""
        return max(tier for tier, n in self.lost.items() if n)


@dataclass(frozen=True, slots=True)
class Move:
    """One unit to one place: what that restores, less what it uncovers elsewhere."""

    unit: int
    place: Standby
    travel_s: float
    circles: int
    points: dict[int, int]

    @property
    def points_sum(self) -> int:
        return sum(self.points.values())


@dataclass(slots=True)
class Hole:
    """What is lost when units go, and the moves that would help most."""

    gone: list[str]
    unknown: list[str]  # not free or without a fresh position: they cover nothing now
    circles: list[CircleHole] = field(default_factory=list)
    cells: list[CellHole] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)


def hole(viewer: Viewer, shown: Picture, call_signs: Sequence[str]) -> Hole:
    """What these units leave uncovered, and who could move up."""
    study = _Study(viewer, shown, call_signs)
    free = {unit.call_sign for unit in shown.fleet.units}
    found = Hole(
        gone=[sign for sign in call_signs if sign in free],
        unknown=[sign for sign in call_signs if sign not in free],
        circles=study.lost_circles(),
        cells=study.lost_cells(),
    )
    if found.circles or found.cells:
        found.moves = study.moves(found)
    return found


class _Study:
    """Coverage before and after some units go."""

    def __init__(self, viewer: Viewer, shown: Picture, call_signs: Sequence[str]) -> None:
        self.viewer, self.shown = viewer, shown
        self.book = RateBook(shown.at)
        self.keep: Mask = shown.fleet.without(call_signs)
        self.after: Nearest = shown.points.nearest(shown.seen & self.keep)
        self.met_after = shown.circles.met_by(self.keep)
        self.meeting = (shown.circles.meets & self.keep[:, None]).sum(axis=0)

    def lost_circles(self) -> list[CircleHole]:
        shown = self.shown
        before, after = shown.states(), shown.circles.states(self.keep)
        return [
            CircleHole(was.circle, was.seconds, now.seconds)
            for was, now in zip(before, after, strict=True)
            if was.is_met and not now.is_met
        ]

    def lost_cells(self) -> list[CellHole]:
        holes = (self._cell_hole(cell) for cell in self.shown.samples.cells)
        found = [one for one in holes if one is not None]
        return sorted(found, key=lambda one: (-one.tier, -sum(one.lost.values()), one.cell.code))

    def _cell_hole(self, cell: SampledCell) -> CellHole | None:
        own = slice(cell.first, cell.after)
        before, after = self.shown.nearest.best_s[own], self.after.best_s[own]
        gone = {tier: (before <= tier * 60) & (after > tier * 60) for tier in TIERS}
        lost = {tier: int(points.sum()) for tier, points in gone.items()}
        if not any(lost.values()):
            return None
        where = np.logical_or.reduce(list(gone.values()))
        samples = self.shown.samples
        lng, lat = samples.lng[own][where].mean(), samples.lat[own][where].mean()
        return CellHole(cell, lost, before.size, float(lng), float(lat))

    def moves(self, found: Hole) -> list[Move]:
        """The best move of each unit, best first; none that loses as much as it gains."""
        places = self._places(found)
        best: dict[int, Move] = {}
        for unit in self._candidates(places):
            for place in places:
                move = self.weigh(unit, place)
                if move and (unit not in best or rank(move) < rank(best[unit])):
                    best[unit] = move
        return sorted(best.values(), key=rank)[:PROPOSED]

    def weigh(self, unit: int, place: Standby) -> Move | None:
        """What this unit at that place would restore; None where nothing is gained."""
        shown, at = self.shown, {"lng": place.lng, "lat": place.lat}
        kind = shown.fleet.units[unit].kind
        from_there = shown.points.from_place(kind, **at)
        then = np.minimum(self.after.without(unit), from_there)
        points = {tier: _gain(then, self.after.best_s, tier * 60) for tier in TIERS}
        others = (self.meeting - shown.circles.meets[unit]) > 0
        met = others | shown.circles.from_place(unit, **at)
        circles = int(met.sum()) - int(self.met_after.sum())
        move = Move(unit, place, self._travel(unit, place), circles, points)
        return move if (circles, move.points_sum) > (0, 0) and circles >= 0 else None

    def _travel(self, unit: int, place: Standby) -> float:
        fleet = self.shown.fleet
        away = metres(
            lng=fleet.lng[unit : unit + 1],
            lat=fleet.lat[unit : unit + 1],
            to_lng=np.array([place.lng]),
            to_lat=np.array([place.lat]),
        )
        pace = slowness([fleet.units[unit].kind], self.book.of(place.agency_path))
        return float(away[0, 0] * pace[0])

    def _candidates(self, places: Sequence[Standby]) -> list[int]:
        """Free units of the scope that stay, the nearest to the hole first."""
        chosen: NDArray[np.int64] = np.flatnonzero(self.shown.seen & self.keep)
        if chosen.size <= MOST_UNITS or not places:
            return [int(unit) for unit in chosen]
        fleet = self.shown.fleet
        away = metres(
            lng=fleet.lng[chosen],
            lat=fleet.lat[chosen],
            to_lng=np.array([place.lng for place in places]),
            to_lat=np.array([place.lat for place in places]),
        ).min(axis=1)
        return [int(unit) for unit in chosen[np.argsort(away)[:MOST_UNITS]]]

    def _places(self, found: Hole) -> list[Standby]:
        lost = [place_of_circle(one.circle) for one in found.circles]
        lost += [_place_of_cell(one) for one in found.cells]
        stations = list(stations_of(self.viewer))
        return [*lost[: MOST_PLACES // 2], *_nearest_to(lost, stations)][:MOST_PLACES]


def weigh(viewer: Viewer, shown: Picture, gone: Sequence[str], unit: int, key: str) -> Move | None:
    """One named move again, on what is true now; None where the place is gone or gains nothing."""
    study = _Study(viewer, shown, gone)
    lost = Hole(list(gone), [], study.lost_circles(), study.lost_cells())
    named = [place_of_circle(one.circle) for one in lost.circles]
    named += [_place_of_cell(one) for one in lost.cells]
    named += list(stations_of(viewer))
    place = next((one for one in named if one.key == key), None)
    return study.weigh(unit, place) if place else None


def rank(move: Move) -> tuple[int, int, float]:
    """Circles first, then points, then who is there sooner."""
    return (-move.circles, -move.points_sum, move.travel_s)


def _gain(then: Floats, now: Floats, limit_s: int) -> int:
    return int((then <= limit_s).sum()) - int((now <= limit_s).sum())


def place_of_circle(circle: ResponseCircle) -> Standby:
    at = circle.point
    return Standby(f"circle:{circle.pk}", circle.name, circle.agency.path, at.x, at.y)


def _place_of_cell(one: CellHole) -> Standby:
    cell = one.cell
    return Standby(f"cell:{cell.code}", cell.name, cell.agency_path, one.lng, one.lat)


def stations_of(viewer: Viewer) -> Iterator[Standby]:
    """Stations in use in the viewer's scope."""
    rows = Station.objects.visible_to(viewer).filter(is_active=True).select_related("agency")
    for row in rows.order_by("code"):
        at = row.point
        yield Standby(f"station:{row.code}", row.name, row.agency.path, at.x, at.y)


def _nearest_to(lost: Sequence[Standby], stations: list[Standby]) -> list[Standby]:
    if not lost or not stations:
        return stations
    away = metres(
        lng=np.array([station.lng for station in stations]),
        lat=np.array([station.lat for station in stations]),
        to_lng=np.array([place.lng for place in lost]),
        to_lat=np.array([place.lat for place in lost]),
    ).min(axis=1)
    return [stations[int(i)] for i in np.argsort(away, kind="stable")]
