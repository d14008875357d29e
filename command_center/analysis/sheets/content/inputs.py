"""What a daily sheet is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from command_center.analysis.methods.inputs import Ints
from command_center.analysis.methods.surge import Calendar
from command_center.analysis.store.arrays import CallArrays, CaseArrays
from command_center.analysis.store.ground import CellGround

# Every number a rule of the calendar may change for its city; kept with the run.
DEFAULTS: Final[dict[str, Any]] = {
    "headline": "preventable_hz",  # class set of hours, hot cells and proposals
    "history_days": 730,  # of the expected counts
    "alpha": 0.01,  # false alarms of one judgement of a surge
    "window_days": 28,  # of hours and hot cells
    "before_days": 84,  # from which a hot cell's own expectation comes
    "new_after_days": 7,  # hot now and not so many days ago: new
    "near_repeat": "050201",  # category whose repeats are looked for
    "near_m": 200,
    "near_days": 14,
    "near_permutations": 999,
    "near_most": 20_000,  # cases of the year that repeats are looked for among, the newest
    "near_alpha": 0.05,
    "least_cells": 12,  # below that no neighbourhood can stand out
    "watch_days": 7,  # a proposal holds so long
    "most_proposals": 6,
    "hot_alpha": 0.05,  # chance of any hot cell at all where there is none
    "hot_permutations": 999,
    "late_hours": 48,  # entered so long after the report is late
    "long_hours": 12,  # an interval longer than that says little of the hour
}


@dataclass(frozen=True, slots=True)
class CaseClass:
    """What is counted together: a class set or a category, with the rows that belong to it."""

    kind: str  # set, category, all
    code: str
    name: str
    name_en: str
    members: frozenset[int] | None  # primary keys of categories; None: every one

    def filters(self) -> dict[str, str]:
        """How the list of cases is asked for this class."""
        key = {"set": "class_set", "category": "category"}.get(self.kind)
        return {key: self.code} if key else {}

    def brief(self) -> dict[str, str]:
        return {"kind": self.kind, "code": self.code, "name": self.name, "name_en": self.name_en}


@dataclass(frozen=True, slots=True)
class Area:
    """One line of the areas: an agency directly below, or a cell of a station."""

    kind: str  # agency, cell
    code: str
    name: str

    def filters(self) -> dict[str, str]:
        return {self.kind: self.code}

    def brief(self) -> dict[str, str]:
        return {"kind": self.kind, "code": self.code, "name": self.name}


@dataclass(frozen=True, slots=True)
class Counts:
    """Cases by local day, line and category: one row for each that has any."""

    day: Any  # datetime64[D]
    line: Ints  # 0: the agency with all below it; from 1 on: its areas in their order
    category: Ints
    cases: Ints


@dataclass(frozen=True, slots=True)
class Below:
    """Areas below at every depth, and the few of their series that may be surges.

    `looks` is how many series of an area and a class there are; those of fewer than three cases,
    or no more than its last weeks lead one to expect, are none and were not read.
    """

    areas: Sequence[Area] = ()  # of `picked`
    picked: Sequence[tuple[int, int]] = ()  # area, class: places in `areas` and in the classes
    history: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))  # by day
    looks: int = 0
    number: int = 0  # of areas looked at


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """What a local day is when it is no ordinary one."""

    kind: str  # holiday, workday
    name: str


@dataclass(frozen=True, slots=True)
class SheetInput:
    """All that one sheet is made from; `day` is the local day it is about."""

    day: date
    agency: Mapping[str, str]  # code, name, kind
    classes: list[CaseClass]
    areas: list[Area]
    counts: Counts  # reported by the public, over `history_days` and the day; of areas the
    # headline class, of the day itself every category
    discovered: int  # found by police that day; counted apart
    today: CaseArrays  # of the day and the day before it, every category
    touched: CaseArrays  # of all recent days: entered, or coded anew, on the day
    window: CaseArrays  # of `window_days` to the day, the headline class, without coordinates
    by_cell: Ints  # (cells, days): the headline class over all recent days
    near: CaseArrays  # of the near-repeat category since `near_since`, a year at most
    near_since: date
    ground: CellGround
    calls: CallArrays  # of the day
    rng: np.random.Generator
    settings: Mapping[str, Any] = field(default_factory=lambda: dict(DEFAULTS))
    off: frozenset[str] = frozenset()  # methods that are switched off
    below: Below = field(default_factory=Below)
    calendar: Calendar = field(default_factory=Calendar)
    special: SpecialDay | None = None

    @property
    def first(self) -> date:
        """First day of the counts."""
        return self.day - timedelta(days=int(self.settings["history_days"]))

    @property
    def headline(self) -> CaseClass:
        """The class that hours, hot cells and proposals are about."""
        return headline_of(self.classes, self.settings)

    @property
    def recent_first(self) -> np.datetime64:
        """First day of the recent cases."""
        return self.span(recent_days(self.settings))[0]

    def cells_between(self, first: Any, last: Any) -> Ints:
        """Cases of the headline class by cell on these of the recent days, both included."""
        start, stop = (int((one - self.recent_first).astype(int)) for one in (first, last))
        found: Ints = self.by_cell[:, max(start, 0) : max(stop + 1, 0)].sum(axis=1)
        return found

    def opens(self, first: Any, last: Any, **narrower: str) -> dict[str, str]:
        """Filters of the list of cases: reported by the public on these days, both included."""
        after = np.datetime64(last, "D") + 1
        said = {"agency": self.agency["code"], "discovered": "false"}
        said |= {"reported_after": str(first), "reported_before": str(after)}
        return said | narrower

    def span(self, days: int) -> tuple[np.datetime64, np.datetime64]:
        """The last `days` days to the sheet's own, first and last, both included."""
        last = np.datetime64(self.day, "D")
        return last - (days - 1), last


def headline_of(classes: Sequence[CaseClass], settings: Mapping[str, Any]) -> CaseClass:
    """The class of the headline among these, or the first."""
    return next((one for one in classes if one.code == settings["headline"]), classes[0])


def recent_days(settings: Mapping[str, Any]) -> int:
    """How many days back cells are looked at, the day itself included."""
    return int(settings["window_days"]) + int(settings["before_days"])


def rounded(value: Any, digits: int = 2) -> float | None:
    """A float that JSON can hold; None where there is none."""
    number = float(value)
    return round(number, digits) if np.isfinite(number) else None
