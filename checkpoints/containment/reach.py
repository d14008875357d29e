"""When a fleeing vehicle could be where, and which posts it therefore reaches next.

Pure: no database, no clock. Two ways, and every answer says which was used:

- over the roads: the least seconds along known stretches of road, each at the speed of its
  class, with the metres off the road at both ends by the straight way below;
- straight: great-circle metres × detour factor ÷ speed, where no road is near.

The arrival is the earliest possible, so it errs on the side of the vehicle.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from heapq import heappop, heappush
from math import inf
from typing import Final

from grid.territory.geo import distance_m
from grid.territory.metric import LocalPlane

SNAP_M: Final = 1_000  # a place farther from every road than this is reached straight
SAME_M_DIGITS: Final = 5  # ends that agree to 1e-5 degrees (about a metre) are one junction
Key = int
Pair = tuple[float, float]


class By(StrEnum):
    """Which way gave the seconds."""

    ROADS = "roads"
    STRAIGHT = "straight"


class Standing(StrEnum):
    """How a post stands to the vehicle; listed in this order."""

    PASSED = "passed"  # it could have passed before anybody was there
    AHEAD = "ahead"  # it cannot have been there yet
    HELD = "held"  # somebody was there before it could be


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in WGS-84 degrees; `ring` is the rank of the ring it lies on, 1 the innermost."""

    lng: float
    lat: float
    key: Key = 0
    ring: int = 0


@dataclass(frozen=True, slots=True)
class Road:
    """A stretch of road, both ways; `length_m` along it; `speed_kmh` of its class."""

    start: Pair
    end: Pair
    length_m: float
    speed_kmh: float
    name: str = ""

    @property
    def seconds(self) -> float:
        return self.length_m / self.speed_kmh * 3.6


@dataclass(frozen=True, slots=True)
class Pace:
    """Open ground: metres straight × `detour` at `speed_kmh`."""

    speed_kmh: float
    detour: float

    def seconds(self, metres: float) -> float:
        return metres * self.detour / self.speed_kmh * 3.6

    def metres_in(self, seconds: float) -> float:
        """Straight metres it can be away after so many seconds."""
        return max(0.0, seconds) * self.speed_kmh / 3.6 / self.detour


@dataclass(frozen=True, slots=True)
class Travel:
    """Seconds to one place, and by which way."""

    key: Key
    seconds: float
    by: By


@dataclass(frozen=True, slots=True)
class Snap:
    """Where a place joins the roads: on which, how far along it (0 to 1), metres beside it."""

    road: Road
    share: float
    off_m: float


