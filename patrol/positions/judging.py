"""Which fixes can be believed, and which of a unit is its newest: arrays in, arrays out.

Fixes of one unit are gone through by device time, all units at once: a round takes the first fix
of every unit, the next round the second, so that each is held against the last one believed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from grid.territory.geo import distance_m

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

GOOD, LATE, FUTURE, TELEPORT, OUTSIDE = range(5)
NEVER: Final = -np.inf
FUTURE_S: Final = 120.0  # a device's clock may be ahead by as much
NOBODY: Final = -1


@dataclass(slots=True)
class Fixes:
    """One row a fix: `unit` counts rows of `Known`; WGS-84 degrees, seconds UTC, metres.

    `latest_within_s`, `slack_m` and `max_ms` are what its source and its unit's kind allow.
    """

    unit: Ids
    lng: Floats
    lat: Floats
    at: Floats
    slack_m: Floats
    latest_within_s: Floats
    max_ms: Floats
    is_outside: NDArray[np.bool_]


@dataclass(slots=True)
class Known:
    """One row a unit: its newest fix (`at` NEVER where it has none) and since when it is still.

    `judge` moves it on; `newest` then holds the fix that is the newest now, or NOBODY.
    """

    lng: Floats
    lat: Floats
    at: Floats
    still_lng: Floats
    still_lat: Floats
    still_since: Floats
    newest: Ids
    is_first: NDArray[np.bool_]  # it had none before this batch


def judge(fixes: Fixes, known: Known, *, now: float) -> NDArray[np.int8]:
    """The fate of each fix; `known` is brought up to date with those believed."""
    fate = np.full(len(fixes.at), GOOD, dtype=np.int8)
    fate[fixes.at < now - fixes.latest_within_s] = LATE
    fate[fixes.is_outside] = OUTSIDE
    fate[fixes.at > now + FUTURE_S] = FUTURE
    for rows in _rounds(fixes, np.flatnonzero(fate == GOOD)):
        _take(rows, fixes, known, fate)
    return fate


def _rounds(fixes: Fixes, rows: Ids) -> Iterator[Ids]:
    """Rows of fixes, each unit at most once in each round, by device time."""
    if not len(rows):
        return
    rows = rows[np.lexsort((rows, fixes.at[rows], fixes.unit[rows]))]
    units = fixes.unit[rows]
    first = np.flatnonzero(np.r_[True, units[1:] != units[:-1]])
    rank = np.arange(len(rows)) - np.repeat(first, np.diff(np.r_[first, len(rows)]))
    by_rank = np.argsort(rank, kind="stable")
    ends = np.cumsum(np.bincount(rank))
    yield from np.split(rows[by_rank], ends[:-1])


def _take(rows: Ids, fixes: Fixes, known: Known, fate: NDArray[np.int8]) -> None:
    """One round: what is newer than known and can be reached from there becomes known."""
    rows = rows[fixes.at[rows] > known.at[fixes.unit[rows]]]
    unit = fixes.unit[rows]
    lng, lat, at, slack = fixes.lng[rows], fixes.lat[rows], fixes.at[rows], fixes.slack_m[rows]
    has_known = known.at[unit] != NEVER
    way = distance_m(lng=known.lng[unit], lat=known.lat[unit], to_lng=lng, to_lat=lat)
    reach = slack + fixes.max_ms[rows] * np.where(has_known, at - known.at[unit], 0)
    leaps = has_known & (way > reach)
    fate[rows[leaps]] = TELEPORT
    off = distance_m(lng=known.still_lng[unit], lat=known.still_lat[unit], to_lng=lng, to_lat=lat)
    moves = ~has_known | (off > slack)
    for target, value in (
        (known.still_lng, lng),
        (known.still_lat, lat),
        (known.still_since, at),
    ):
        target[unit[moves & ~leaps]] = value[moves & ~leaps]
    for target, value in ((known.lng, lng), (known.lat, lat), (known.at, at)):
        target[unit[~leaps]] = value[~leaps]
    known.newest[unit[~leaps]] = rows[~leaps]
