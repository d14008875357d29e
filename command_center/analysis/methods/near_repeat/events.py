"""Cases as points and whole-number times, and the edges of bands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from command_center.analysis.methods.inputs import (
    US_PER_DAY,
    Bools,
    Floats,
    Given,
    Ints,
    are_numbers,
    column,
    floats,
    moments,
    places,
    same_length,
)

MOST_TICKS = 2.0**62


@dataclass(frozen=True)
class Events:
    """The cases whose place and day are both known, in the order they came in."""

    points: Floats  # (n, 2), metres
    ticks: Ints  # days, or µs where not all are whole days; the earliest is 0
    per_day: int  # ticks in a day


def events(x: Given, y: Given, day: Given) -> Events:
    """Refuses columns of different length by ValueError."""
    points = places(x, y)
    ticks, known, per_day = _ticks(day)
    same_length(x=points, y=points, day=ticks)
    known = known & np.isfinite(points).all(axis=1)
    ticks = ticks[known]
    if len(ticks):
        ticks = ticks - ticks.min()
    return Events(points[known], ticks, per_day)


def _ticks(day: Given) -> tuple[Ints, Bools, int]:
    """Whole numbers, so that every difference is exact; which are known; how many make a day."""
    if are_numbers(day):
        return _counted(column(day, "day"))
    times = moments(day, "day")
    known = ~np.isnat(times)
    since = np.where(known, times, np.datetime64(0, "us")).astype(np.int64)
    if (since % US_PER_DAY == 0).all():
        return since // US_PER_DAY, known, 1
    return since, known, US_PER_DAY


def _counted(numbers: Floats) -> tuple[Ints, Bools, int]:
    known = np.isfinite(numbers)
    first = np.floor(numbers[known].min()) if known.any() else 0.0
    since = np.where(known, numbers - first, 0.0)
    per_day = 1 if (since == np.rint(since)).all() else US_PER_DAY
    if (since > MOST_TICKS / per_day).any():
        raise ValueError("day has numbers too far apart to be days")
    return np.rint(since * per_day).astype(np.int64), known, per_day


def edges(breaks: Sequence[float], name: str) -> Floats:
    """The edges of bands [a, b); refuses by ValueError what does not rise."""
    found: Any = floats(breaks, name)
    if found.ndim != 1 or len(found) < 2 or not (found[1:] > found[:-1]).all():
        raise ValueError(f"{name} must be two or more rising edges: k + 1 for k bands")
    return np.asarray(found, dtype=np.float64)


def tick_edges(found: Floats, per_day: int) -> Floats:
    """Edges in days as edges in ticks: a whole number reaches an edge where it reaches its ceil."""
    ticks: Floats = np.ceil(found) if per_day == 1 else np.rint(found * per_day)
    return ticks


def reach(found: Floats) -> float:
    """The largest finite edge: what lies beyond is known without being looked at."""
    finite = found[np.isfinite(found)]
    return max(float(finite[-1]), 0.0) if len(finite) else 0.0


def far_band(found: Floats) -> int:
    """The band of what lies beyond the reach, a band being the number of edges passed."""
    return int(np.searchsorted(found, reach(found), side="right"))
