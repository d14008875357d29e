"""How two cases differ: metres, days and hours of the day, over the intervals they fell in.

A difference of two intervals is itself uncertain; what is compared is its expectation with both
times uniform on their intervals (the aoristic assumption). For intervals apart it is the distance
of their middles; where they overlap

    E|A - B| = (|a2 - b1|^3 + |a1 - b2|^3 - |a2 - b2|^3 - |a1 - b1|^3) / (6 (a2 - a1) (b2 - b1)).
"""

from typing import Any

import numpy as np

from command_center.analysis.methods.inputs import Floats
from command_center.analysis.methods.series.cases import MINUTE_DAYS, Cases

_CLOCK = np.abs(np.subtract.outer(np.arange(24.0), np.arange(24.0)))
HOURS_APART: Floats = np.minimum(_CLOCK, 24 - _CLOCK)

Rows = slice | Any
PAIRS_AT_ONCE = 10_000  # 24 hours each, twice: what a processor's cache holds


def metres(cases: Cases, rows: Rows, columns: Rows) -> Floats:
    """Euclidean distance of rows (r, 1) to columns (c,): (r, c), or of like pairs of indices."""
    east, north = cases.x[rows] - cases.x[columns], cases.y[rows] - cases.y[columns]
    apart: Floats = np.sqrt(east**2 + north**2)  # a third of the time of np.hypot
    return apart


def days(cases: Cases, rows: Rows, columns: Rows) -> Floats:
    """Expected days between, over both intervals."""
    a1, b1 = np.broadcast_arrays(cases.start[rows], cases.start[columns])
    a2, b2 = np.broadcast_arrays(cases.end[rows], cases.end[columns])
    apart: Floats = np.abs((a1 + a2 - b1 - b2) / 2)
    at = np.nonzero((a1 <= b2) & (b1 <= a2))
    apart[at] = _overlapping(a1[at], a2[at], b1[at], b2[at])
    return apart


def _overlapping(a1: Floats, a2: Floats, b1: Floats, b2: Floats) -> Floats:
    a2 = np.maximum(a2, a1 + MINUTE_DAYS)
    b2 = np.maximum(b2, b1 + MINUTE_DAYS)
    cubes = np.abs(a2 - b1) ** 3 + np.abs(a1 - b2) ** 3 - np.abs(a2 - b2) ** 3
    cubes -= np.abs(a1 - b1) ** 3
    mean: Floats = np.maximum(cubes / (6 * (a2 - a1) * (b2 - b1)), 0.0)
    return mean


def hours(cases: Cases, rows: Any, columns: Any) -> Floats:
    """Expected hours between the times of day, round the clock: 0 to 12, of like pairs."""
    turned = cases.hours @ HOURS_APART
    mixed: Floats = np.empty(len(rows))
    for at in range(0, len(rows), PAIRS_AT_ONCE):
        some = slice(at, at + PAIRS_AT_ONCE)
        one, other = turned[rows[some]], cases.hours[columns[some]]
        mixed[some] = np.einsum("ph,ph->p", one, other)
    return mixed


def hours_block(cases: Cases, rows: slice, columns: slice) -> Floats:
    """As `hours`, every row with every column."""
    table: Floats = (cases.hours[rows] @ HOURS_APART) @ cases.hours[columns].T
    return table
