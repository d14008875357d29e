"""Rows against columns: cases counted by two dimensions, with change, loss and share."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext_lazy as _

from command_center.analysis.explorer.asked import Asked
from command_center.analysis.explorer.counted import (
    CHANGES,
    base_of,
    columns_of,
    counted,
    source_of,
)
from command_center.analysis.explorer.dimensions import DIMENSIONS, Dimension, Group
from command_center.analysis.methods import change
from command_center.analysis.store.sums import Source, Sums, days_waiting

MEASURES: Final = (
    ("count", _("Cases")),
    ("previous", _("Change against the period before")),
    ("last_year", _("Change against last year")),
    ("loss", _("Loss, yuan")),
    ("share", _("Share of the row, %")),
)
MOST_ROWS, MOST_COLUMNS = 200, 60
MOST_FIGURES: Final = 4_000  # each with its address
SORT: Final = r"^-?(name|all|\d{1,2})$"


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of the table: what is shown, the counts behind it, and where its cases are.

    `base` is the count of the period compared with, `is_small` that it is too small for a
    percentage; `value` of a change is that percentage, None where the base is 0.
    """

    text: str
    value: float | None
    count: int
    url: str
    shade: int
    base: int | None = None
    is_small: bool = False

    @property
    def rank(self) -> float | None:
        """What it is sorted by: of a change the difference in cases, which no base distorts."""
        return self.value if self.base is None else float(self.count - self.base)


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its figures and their sum."""

    label: Any
    figures: tuple[Figure, ...]
    total: Figure


@dataclass(frozen=True, slots=True)
class Pivot:
    """The table; `left_out` rows and columns had fewest cases and are in the sums only.

    `waiting` days are out of date in the counts by day it was read from.
    """

    columns: tuple[Any, ...]
    lines: tuple[Line, ...]
    totals: Line
    cases: int
    base: tuple[date, date] | None
    left_out: tuple[int, int]
    overlaps: bool  # class sets share cases: sums are of cases, not of the rows
    source: Source
    waiting: int


def pivot(asked: Asked, *, rows: str, columns: str, measure: str, sort: str = "") -> Pivot:
    """The table of these cases; raises InvalidInput where too many would have to be read.

    `sort`: "name", "all" or the place of a column from 0, "-" before it the largest first.
    """
    source = source_of(rows, columns, measure, is_timed=asked.is_timed)
    base = base_of(asked, measure)
    by = columns_of(rows, columns, measure)
    cases = counted(asked, source, by)
    before = counted(base, source, by, begins=asked.since) if base is not None else None
    across = _fitted(DIMENSIONS[columns](asked, cases, before), cases, MOST_COLUMNS)
    most = min(MOST_ROWS, MOST_FIGURES // max(len(across.groups), 1))
    down = _fitted(DIMENSIONS[rows](asked, cases, before), cases, most)
    table = _Table(asked, down, across, _matrices(cases, before, down, across), measure)
    lines = [table.line(at) for at in range(len(down.groups))]
    return Pivot(
        columns=tuple(group.label for group in across.groups),
        lines=tuple(_sorted(lines, sort)),
        totals=table.line(-1),
        cases=cases.total,
        base=(base.since, base.until) if base is not None else None,
        left_out=(down.left_out, across.left_out),
        overlaps=down.overlaps or across.overlaps,
        source=source,
        waiting=_waiting(asked, base) if source is not Source.CASES else 0,
    )


def _waiting(asked: Asked, base: Asked | None) -> int:
    return days_waiting(min(asked.since, base.since) if base else asked.since, asked.until)


def _sorted(lines: list[Line], sort: str) -> list[Line]:
    """The lines by a column; those without a figure last, equal ones as they stood."""
    place, is_down = sort.removeprefix("-"), sort.startswith("-")
    if place == "name":
        return sorted(lines, key=lambda line: str(line.label), reverse=is_down)
    if place != "all" and not (place.isdigit() and lines and int(place) < len(lines[0].figures)):
        return lines

    def key(line: Line) -> tuple[bool, float]:
        one = line.total if place == "all" else line.figures[int(place)]
        rank = one.rank if one.rank is not None else 0.0
        return one.rank is None, -rank if is_down else rank

    return sorted(lines, key=key)


def _fitted(dimension: Dimension, cases: Sums, most: int) -> Dimension:
    """At most so many groups: those with most cases stay, in their order."""
    if len(dimension.groups) <= most:
        return dimension
    counts = np.zeros(len(dimension.groups))
    for codes in dimension.codes(cases):
        chosen = codes >= 0
        counts += np.bincount(codes[chosen], cases.cases[chosen], minlength=len(counts))
    kept = np.sort(np.argsort(-counts, kind="stable")[:most])
    place = np.full(len(counts) + 1, -1)  # one more: -1 stays -1
    place[kept] = np.arange(len(kept))
    codes = dimension.codes

    def fitted(rows: Sums) -> list[Any]:
        return [place[one] for one in codes(rows)]

    groups = tuple(dimension.groups[at] for at in kept)
    return replace(dimension, groups=groups, codes=fitted, left_out=len(counts) - len(kept))


def _matrices(
    cases: Sums, before: Sums | None, down: Dimension, across: Dimension
) -> tuple[Any, Any, Any]:
    """Counts, counts of the base period and losses, each with sums in the last row and column."""
    counts = _matrix(cases, down, across, cases.cases)
    base = None if before is None else _matrix(before, down, across, before.cases)
    return counts, base, _matrix(cases, down, across, cases.loss_yuan)


def _matrix(cases: Sums, down: Dimension, across: Dimension, weights: Any) -> Any:
    height, width = len(down.groups) + 1, len(across.groups) + 1
    every = np.zeros(len(cases), dtype=np.int64)
    table = np.zeros(height * width)
    for rows in [*down.codes(cases), every + height - 1]:
        for columns in [*across.codes(cases), every + width - 1]:
            inside = (rows >= 0) & (columns >= 0)
            flat = rows[inside] * width + columns[inside]
            table += np.bincount(flat, weights=weights[inside], minlength=height * width)
    return table.reshape(height, width)


@dataclass(frozen=True, slots=True)
class _Table:
    """Figures in the measure asked for."""

    asked: Asked
    down: Dimension
    across: Dimension
    matrices: tuple[Any, Any, Any]
    measure: str

    def line(self, row: int) -> Line:
        """The row of a group; -1: the sums."""
        width = len(self.across.groups)
        label = self.down.groups[row].label if row >= 0 else _("In all")
        figures = tuple(self.figure(row, column) for column in range(width))
        return Line(label, figures, self.figure(row, -1))

    def figure(self, row: int, column: int) -> Figure:
        counts, base, loss = self.matrices
        count = int(counts[row, column])
        told = Figure("", None, count, self._url(row, column) if count else "", 0)
        if self.measure in CHANGES:
            return _changed(told, float(base[row, column]))
        if self.measure == "loss":
            value = float(loss[row, column])
            return replace(told, text=f"{value:,.0f}", value=value)
        shade = self._shade(row, column)
        if self.measure == "share":
            part = change.share(count, float(counts[row, -1]))
            return replace(told, text=change.plain(part), value=part, shade=shade)
        return replace(told, text=f"{count:,}", value=float(count), shade=shade)

    def _shade(self, row: int, column: int) -> int:
        inner = self.matrices[0][:-1, :-1]
        if row < 0 or column < 0 or not inner[row, column]:
            return 0
        return min(int(inner[row, column] / inner.max() * 5) + 1, 5)

    def _url(self, row: int, column: int) -> str:
        groups: list[Group] = []
        if row >= 0:
            groups.append(self.down.groups[row])
        if column >= 0:
            groups.append(self.across.groups[column])
        said: dict[str, Any] = {}
        for group in groups:
            for name, value in group.filters.items():
                said[name] = _narrower(name, said.get(name), value)
        return self.asked.url(**said)


def _changed(told: Figure, base: float) -> Figure:
    """Its change as it may be printed: never a percentage of 0 or of a small base."""
    found = change.compare(told.count, base)
    is_small = found.is_small and bool(base)
    text = found.text.replace("-", "−")
    return replace(told, text=text, value=found.ratio, base=int(base), is_small=is_small)


def _narrower(name: str, known: Any, value: Any) -> Any:
    """Of two bounds the tighter one; else what was said last."""
    if known is None:
        return value
    if name.endswith("_after"):
        return max(known, value)
    return min(known, value) if name.endswith("_before") else value