@dataclass(slots=True)
class Roads:
    """A network of roads, joined where their ends touch."""

    roads: Sequence[Road]
    _ways: dict[Pair, list[Road]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for road in self.roads:
            for end in (road.start, road.end):
                self._ways.setdefault(_junction(end), []).append(road)

    def snap(self, spot: Spot) -> Snap | None:
        """The nearest road to a place, None where none is within SNAP_M."""
        plane = LocalPlane(lng=spot.lng, lat=spot.lat)
        found = min(
            (_onto(plane, road) for road in self.roads), key=lambda snap: snap.off_m, default=None
        )
        return found if found and found.off_m <= SNAP_M else None

    def seconds_from(self, origin: Snap) -> dict[Pair, float]:
        """The least seconds to each junction (Dijkstra 1959), from a point on a road."""
        road = origin.road
        best: dict[Pair, float] = {}
        waiting = [
            (road.seconds * origin.share, _junction(road.start)),
            (road.seconds * (1 - origin.share), _junction(road.end)),
        ]
        waiting.sort()
        while waiting:
            seconds, here = heappop(waiting)
            if here in best:
                continue
            best[here] = seconds
            for way in self._ways[here]:
                there = _junction(way.end if here == _junction(way.start) else way.start)
                if there not in best:
                    heappush(waiting, (seconds + way.seconds, there))
        return best


def travels(origin: Spot, spots: Iterable[Spot], *, pace: Pace, roads: Roads) -> list[Travel]:
    """Seconds from the origin to each place, by the roads where both are near one."""
    start = roads.snap(origin)
    best = roads.seconds_from(start) if start else {}
    return [_travel(origin, spot, pace, roads, (start, best)) for spot in spots]


def _travel(
    origin: Spot,
    spot: Spot,
    pace: Pace,
    roads: Roads,
    known: tuple[Snap | None, Mapping[Pair, float]],
) -> Travel:
    start, best = known
    end = roads.snap(spot) if start else None
    if start and end:
        on_road = _along(start, end, best)
        if on_road < inf:
            return Travel(spot.key, on_road + pace.seconds(start.off_m + end.off_m), By.ROADS)
    metres = distance_m(lng=origin.lng, lat=origin.lat, to_lng=spot.lng, to_lat=spot.lat)
    return Travel(spot.key, pace.seconds(metres), By.STRAIGHT)


def _along(start: Snap, end: Snap, best: Mapping[Pair, float]) -> float:
    """Seconds on the road from one joined point to another; infinite where no way leads."""
    road = end.road
    over_ends = min(
        best.get(_junction(road.start), inf) + road.seconds * end.share,
        best.get(_junction(road.end), inf) + road.seconds * (1 - end.share),
    )
    if start.road is road:
        return min(over_ends, road.seconds * abs(end.share - start.share))
    return over_ends


def _junction(end: Pair) -> Pair:
    return round(end[0], SAME_M_DIGITS), round(end[1], SAME_M_DIGITS)


def _onto(plane: LocalPlane, road: Road) -> Snap:
    """The plane's origin brought onto a road, taken as straight between its ends."""
    east, north = plane.m_per_deg_lng, plane.m_per_deg_lat
    x1, y1 = (road.start[0] - plane.lng) * east, (road.start[1] - plane.lat) * north
    x2, y2 = (road.end[0] - plane.lng) * east, (road.end[1] - plane.lat) * north
    dx, dy = x2 - x1, y2 - y1
    square = dx * dx + dy * dy
    share = 0.0 if square == 0 else min(1.0, max(0.0, -(x1 * dx + y1 * dy) / square))
    return Snap(road, share, float(((x1 + share * dx) ** 2 + (y1 + share * dy) ** 2) ** 0.5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A post in the order in which the vehicle could come to it.

    `countdown_s` is the time until it could be there, negative once it could have been;
    `next_outer` is the nearest post farther out, for one that it could have passed.
    """

    key: Key
    at: datetime
    countdown_s: float
    standing: Standing
    by: By
    next_outer: Key | None = None


def queue(
    reached: Iterable[Travel],
    *,
    spots: Mapping[Key, Spot],
    manned_at: Mapping[Key, datetime],
    seen_at: datetime,
    now: datetime,
) -> list[Arrival]:
    """Posts as they matter: those it could have passed, those ahead by countdown, those held.

    A post is held where somebody was in place by the second the vehicle could be there.
    """
    found = []
    for travel in reached:
        at = seen_at + timedelta(seconds=travel.seconds)
        standing = _standing(at, manned_at.get(travel.key), now)
        outer = _next_outer(spots[travel.key], spots) if standing is Standing.PASSED else None
        found.append(
            Arrival(
                key=travel.key, at=at, countdown_s=(at - now).total_seconds(),
                standing=standing, by=travel.by, next_outer=outer,
            )
        )  # fmt: skip
    places = list(Standing)
    return sorted(found, key=lambda one: (places.index(one.standing), one.at, one.key))


def _standing(at: datetime, manned_at: datetime | None, now: datetime) -> Standing:
    if at > now:
        return Standing.AHEAD
    return Standing.HELD if manned_at is not None and manned_at <= at else Standing.PASSED


def _next_outer(spot: Spot, spots: Mapping[Key, Spot]) -> Key | None:
    outer = [other for other in spots.values() if other.ring > spot.ring]
    nearest = min(
        outer,
        key=lambda other: (
            other.ring,
            distance_m(lng=spot.lng, lat=spot.lat, to_lng=other.lng, to_lat=other.lat),
        ),
        default=None,
    )
    return nearest.key if nearest else None
