"""What a daily sheet is made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from command_center.analysis.methods.inputs import Ints
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
class SheetInput:
    """All that one sheet is made from; `day` is the local day it is about."""

    day: date
    agency: Mapping[str, str]  # code, name, kind
    classes: list[CaseClass]
    areas: list[Area]
    counts: Counts  # reported by the public, over `history_days` and the day
    discovered: int  # found by police that day; counted apart
    recent: CaseArrays  # of `window_days` + `before_days` to the day
    near: CaseArrays  # of the near-repeat category over a year
    ground: CellGround
    calls: CallArrays  # of the day
    rng: np.random.Generator
    settings: Mapping[str, Any] = field(default_factory=lambda: dict(DEFAULTS))
    off: frozenset[str] = frozenset()  # methods that are switched off

    @property
    def first(self) -> date:
        """First day of the counts."""
        return self.day - timedelta(days=int(self.settings["history_days"]))

    @property
    def headline(self) -> CaseClass:
        """The class that hours, hot cells and proposals are about."""
        wanted = self.settings["headline"]
        return next((one for one in self.classes if one.code == wanted), self.classes[0])

    @property
    def recent_first(self) -> np.datetime64:
        """First day of the recent cases."""
        days = int(self.settings["window_days"]) + int(self.settings["before_days"])
        return self.span(days)[0]

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


def rounded(value: Any, digits: int = 2) -> float | None:
    """A float that JSON can hold; None where there is none."""
    number = float(value)
    return round(number, digits) if np.isfinite(number) else None
