"""The cases of a linkage, made ready for comparison: places, intervals, hours, tag codes."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from command_center.analysis.methods.inputs import (
    US_PER_DAY,
    Floats,
    Given,
    Ints,
    Moments,
    codes,
    interval,
    places,
    same_length,
)

MINUTE_DAYS = 1 / 1440


@dataclass(frozen=True, slots=True)
class Cases:
    """n cases: metres (n,), days since 1970 (n,), weights of the day's hours (n, 24), tags (n, k).

    NaN where a place or time is not known, -1 where a tag is not. `levels` has the values behind
    each tag's codes, `seen` how many cases have each.
    """

    x: Floats
    y: Floats
    start: Floats
    end: Floats
    hours: Floats
    tags: Ints
    levels: tuple[tuple[Any, ...], ...]
    seen: tuple[Floats, ...]

    def __len__(self) -> int:
        return len(self.x)

    def only(self, at: Ints) -> "Cases":
        """Some of them, their codes as they were."""
        return replace(
            self,
            x=self.x[at],
            y=self.y[at],
            start=self.start[at],
            end=self.end[at],
            hours=self.hours[at],
            tags=self.tags[at],
        )

    @property
    def middle(self) -> Floats:
        return (self.start + self.end) / 2


def take(
    x: Given, y: Given, occurred_from: Given, occurred_to: Given | None, tags: Given | None
) -> Cases:
    """Cases from what was handed over; a missing or reversed end makes the interval its start.

    Raises ValueError where the arrays differ in length, for what is no number or no time.
    """
    east, north = places(x, y).T
    start, end = (_days(times) for times in interval(occurred_from, occurred_to))
    n = east.size
    sheet = _sheet(tags, n)
    same_length(x=east, occurred_from=start, tags=sheet)
    is_placed = np.isfinite(east) & np.isfinite(north)
    end = np.where(end >= start, end, start)
    coded = [codes(sheet[:, k]) for k in range(sheet.shape[1])]
    numbers = [column for column, _ in coded]
    return Cases(
        x=np.where(is_placed, east, np.nan),
        y=np.where(is_placed, north, np.nan),
        start=start,
        end=end,
        hours=_hours(start, end),
        tags=np.column_stack(numbers) if numbers else np.empty((n, 0), dtype=np.int64),
        levels=tuple(tuple(levels) for _, levels in coded),
        seen=tuple(_seen(column, len(levels)) for column, levels in coded),
    )


def _sheet(tags: Given | None, n: int) -> Any:
    """The tags as (n, k); one column may come as (n,)."""
    try:
        array = np.asarray([] if tags is None else tags)
        if array.dtype.kind not in "iub":
            array = np.asarray([] if tags is None else tags, dtype=object)
    except ValueError as error:
        raise ValueError(f"tags must be (n, k), one code in each place: {error}") from error
    if array.size == 0:
        return np.empty((n, 0), dtype=object)
    if array.ndim > 2:
        raise ValueError(f"tags must be (n, k), not {array.shape}")
    return array.reshape(-1, 1) if array.ndim == 1 else array


def _seen(column: Ints, levels: int) -> Floats:
    return np.bincount(column[column >= 0], minlength=levels)[:levels].astype(np.float64)


def _days(times: Moments) -> Floats:
    return np.where(np.isnat(times), np.nan, times.astype(np.int64) / US_PER_DAY)


def _hours(start: Floats, end: Floats) -> Floats:
    """Aoristic weight of each hour of the day (Ratcliffe 2000), NaN where the time is not known."""
    first = np.mod(start, 1) * 24
    last = first + np.maximum(end - start, MINUTE_DAYS) * 24
    weights = _time_in_hours(last) - _time_in_hours(first)
    total: Floats = weights / weights.sum(axis=1, keepdims=True)
    return total


def _time_in_hours(until: Floats) -> Floats:
    """Hours spent in each hour of the day from midnight until a time, (n, 24)."""
    days, rest = np.divmod(until, 24)
    spent: Floats = days[:, None] + np.clip(rest[:, None] - np.arange(24.0), 0, 1)
    return spent
