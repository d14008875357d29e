"""The week that is shown and the four before it, in whole local days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Final

from django.utils import timezone

WEEK: Final = timedelta(days=7)
EARLIER: Final = 4  # weeks the median is taken of


@dataclass(frozen=True, slots=True)
class Week:
    """Seven local days up to and with `last`; `since` and `until` are aware, `until` is out."""

    last: date

    @property
    def since(self) -> datetime:
        return self.until - WEEK

    @property
    def until(self) -> datetime:
        return _midnight(self.last + timedelta(days=1))

    @property
    def first(self) -> date:
        return self.last - WEEK + timedelta(days=1)

    def earlier(self) -> list["Week"]:
        """The weeks before it, the nearest first."""
        return [Week(self.last - WEEK * back) for back in range(1, EARLIER + 1)]


def week_to(last: date | None) -> Week:
    """The week up to a local day, today by default."""
    return Week(last or timezone.localdate())


def usual(counts: list[int]) -> float:
    """The median of the earlier weeks: one quiet or loud week does not move it."""
    return float(median(counts))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
