"""Signs that a check-in was not made where and when it says; pure, and shown, never hidden."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from grid.territory.geo import distance_m
from patrol.rounds.models.walks import Visit

NEAR_M = 150  # two fixes this near say nothing of speed: the noise of a receiver indoors


@dataclass(frozen=True, slots=True)
class Fix:
    """Where a check-in says it was made; WGS-84 degrees."""

    point_id: int
    at: datetime
    lng: float
    lat: float


@dataclass(frozen=True, slots=True)
class Limits:
    """Above these a check-in is odd: km/h, metres from the point, seconds of a wrong clock."""

    max_kmh: float
    far_m: float
    clock_s: float


def flags_of(
    fix: Fix | None,
    *,
    neighbours: Sequence[Fix],
    off_m: float | None,
    clock_off_s: float,
    limits: Limits,
) -> list[str]:
    """The flags of one check-in among its neighbours in time (those of the same unit).

    `off_m` is the distance of the fix from the point where a code was used, None otherwise.
    `clock_off_s` is how far the device's clock was from the server's when it sent.
    """
    found = list(_odd_fixes(fix, neighbours, limits)) if fix else []
    if off_m is not None and off_m > limits.far_m:
        found.append(Visit.Flag.FAR)
    if abs(clock_off_s) > limits.clock_s:
        found.append(Visit.Flag.CLOCK)
    return [str(flag) for flag in found]


def _odd_fixes(fix: Fix, neighbours: Sequence[Fix], limits: Limits) -> Iterator[Visit.Flag]:
    if any(_is_same(fix, other) for other in neighbours):
        yield Visit.Flag.SAME_FIX
    if any(_kmh(fix, other) > limits.max_kmh for other in neighbours):
        yield Visit.Flag.SPEED


def _is_same(fix: Fix, other: Fix) -> bool:
    """Receivers never repeat themselves to the last digit; a replayed fix does."""
    return fix.at != other.at and (fix.lng, fix.lat) == (other.lng, other.lat)


def _kmh(fix: Fix, other: Fix) -> float:
    metres = distance_m(lng=fix.lng, lat=fix.lat, to_lng=other.lng, to_lat=other.lat)
    if metres <= NEAR_M:
        return 0.0
    seconds = abs((fix.at - other.at).total_seconds())
    return 3.6 * metres / max(seconds, 1.0)
