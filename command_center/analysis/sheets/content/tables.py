"""Counts by area, class and day as one dense table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from command_center.analysis.methods.inputs import Bools, Ints
from command_center.analysis.sheets.content.inputs import CaseClass, Counts


@dataclass(frozen=True, slots=True)
class Table:
    """Cases by class and day, of the whole and of each area."""

    whole: Ints  # (classes, days)
    areas: Ints  # (areas, classes, days)


def belongs(values: Ints, members: frozenset[int] | None) -> Bools:
    """Which values are among the members; all of them where the class is everything."""
    if members is None:
        return np.ones(len(values), dtype=bool)
    return np.isin(values, np.fromiter(members, dtype=np.int64, count=len(members)))


def of_class(cases: Any, one: CaseClass) -> Bools:
    """Which cases belong to the class."""
    return belongs(cases.category, one.members)


def table(
    counts: Counts, classes: Sequence[CaseClass], *, areas: int, first: date, days: int
) -> Table:
    """The counts of `days` days from `first`; days outside are left out."""
    offset = (counts.day - np.datetime64(first, "D")).astype(np.int64)
    inside = (offset >= 0) & (offset < days)
    category, column = np.unique(counts.category[inside], return_inverse=True)
    row = counts.line[inside] * len(category) + column
    lines, size = areas + 1, (areas + 1) * len(category) * days
    slot = row * days + offset[inside]
    dense = np.bincount(slot, weights=counts.cases[inside], minlength=size)
    dense = dense.reshape(lines, len(category), days)
    member = np.array([belongs(category, one.members) for one in classes], dtype=np.float64)
    member = member.reshape(len(classes), len(category))
    by_class = np.einsum("kc,acd->akd", member, dense).astype(np.int64)
    return Table(whole=by_class[0], areas=by_class[1:])
