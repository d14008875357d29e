"""Counting the rates: one statement of all marks, folded into the figures of every group."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from video.rates.formulas import Figure, Formula
from video.rates.marks import COUNTED, EXCLUDED, MISSING, SHIFT, marks, rows_of
from video.rates.models import By, Rate
from video.register.models import Camera

Key = tuple[int, str]  # agency the cameras belong to, code of the group
Figures = dict[str, Figure]

_SUMS: Final = """
SELECT c_agency, c_group, marks, count(*), count(*) FILTER (WHERE measured),
  coalesce(sum(recorded_s), 0), coalesce(sum(required_s), 0)
FROM ({marks}) AS marked GROUP BY c_agency, c_group, marks
"""
_BITS: Final = 3


def compute(
    cameras: QuerySet[Camera],
    formulas: Mapping[str, Formula],
    *,
    by: str = By.AGENCY,
    at: datetime | None = None,
) -> dict[Key, Figures]:
    """The rates of a moment (None: now) by agency and group; cameras not in use count nowhere.

    Exact to the camera: nothing is kept between two countings. The rate by hours is no rate of
    a moment: see `video.rates.hours`.
    """
    asked = marks(cameras, formulas, by=by, at=at)
    tallies: dict[Key, dict[str, list[int]]] = defaultdict(lambda: {r: [0] * 4 for r in SHIFT})
    for agency, group, packed, *counts in rows_of(_SUMS.format(marks=asked.sql), asked.params):
        _tally(tallies[agency, group or ""], packed, *counts)
    return {
        key: {rate: _figure(formulas[rate], tally) for rate, tally in rates.items()}
        for key, rates in tallies.items()
    }


def _tally(rates: dict[str, list[int]], packed: int, *counts: int) -> None:
    """Add the cameras of one combination of marks: numerator, denominator, excluded, sample."""
    cameras, measured, recorded, required = counts
    for rate, shift in SHIFT.items():
        mark, tally = packed >> shift & _BITS, rates[rate]
        if mark == EXCLUDED:
            tally[2] += cameras
        elif mark in (MISSING, COUNTED):
            seconds = rate == Rate.RECORDING
            tally[0] += recorded if seconds else cameras * (mark == COUNTED)
            tally[1] += required if seconds else cameras
            tally[3] += measured if rate == Rate.LOCATION else cameras


def _figure(formula: Formula, tally: Iterable[int]) -> Figure:
    numerator, denominator, excluded, sample = tally
    return Figure(
        rate=formula.rate,
        numerator=numerator,
        denominator=denominator,
        excluded=excluded,
        sample=sample,
        threshold=formula.threshold,
        least_sample=formula.of("least_sample"),
    )


def together(parts: Iterable[Figures], formulas: Mapping[str, Formula]) -> Figures:
    """The figures of several groups as one, also where there is no group at all."""
    whole = {rate: _figure(formula, (0, 0, 0, 0)) for rate, formula in formulas.items()}
    for part in parts:
        for rate, figure in part.items():
            whole[rate] = whole[rate].plus(figure)
    return whole
