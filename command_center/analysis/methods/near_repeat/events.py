"""Cases as points and whole-number times, and the edges of bands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from command_center.analysis.methods.inputs import (
    US_PER_DAY,
    Bools,
    Floats,
    Ints,
    floats,
    is_gap,
    moments,
)


@dataclass(frozen=True)
class Events:
    """The cases whose place and day are both known, in the order they came in."""

    points: Floats  # (n, 2), metres
    ticks: Ints  # days, or µs where not all are whole days; the earliest is 0
    per_day: int  # ticks in a day


def events(x: ArrayLike, y: ArrayLike, day: ArrayLike | Sequence[Any]) -> Events:
    """Refuses columns of different length by ValueError."""
    east, north = np.atleast_1d(floats(x)), np.atleast_1d(floats(y))
    ticks, known, per_day = _ticks(day)
    if not len(east) == len(north) == len(ticks):
        raise ValueError("x, y and day must be equally long")
    known = known & np.isfinite(east) & np.isfinite(north)
    ticks = ticks[known]
    if len(ticks):
        ticks = ticks - ticks.min()
    return Events(np.column_stack([east[known], north[known]]), ticks, per_day)


def _ticks(day: ArrayLike | Sequence[Any]) -> tuple[Ints, Bools, int]:
    """Whole numbers, so that every difference is exact; which are known; how many make a day."""
    if _holds_numbers(np.atleast_1d(np.asarray(day))):
        numbers = np.atleast_1d(floats(day))
        known = np.isfinite(numbers)
        numbers = np.where(known, numbers, 0.0)
        if (numbers == np.rint(numbers)).all():
            return numbers.astype(np.int64), known, 1
        return np.rint(numbers * US_PER_DAY).astype(np.int64), known, US_PER_DAY
    times = moments(day)
    known = ~np.isnat(times)
    since = np.where(known, times, np.datetime64(0, "us")).astype(np.int64)
    if (since % US_PER_DAY == 0).all():
        return since // US_PER_DAY, known, 1
    return since, known, US_PER_DAY


def _holds_numbers(array: NDArray[Any]) -> bool:
    if array.dtype.kind == "O":
        first = next((value for value in array if not is_gap(value)), None)
        return isinstance(first, int | float | np.number)
    return array.dtype.kind in "iuf"


def edges(breaks: Sequence[float]) -> Floats:
    """The edges of bands [a, b); refuses by ValueError what does not rise."""
    found = floats(breaks)
    if found.ndim != 1 or len(found) < 2 or not (np.diff(found) > 0).all():
        raise ValueError("breaks must be two or more rising edges")
    return found


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
