"""Hours of the week, by aoristic weights: Monday first, with sums of days and hours."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _

from command_center.analysis.explorer.asked import Asked
from command_center.analysis.methods import aoristic
from command_center.cases.filters import WEEKDAYS

SHADES: Final = 5


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of the week; `shade` 1 to 5 by its share of the fullest, 0 without weight."""

    weight: float
    shade: int
    words: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week with its 24 hours."""

    number: int
    label: Any
    hours: tuple[Hour, ...]
    total: float
    url: str


@dataclass(frozen=True, slots=True)
class HourTable:
    """The table, with sums of the hours of the day; `long` cases say nothing of the hour."""

    days: tuple[Day, ...]
    hours: tuple[tuple[int, float, str], ...]
    total: float
    cases: int
    long: int
    without_end: int
    peak: tuple[int, int, float]  # first hour, hours, share of all

    @property
    def share(self) -> int:
        """Per cent of the weight in the peak."""
        return round(100 * self.peak[2])


def hour_table(asked: Asked) -> HourTable:
    """The hours of the week of the cases asked for."""
    cases = asked.cases()
    week = aoristic.hour_of_week(cases.occurred_from, cases.occurred_to)
    by_day = week.reshape(7, 24)
    most = float(week.max()) if len(cases) else 0.0
    days = tuple(_day(number, label, by_day[number % 7], most, asked) for number, label in WEEKDAYS)
    sums = by_day.sum(axis=0)
    hours = tuple((hour, round(float(sums[hour]), 1), asked.url(hour=hour)) for hour in range(24))
    length = cases.occurred_to - cases.occurred_from
    return HourTable(
        days=days,
        hours=hours,
        total=round(float(week.sum()), 1),
        cases=len(cases),
        long=int((length.astype("timedelta64[s]").astype(float) > 12 * 3600).sum()),
        without_end=int(np.isnat(cases.occurred_to).sum()),
        peak=_peak(sums),
    )


def _day(number: int, label: Any, weights: Any, most: float, asked: Asked) -> Day:
    words = _("%(day)s %(hour)s to %(next)s: %(weight)s")
    hours = tuple(
        Hour(
            round(float(weight), 1),
            _shade(float(weight), most),
            words % {
                "day": label,
                "hour": f"{hour:02}:00",
                "next": f"{(hour + 1) % 24:02}:00",
                "weight": f"{weight:.1f}",
            },
        )
        for hour, weight in enumerate(weights)
    )  # fmt: skip
    total = round(float(weights.sum()), 1)
    return Day(number, label, hours, total, asked.url(weekday=number))


def _shade(weight: float, most: float) -> int:
    if weight < 0.05 or most <= 0:
        return 0
    return min(int(weight / most * SHADES) + 1, SHADES)


def _peak(sums: Any, hours: int = 4) -> tuple[int, int, float]:
    """The four hours in a row with most weight, over midnight too."""
    total = float(sums.sum())
    if not total:
        return 0, hours, 0.0
    found = [sum(float(sums[(first + n) % 24]) for n in range(hours)) for first in range(24)]
    first = max(range(24), key=lambda hour: found[hour])
    return first, hours, found[first] / total
