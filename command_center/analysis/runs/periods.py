"""Periods of the analysis: days, ISO weeks, months, quarters and years, by their labels.

2026-03-01, 2026-W10, 2026-03, 2026-Q1, 2026. All days are local; both ends belong to the period.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, Self

from django.utils.translation import gettext as _

from grid.errors import DomainError

Kind = Literal["day", "week", "month", "quarter", "year"]
KINDS: Final[tuple[Kind, ...]] = ("day", "week", "month", "quarter", "year")
EXAMPLES: Final = ("2026-03-01", "2026-W10", "2026-03", "2026-Q1", "2026")
_LABELS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("day", re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)),
    ("week", re.compile(r"(\d{4})-W(\d{2})", re.ASCII)),
    ("month", re.compile(r"(\d{4})-(\d{2})", re.ASCII)),
    ("quarter", re.compile(r"(\d{4})-Q([1-4])", re.ASCII)),
    ("year", re.compile(r"(\d{4})", re.ASCII)),
)
_ONE_DAY: Final = timedelta(days=1)


class NoSuchPeriod(DomainError):
    """A label that names no period."""

    code = "no_such_period"
    status = 400


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of whole local days with its label; `first` and `last` both belong to it."""

    first: date
    last: date
    kind: Kind
    label: str

    def __str__(self) -> str:
        return self.label

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @classmethod
    def parse(cls, label: str) -> Self:
        """The period of a label; raises NoSuchPeriod."""
        for kind, pattern in _LABELS:
            if said := pattern.fullmatch(label):
                try:
                    return cls.of(kind, _begin(kind, [int(part) for part in said.groups()]))
                except ValueError:
                    break
        refusal = _("There is no period “%(label)s”: write %(ways)s.")
        raise NoSuchPeriod(refusal % {"label": label[:20], "ways": ", ".join(EXAMPLES)})

    @classmethod
    def of(cls, kind: Kind, day: date) -> Self:
        """The period of a kind that a day lies in."""
        if kind == "day":
            return cls(day, day, kind, day.isoformat())
        if kind == "week":
            year, week, weekday = day.isocalendar()
            monday = day - timedelta(days=weekday - 1)
            return cls(monday, monday + timedelta(days=6), kind, f"{year:04}-W{week:02}")
        months = {"month": 1, "quarter": 3, "year": 12}[kind]
        begin = (day.month - 1) // months * months + 1
        label = {
            "month": f"{day.year:04}-{day.month:02}",
            "quarter": f"{day.year:04}-Q{(begin + 2) // 3}",
            "year": f"{day.year:04}",
        }[kind]
        after = _month_later(date(day.year, begin, 1), months)
        return cls(date(day.year, begin, 1), after - _ONE_DAY, kind, label)

    def previous(self) -> Self:
        """The one before (环比)."""
        return self.of(self.kind, self.first - _ONE_DAY)

    def following(self) -> Self:
        return self.of(self.kind, self.last + _ONE_DAY)

    def last_year(self) -> Self:
        """The same one a year ago (同比): same date, ISO week, month, quarter.

        Of 29 February the 28th, of a 53rd week the 52nd where that year has none.
        """
        return self._years_ago(1)

    def three_years(self) -> tuple[Self, Self, Self]:
        """The same one of the three years before, the latest first; their mean is a base."""
        return (self._years_ago(1), self._years_ago(2), self._years_ago(3))

    def _years_ago(self, years: int) -> Self:
        if self.kind == "week":
            year, week, _weekday = self.first.isocalendar()
            last_week = date(year - years, 12, 28).isocalendar().week
            monday = date.fromisocalendar(year - years, min(week, last_week), 1)
            return self.of(self.kind, monday)
        return self.of(self.kind, _same_day(self.first, self.first.year - years))


def between(kind: Kind, since: date, until: date) -> Iterator[Period]:
    """Periods of a kind that end from `since` to `until`, in order."""
    period = Period.of(kind, since)
    while period.last <= until:
        yield period
        period = period.following()


def _begin(kind: Kind, parts: list[int]) -> date:
    if kind == "week":
        return date.fromisocalendar(parts[0], parts[1], 1)
    if kind == "quarter":
        return date(parts[0], parts[1] * 3 - 2, 1)
    return date(*[*parts, 1, 1][:3])


def _month_later(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def _same_day(day: date, year: int) -> date:
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
