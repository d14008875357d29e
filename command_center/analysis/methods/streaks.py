"""Days without a case (零发案天数): how many, and the longest run, by area and class.

A day counts as zero when no case of the class occurred in the area on it, so that an area where
nothing ever happened has all its days. A sum over areas adds the zero-days of each (638 zero-days
over seven counties). Pure functions of the cases as they are coded now: a case re-coded later
gives other figures for its days when they are called again.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from command_center.analysis.methods.inputs import (
    Bools,
    Given,
    Ints,
    Moments,
    are_numbers,
    day_numbers,
    indices,
    same_length,
    whole,
)


@dataclass(frozen=True, slots=True)
class ZeroDays:
    """Zero-days of each area and class; every array is (areas, classes).

    `days` is the length of the period; the longest run's dates are NaT where there is none;
    where two runs are equally long it is the later one. `running` is the run up to the last day.
    """

    total: Ints
    longest: Ints
    longest_from: Moments
    longest_to: Moments
    running: Ints
    days: int

    @property
    def sum(self) -> int:
        """Zero-days added over all areas and classes."""
        return int(self.total.sum())


@dataclass(frozen=True, slots=True)
class ZeroAreas:
    """Which areas had no case at all in the period: the flags, how many, and per cent of all."""

    is_zero: Bools
    count: int
    share: float


def zero_days(
    area: Given,
    kind: Given,
    day: Given,
    *,
    first_day: Any,
    last_day: Any,
    areas: int,
    classes: int = 1,
) -> ZeroDays:
    """Zero-days from `first_day` to `last_day`, both included.

    `area` and `kind` are indices of each case, (n,) (0 … areas - 1, 0 … classes - 1; anything
    else, and days outside the period or not known, count nowhere); `day` its date, or its number
    where `first_day` and `last_day` are numbers too. No days where the last comes before the
    first. ValueError for columns of different length, for dates beside numbers, for an index that
    is not whole.
    """
    areas, classes = whole(areas, "areas"), whole(classes, "classes")
    first, days = _span(first_day, last_day, day)
    group, offset = _within(area, kind, day, first=first, days=days, shape=(areas, classes))
    groups = areas * classes
    # Each group's days with a case, between a day before the period and a day after it: what
    # lies between two neighbours is a run of zero-days.
    edges = np.arange(groups)
    ends = np.concatenate([edges * (days + 2), edges * (days + 2) + days + 1])
    marks = np.unique(np.concatenate([group * (days + 2) + offset + 1, ends]))
    owner, at = np.divmod(marks, days + 2)
    is_same = owner[1:] == owner[:-1]
    runs = np.where(is_same, marks[1:] - marks[:-1] - 1, 0)
    total = np.bincount(owner[:-1], weights=runs, minlength=groups).astype(np.int64)
    longest = np.zeros(groups, dtype=np.int64)
    np.maximum.at(longest, owner[:-1], runs)
    end = np.full(groups, -1, dtype=np.int64)
    is_longest = is_same & (runs > 0) & (runs == longest[owner[:-1]])
    np.maximum.at(end, owner[:-1][is_longest], at[1:][is_longest] - 2)
    running = np.zeros(groups, dtype=np.int64)
    is_last = is_same & (at[1:] == days + 1)
    running[owner[:-1][is_last]] = runs[is_last]
    return ZeroDays(
        total=total.reshape(areas, classes),
        longest=longest.reshape(areas, classes),
        longest_from=_dates(first, end - longest + 1, longest).reshape(areas, classes),
        longest_to=_dates(first, end, longest).reshape(areas, classes),
        running=running.reshape(areas, classes),
        days=days,
    )


def zero_areas(
    area: Given,
    day: Given,
    *,
    first_day: Any,
    last_day: Any,
    areas: int,
) -> ZeroAreas:
    """Areas (villages) without any case from `first_day` to `last_day`, both included.

    Hand over the cases of the classes that are meant: burglaries for no-burglary villages.
    Arguments and errors as `zero_days`.
    """
    areas = whole(areas, "areas")
    first, days = _span(first_day, last_day, day)
    kinds = np.zeros(len(indices(area, "area")), dtype=np.int64)
    group, _offset = _within(area, kinds, day, first=first, days=days, shape=(areas, 1))
    is_zero = np.bincount(group, minlength=areas)[:areas] == 0
    count = int(is_zero.sum())
    return ZeroAreas(is_zero, count, count / areas * 100 if areas else float("nan"))


def whole_months(last_day: Any, *, months: int) -> tuple[np.datetime64, np.datetime64]:
    """First and last day of the last `months` whole months that had ended by `last_day`."""
    day = np.datetime64(_day(last_day, "last_day"), "D")
    end = (day + 1).astype("datetime64[M]")
    return (end - months).astype("datetime64[D]"), end.astype("datetime64[D]") - 1


def _within(
    area: Given,
    kind: Given,
    day: Given,
    *,
    first: int,
    days: int,
    shape: tuple[int, int],
) -> tuple[Ints, Ints]:
    """Group (area * kinds + kind) and day within the period of the cases that count."""
    areas, kinds = shape
    where, what = indices(area, "area"), indices(kind, "kind")
    number, known = day_numbers(day)
    same_length(area=where, kind=what, day=number)
    offset = number - first
    counts = known & (offset >= 0) & (offset < days)
    counts &= (where >= 0) & (where < areas) & (what >= 0) & (what < kinds)
    return where[counts] * kinds + what[counts], offset[counts]


def _span(first_day: Any, last_day: Any, day: Given) -> tuple[int, int]:
    """Number of the first day, and how many days there are."""
    first, last = _day(first_day, "first_day"), _day(last_day, "last_day")
    told = {are_numbers([first_day]), are_numbers([last_day])}
    if day_numbers(day)[1].any():
        told.add(are_numbers(day))
    if len(told) > 1:
        raise ValueError("day, first_day and last_day must all be dates or all be numbers")
    return first, max(last - first + 1, 0)


def _day(value: Any, name: str) -> int:
    numbers, known = day_numbers([value], name)
    if not known[0]:
        raise ValueError(f"{name} must be known")
    return int(numbers[0])


def _dates(first: int, offset: Ints, longest: Ints) -> Moments:
    days = (first + offset).astype("datetime64[D]")
    return np.where(longest > 0, days, np.datetime64("NaT", "D"))
