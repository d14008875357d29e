"""Rows against columns: cases counted by two dimensions, with change and loss."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext_lazy as _

from command_center.analysis.explorer.asked import Asked
from command_center.analysis.explorer.dimensions import DIMENSIONS, Dimension, Group
from command_center.analysis.methods import change
from command_center.analysis.store.arrays import CaseArrays

MEASURES: Final = (
    ("count", _("Cases")),
    ("previous", _("Change against the period before")),
    ("last_year", _("Change against last year")),
    ("loss", _("Loss, yuan")),
    ("share", _("Share of the row, %")),
)
MOST_ROWS, MOST_COLUMNS = 200, 60
YEAR: Final = timedelta(days=364)  # whole weeks, so that weekdays meet weekdays


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of the table: what is shown, the count behind it, and where its cases are."""

    text: str
    value: float | None
    count: int
    url: str
    shade: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its figures and their sum."""

    label: Any
    figures: tuple[Figure, ...]
    total: Figure


@dataclass(frozen=True, slots=True)
class Pivot:
    """The table; `left_out` rows and columns had fewest cases and are in the sums only."""

    columns: tuple[Any, ...]
    lines: tuple[Line, ...]
    totals: Line
    cases: int
    base: tuple[date, date] | None
    left_out: tuple[int, int]
    overlaps: bool  # class sets share cases: sums are of cases, not of the rows


def pivot(asked: Asked, *, rows: str, columns: str, measure: str) -> Pivot:
    """The table of these cases; the base period is as long, just before or 52 weeks earlier."""
    cases = asked.cases()
    base = _base(asked, measure)
    before = base.cases() if base is not None else None
    down = _fitted(DIMENSIONS[rows](asked, cases, before), cases, MOST_ROWS)
    across = _fitted(DIMENSIONS[columns](asked, cases, before), cases, MOST_COLUMNS)
    table = _Table(asked, down, across, _matrices(cases, before, down, across), measure)
    return Pivot(
        columns=tuple(group.label for group in across.groups),
        lines=tuple(table.line(at) for at in range(len(down.groups))),
        totals=table.line(-1),
        cases=len(cases),
        base=(base.since, base.until) if base is not None else None,
        left_out=(down.left_out, across.left_out),
        overlaps=down.overlaps or across.overlaps,
    )


def _base(asked: Asked, measure: str) -> Asked | None:
    if measure == "previous":
        last = asked.since - timedelta(days=1)
        return replace(asked, since=asked.since - timedelta(days=asked.days), until=last)
    if measure == "last_year":
        return replace(asked, since=asked.since - YEAR, until=asked.until - YEAR)
    return None


def _fitted(dimension: Dimension, cases: CaseArrays, most: int) -> Dimension:
    """At most so many groups: those with most cases stay, in their order."""
    if len(dimension.groups) <= most:
        return dimension
    counts = np.zeros(len(dimension.groups))
    for codes in dimension.codes(cases):
        counts += np.bincount(codes[codes >= 0], minlength=len(counts))
    kept = np.sort(np.argsort(-counts, kind="stable")[:most])
    place = np.full(len(counts) + 1, -1)  # one more: -1 stays -1
    place[kept] = np.arange(len(kept))
    codes = dimension.codes

    def fitted(rows: CaseArrays) -> list[Any]:
        return [place[one] for one in codes(rows)]

    groups = tuple(dimension.groups[at] for at in kept)
    return replace(dimension, groups=groups, codes=fitted, left_out=len(counts) - len(kept))


def _matrices(
    cases: CaseArrays, before: CaseArrays | None, down: Dimension, across: Dimension
) -> tuple[Any, Any, Any]:
    """Counts, counts of the base period and losses, each with sums in the last row and column."""
    counts = _matrix(cases, down, across)
    base = None if before is None else _matrix(before, down, across)
    return counts, base, _matrix(cases, down, across, np.nan_to_num(cases.loss_yuan))


def _matrix(cases: CaseArrays, down: Dimension, across: Dimension, weights: Any = None) -> Any:
    height, width = len(down.groups) + 1, len(across.groups) + 1
    every = np.zeros(len(cases), dtype=np.int64)
    table = np.zeros(height * width)
    for rows in [*down.codes(cases), every + height - 1]:
        for columns in [*across.codes(cases), every + width - 1]:
            inside = (rows >= 0) & (columns >= 0)
            given = None if weights is None else weights[inside]
            flat = rows[inside] * width + columns[inside]
            table += np.bincount(flat, weights=given, minlength=height * width)
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
        value, text = self._measured(counts, base, loss, row, column)
        inner = counts[:-1, :-1]
        shade = 0
        if row >= 0 and column >= 0 and self.measure in ("count", "share") and inner.any():
            shade = min(int(count / inner.max() * 5) + 1, 5) if count else 0
        return Figure(text, value, count, self._url(row, column) if count else "", shade)

    def _measured(
        self, counts: Any, base: Any, loss: Any, row: int, column: int
    ) -> tuple[float | None, str]:
        count = float(counts[row, column])
        measures: dict[str, Callable[[], tuple[float | None, str]]] = {
            "count": lambda: (count, f"{count:,.0f}"),
            "loss": lambda: (float(loss[row, column]), f"{loss[row, column]:,.0f}"),
            "share": lambda: _share(count, float(counts[row, -1])),
            "previous": lambda: _change(count, base, row, column),
            "last_year": lambda: _change(count, base, row, column),
        }
        return measures[self.measure]()

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


def _narrower(name: str, known: Any, value: Any) -> Any:
    """Of two bounds the tighter one; else what was said last."""
    if known is None:
        return value
    if name.endswith("_after"):
        return max(known, value)
    return min(known, value) if name.endswith("_before") else value


def _share(count: float, whole: float) -> tuple[float | None, str]:
    part = change.share(count, whole)
    return part, change.plain(part)


def _change(count: float, base: Any, row: int, column: int) -> tuple[float | None, str]:
    found = change.compare(count, float(base[row, column]))
    return found.ratio, found.text.replace("-", "−")
