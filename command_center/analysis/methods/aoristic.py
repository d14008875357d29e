"""When cases happened that are only known to lie between two moments: aoristic weights.

Source: J. H. Ratcliffe and M. J. McCullagh, "Aoristic crime analysis", International Journal of
Geographical Information Science 12 (1998); J. H. Ratcliffe, "Aoristic analysis: the spatial
interpretation of unspecific temporal events", same journal 14 (2000). Each case weighs 1 and is
spread over its interval in proportion to time:

    weight(case, hour) = |[from, to) ∩ hour| / (to - from)

A case without an end, or whose end is not after its beginning, weighs 1 in the hour of `from`. A
case of more than a week says nothing of the hour and weighs 1/168 in each. A case without a
beginning is left out, so the weights add up to the number of cases with one.

Times are local wall-clock times, exact to the microsecond. Hour 0 of the week is Sunday 00:00 to
01:00, hour 167 Saturday 23:00 to 24:00.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from command_center.analysis.methods.inputs import (
    US_PER_DAY,
    Bools,
    Floats,
    Given,
    Ints,
    indices,
    interval,
    moments,
    same_length,
    whole,
)

HOURS = 168
US_PER_HOUR = US_PER_DAY // 24
# 1970-01-01 was a Thursday: four days after the Sunday on which hour 0 falls.
THURSDAY_HOUR = 4 * 24

Times: TypeAlias = Given


def hour_of_week(occurred_from: Times, occurred_to: Times | None = None) -> Floats:
    """The weight of each of the 168 hours of the week, hour 0 being Sunday 00:00; float64[168].

    Times as `inputs.moments` reads them, (n,) each; no `occurred_to` is known where it is None.
    ValueError for what is no time (numbers too) and for columns of different length.
    """
    spans = _spans(occurred_from, occurred_to)
    return _by_hour(spans, np.zeros(len(spans.first), dtype=np.int64), 1).ravel()


def hour_of_day(occurred_from: Times, occurred_to: Times | None = None) -> Floats:
    """The weight of each hour of the day, hour 0 being 00:00 to 01:00; float64[24]."""
    week = hour_of_week(occurred_from, occurred_to)
    return np.asarray(week.reshape(7, 24).sum(axis=0), dtype=np.float64)


def day_of_week(occurred_from: Times, occurred_to: Times | None = None) -> Floats:
    """The weight of each day of the week, day 0 being Sunday; float64[7]."""
    week = hour_of_week(occurred_from, occurred_to)
    return np.asarray(week.reshape(7, 24).sum(axis=1), dtype=np.float64)


def by_cell(
    cell_index: Given, n_cells: int, occurred_from: Times, occurred_to: Times | None = None
) -> Floats:
    """The hours of the week of each cell; float64[n_cells, 168].

    `cell_index` is 0 … n_cells - 1; a case with another index (-1 or a gap for "in no cell") is
    left out. ValueError as `hour_of_week`, and for parts of a cell.
    """
    spans = _spans(occurred_from, occurred_to)
    cells, n_cells = indices(cell_index, "cell_index"), whole(n_cells, "n_cells")
    same_length(cell_index=cells, occurred_from=spans.known)
    cells = cells[spans.known]
    is_inside = (cells >= 0) & (cells < n_cells)
    return _by_hour(spans.only(is_inside), cells[is_inside], n_cells)


def by_day(occurred_from: Times, occurred_to: Times | None, first_day: Any, n_days: int) -> Floats:
    """The weight of each of `n_days` calendar days from `first_day`; float64[n_days].

    For intervals over midnight. However long an interval is, it is spread over its own days; what
    falls on days outside is dropped, so the sum is at most the number of cases. `first_day` is a
    date; ValueError as `hour_of_week`.
    """
    spans, n_days = _spans(occurred_from, occurred_to), whole(n_days, "n_days")
    start_day = moments([first_day], "first_day").astype("datetime64[D]")
    if np.isnat(start_day[0]):
        raise ValueError("first_day must be known")
    start = start_day.astype(np.int64)[0]
    first = spans.first // US_PER_DAY - start
    last = spans.last // US_PER_DAY - start
    is_one = first == last
    head, tail = _ends(spans, US_PER_DAY)
    days = np.concatenate([first, last[~is_one]])
    weights = np.concatenate([np.where(is_one, 1.0, head), tail[~is_one]])
    is_inside = (days >= 0) & (days < n_days)
    found = _sums(days[is_inside], weights[is_inside], n_days)
    begins = np.clip(first[~is_one] + 1, 0, n_days)
    ends = np.clip(last[~is_one], 0, n_days)
    rate = US_PER_DAY / spans.length[~is_one]
    slopes = _sums(begins, rate, n_days + 1) - _sums(ends, rate, n_days + 1)
    found += np.cumsum(slopes)[:-1].clip(min=0)
    return found


@dataclass(frozen=True)
class _Spans:
    """Intervals in µs since 1970: first and last moment inside, and their length (0: a moment)."""

    first: Ints
    last: Ints
    length: Ints
    known: Bools  # which of the cases handed in these are

    def only(self, chosen: Bools) -> "_Spans":
        return _Spans(self.first[chosen], self.last[chosen], self.length[chosen], self.known)


def _spans(occurred_from: Times, occurred_to: Times | None) -> _Spans:
    start, end = interval(occurred_from, occurred_to)
    known = ~np.isnat(start)
    start, end = start[known], end[known]
    has_end = end > start  # false for NaT
    first = start.astype(np.int64)
    length = np.where(has_end, end, start).astype(np.int64) - first
    return _Spans(first, first + np.maximum(length - 1, 0), length, known)


def _ends(spans: _Spans, unit: int) -> tuple[Floats, Floats]:
    """The shares of an interval in the first and in the last unit that it touches."""
    length = np.maximum(spans.length, 1)
    head = (unit - spans.first % unit) / length
    tail = (spans.last % unit + 1) / length
    return head, tail


def _by_hour(spans: _Spans, cells: Ints, n_cells: int) -> Floats:
    is_long = spans.length > HOURS * US_PER_HOUR
    even = np.bincount(cells[is_long], minlength=n_cells) / HOURS
    cells, spans = cells[~is_long], spans.only(~is_long)
    first, last = spans.first // US_PER_HOUR, spans.last // US_PER_HOUR
    is_one = first == last
    head, tail = _ends(spans, US_PER_HOUR)
    row = cells * HOURS
    slots = np.concatenate([row + _slot(first), (row + _slot(last))[~is_one]])
    weights = np.concatenate([np.where(is_one, 1.0, head), tail[~is_one]])
    found = _sums(slots, weights, n_cells * HOURS).reshape(n_cells, HOURS)
    found += even[:, np.newaxis]
    rate = US_PER_HOUR / spans.length[~is_one]
    found += _whole_hours(cells[~is_one], first[~is_one] + 1, last[~is_one], rate, n_cells)
    return found


def _whole_hours(cells: Ints, begin: Ints, end: Ints, rate: Floats, n_cells: int) -> Floats:
    """`rate` in each hour of [begin, end), which may run over the end of the week."""
    start, stop = _slot(begin), _slot(end)
    wraps = start > stop  # [begin, end) has at most 167 hours, so equal slots mean none
    row = cells * (HOURS + 1)
    size = n_cells * (HOURS + 1)
    slopes = _sums(row + start, rate, size) - _sums(row + stop, rate, size)
    slopes += _sums(row[wraps], rate[wraps], size)
    levels = np.cumsum(slopes.reshape(n_cells, HOURS + 1), axis=1)[:, :HOURS]
    return levels.clip(min=0)  # rounding must not leave an hour a hair below nothing


def _slot(hours: Ints) -> Ints:
    return (hours + THURSDAY_HOUR) % HOURS


def _sums(slots: Ints, weights: Floats, size: int) -> Floats:
    return np.bincount(slots, weights=weights, minlength=size).astype(np.float64)
