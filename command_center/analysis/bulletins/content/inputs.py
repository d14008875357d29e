"""What a bulletin is made from: counts of three years, the cases and calls of the period."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from command_center.analysis.methods.inputs import Bools, Ints
from command_center.analysis.runs.periods import Period
from command_center.analysis.sheets.content.inputs import CaseClass, SheetInput, SpecialDay
from command_center.analysis.sheets.content.tables import belongs
from command_center.analysis.store.arrays import CallArrays, CaseArrays

# Every number a rule of the calendar may change for its city; the sheet's own come along.
DEFAULTS: Final[dict[str, Any]] = {
    "series_days": 90,  # cases in which series are looked for
    "most_series": 5,
    "most_important": 10,
    "most_cells": 5,
    "most_zones": 5,
    "document_word": "",  # of the number: 辽公通; empty: the first sign of the agency's name
}
PERIODS_SHOWN: Final = {"yearly": 5}  # in a spark line; of others twelve


@dataclass(frozen=True, slots=True)
class Spans:
    """The first and last day of each period that is counted, by a name."""

    now: Period
    before: tuple[Period, ...]  # the latest last; ends with the period itself

    @classmethod
    def of(cls, period: Period, job: str) -> "Spans":
        """With as many periods before as are shown."""
        found = [period]
        while len(found) < PERIODS_SHOWN.get(job, 12):
            found.append(found[-1].previous())
        return cls(period, tuple(reversed(found)))

    @property
    def first(self) -> date:
        """The first day that must be counted: of three years ago, or of the shown periods."""
        earliest = min(one.first for one in self.now.three_years())
        year = date(self.now.last.year - 1, 1, 1)  # zero-days of last year up to the same day
        return min(earliest, self.before[0].first, self.now.previous().first, year)


@dataclass(frozen=True, slots=True)
class Line:
    """Counts of one area by day and category."""

    code: str
    name: str
    day: Any  # datetime64[D]
    category: Ints
    cases: Ints

    def of(self, members: frozenset[int] | None) -> "Line":
        """Of one class only."""
        mine = belongs(self.category, members)
        return Line(self.code, self.name, self.day[mine], self.category[mine], self.cases[mine])

    def count(self, span: Period) -> int:
        """Cases of a period."""
        return int(self.cases[_within(self.day, span)].sum())


@dataclass(frozen=True, slots=True)
class BulletinInput:
    """All that one bulletin is made from."""

    job: str
    spans: Spans
    agency: Mapping[str, str]
    focus: CaseClass
    types: list[CaseClass]  # categories of the class set, the fullest first
    kinds: list[CaseClass]  # second-level categories of everything
    whole: Line
    areas: list[Line]
    cases: CaseArrays  # of the period, all categories, reported by the public
    recent: CaseArrays  # of `series_days`, of the class set
    calls: CallArrays  # of the period
    calls_before: CallArrays
    calls_last_year: CallArrays
    sheet: SheetInput  # as of the last day of the period: hot cells, zones, proposals
    earlier: SheetInput | None  # as of the last day of the period before: to be judged
    settings: Mapping[str, Any]
    off: frozenset[str]
    special: Mapping[date, SpecialDay] = field(default_factory=dict)  # of all days counted

    @property
    def now(self) -> Period:
        """The period itself."""
        return self.spans.now

    def opens(self, **narrower: str) -> dict[str, str]:
        """Filters of the list of cases: reported by the public in the period."""
        return self.opens_in(self.now, **narrower)

    def opens_in(self, span: Period, **narrower: str) -> dict[str, str]:
        """The same for another period."""
        within = self._within(span)
        return {"discovered": "false"} | within | narrower | self._as_of(narrower)

    def opens_years(self, **narrower: str) -> dict[str, str]:
        """The same period of each of the three years whose mean is held against this one."""
        spans = ",".join(f"{one.first}..{one.last}" for one in self.now.three_years())
        said = {"agency": self.agency["code"], "periods": spans}
        return {"discovered": "false"} | said | narrower | self._as_of(narrower)

    def _as_of(self, said: Mapping[str, str]) -> dict[str, str]:
        """Other periods too are counted by the class set of this one's last day."""
        return {"set_on": str(self.now.last)} if "class_set" in said else {}

    def opens_calls(self, span: Period, **narrower: str) -> dict[str, str]:
        """Filters of the list of incidents: calls taken in a period, without exercises."""
        return {"of": "calls", "is_exercise": "false"} | self._within(span) | narrower

    def _within(self, span: Period) -> dict[str, str]:
        after = str(span.last + timedelta(days=1))
        days = {"reported_after": str(span.first), "reported_before": after}
        return {"agency": self.agency["code"]} | days

    def mine(self, cases: CaseArrays) -> CaseArrays:
        """Those of the class set."""
        return cases.where(belongs(cases.category, self.focus.members))


def _within(day: Any, span: Period) -> Bools:
    first, last = np.datetime64(span.first, "D"), np.datetime64(span.last, "D")
    found: Bools = (day >= first) & (day <= last)
    return found
