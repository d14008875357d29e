"""Periods of local calendar days, and what is asked about them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from grid.organisation.models import Agency
from grid.scope import Viewer

GROUPS: Final = ("none", "agency", "hour", "level", "category", "cell", "unit", "unit_kind", "tier")
OF_UNITS: Final = ("unit", "unit_kind", "tier")  # a call as such has none of these


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Local calendar days, the last one included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def bounds(self) -> tuple[datetime, datetime]:
        """Midnight of the first day and midnight after the last one, local time."""
        return _midnight(self.first), _midnight(self.last + timedelta(days=1))

    def before(self) -> "Period":
        """As many days, directly before."""
        span = timedelta(days=self.days)
        return Period(first=self.first - span, last=self.last - span)

    def year_before(self) -> "Period":
        """The same days of the year before; 29 February becomes the 28th."""
        return Period(first=_year_before(self.first), last=_year_before(self.last))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which calls are asked about: whose, when, and told by what."""

    viewer: Viewer
    agency: Agency
    period: Period
    group: str = "none"
    per: str = "incident"  # or "assignment"

    @property
    def of_units(self) -> bool:
        return self.per == "assignment" or self.group in OF_UNITS

    def during(self, period: Period) -> "Question":
        """The same about other days, not told by groups."""
        per = "assignment" if self.of_units else "incident"
        return Question(viewer=self.viewer, agency=self.agency, period=period, per=per)
