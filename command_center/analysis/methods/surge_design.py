"""The columns of the expected count: level, weekdays, holidays, yearly harmonics and trend."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from command_center.analysis.methods.inputs import Floats, day_numbers

YEAR_DAYS = 365.25
WEEKDAYS_FROM = 14
DRIFT_FROM = 28
SEASON_FROM = 180
YEAR_FROM = 360
DRIFT_DAYS = 90.0
SUNDAY = 3  # day 0 is Thursday 1 January 1970
WORKED = (0, 1, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days that their weekday does not describe: off for a public holiday, or worked in exchange.

    Any dates that `inputs.moments` reads; a date that is in both is a holiday.
    """

    holidays: Sequence[Any] = ()
    workdays: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Design:
    """Rows of the history (periods, columns) and the row of the judged period (columns,)."""

    rows: Floats
    judged: Floats


def design_of(at: Floats, judged: float, step: int, calendar: Calendar | None = None) -> Design:
    """Columns that a history of this length can bear; `at` in days, NaN for a period unknown.

    Weekdays from a fortnight of days, a drift (in the scale of a quarter) from four weeks, one
    yearly harmonic in its place from half a year, with a trend from a year, a second harmonic
    from two. `step` is the days of one period. Columns after the first are centred, to leave the
    level alone.

    With a calendar a holiday counts as a Sunday and a weekend worked in exchange as the mean of
    Monday to Friday; one more column, not centred, holds the share of each period's days that are
    holidays. Where no period of the history has one, nothing is known of their effect: its prior
    widens the interval of a judged holiday.
    """
    days = np.append(np.where(np.isfinite(at) & (at < judged), at, judged), judged)
    span = judged - days.min() if at.size else 0.0
    columns = [np.ones(days.size)]
    off, worked = _days_of(calendar)
    if step == 1 and span >= WEEKDAYS_FROM:
        columns += list(_weekdays(days, off, worked).T - 1 / 7)
    if off.size:
        columns.append(np.mean([np.isin(days + later, off) for later in range(step)], axis=0))
    if DRIFT_FROM <= span < SEASON_FROM or span >= YEAR_FROM:
        scale = DRIFT_DAYS if span < SEASON_FROM else YEAR_DAYS
        columns.append((days - judged + span / 2) / scale)
    harmonics = 0 if span < SEASON_FROM else 1 if span < 2 * YEAR_FROM else 2
    for harmonic in range(1, 1 + harmonics):
        angle = 2 * np.pi * harmonic * days / YEAR_DAYS
        columns += [np.cos(angle), np.sin(angle)]
    table = np.column_stack(columns)
    return Design(rows=table[:-1], judged=table[-1])


def _days_of(calendar: Calendar | None) -> tuple[Floats, Floats]:
    if calendar is None:
        return np.empty(0), np.empty(0)
    off, _known = day_numbers(np.array(list(calendar.holidays), dtype="datetime64[D]"))
    worked, _known = day_numbers(np.array(list(calendar.workdays), dtype="datetime64[D]"))
    return off.astype(np.float64), np.setdiff1d(worked, off).astype(np.float64)


def _weekdays(days: Floats, off: Floats, worked: Floats) -> Floats:
    """What weekday each day counts as, (days, 7); rows sum to 1."""
    counted: Floats = np.eye(7)[np.mod(days, 7).astype(np.int64)]
    counted[np.isin(days, off)] = np.eye(7)[SUNDAY]
    is_moved = np.isin(days, worked) & ~np.isin(np.mod(days, 7), WORKED)
    counted[is_moved] = np.isin(np.arange(7), WORKED) / len(WORKED)
    return counted
