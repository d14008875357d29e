"""The columns of the expected count: level, weekdays, yearly harmonics and trend."""

from dataclasses import dataclass

import numpy as np

from command_center.analysis.methods.inputs import Floats

YEAR_DAYS = 365.25
WEEKDAYS_FROM = 14
DRIFT_FROM = 28
SEASON_FROM = 180
YEAR_FROM = 360
DRIFT_DAYS = 90.0


@dataclass(frozen=True, slots=True)
class Design:
    """Rows of the history (periods, columns) and the row of the judged period (columns,)."""

    rows: Floats
    judged: Floats


def design_of(at: Floats, judged: float, step: int) -> Design:
    """Columns that a history of this length can bear; `at` in days, NaN for a period unknown.

    Weekdays from a fortnight of days, a drift (in the scale of a quarter) from four weeks, one
    yearly harmonic in its place from half a year, with a trend from a year, a second harmonic
    from two. `step` is the days of one period. Columns after the first are centred, to leave the
    level alone.
    """
    days = np.append(np.where(np.isfinite(at) & (at < judged), at, judged), judged)
    span = judged - days.min() if at.size else 0.0
    columns = [np.ones(days.size)]
    if step == 1 and span >= WEEKDAYS_FROM:
        weekday = np.mod(days, 7)
        columns += [(weekday == number) - 1 / 7 for number in range(7)]
    if DRIFT_FROM <= span < SEASON_FROM or span >= YEAR_FROM:
        scale = DRIFT_DAYS if span < SEASON_FROM else YEAR_DAYS
        columns.append((days - judged + span / 2) / scale)
    harmonics = 0 if span < SEASON_FROM else 1 if span < 2 * YEAR_FROM else 2
    for harmonic in range(1, 1 + harmonics):
        angle = 2 * np.pi * harmonic * days / YEAR_DAYS
        columns += [np.cos(angle), np.sin(angle)]
    table = np.column_stack(columns)
    return Design(rows=table[:-1], judged=table[-1])
