"""By what cases came up (发现方式) and by what they were solved (破案来源), in a period, as shares.

What came up counts on the day of the report, what was solved on the day it was solved. Cases
entered in error are left out, and sensitive kinds, which are never counted below a county.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from command_center.cases.filters import CaseFilter
from command_center.cases.models import Case
from command_center.cases.selectors import list_url
from grid.scope import Viewer

Choices = Sequence[tuple[str, str | Promise]]


@dataclass(frozen=True, slots=True)
class Share:
    """One way, how many cases went by it, their percentage of all, and the list of them."""

    label: str
    count: int
    percent: float | None  # None of nothing
    url: str


@dataclass(frozen=True, slots=True)
class Shares:
    """All ways of one question, the fullest first."""

    lines: list[Share]
    total: int
    url: str


def came_up(viewer: Viewer, *, since: date, until: date, **narrowed: Any) -> Shares:
    """By what the cases reported on these local days came up, both days included."""
    after, before = _midnight(since), _midnight(until + timedelta(days=1))
    period = {"reported_after": after, "reported_before": before}
    return _shares(viewer, "found_by", Case.FoundBy.choices, period | narrowed)


def solved(viewer: Viewer, *, since: date, until: date, **narrowed: Any) -> Shares:
    """By what the cases solved on these local days were solved, both days included."""
    period = {"state": "solved", "solved_after": str(since), "solved_before": str(until)}
    choices = [choice for choice in Case.Result.choices if choice[0]]
    return _shares(viewer, "result", choices, period | narrowed)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _shares(viewer: Viewer, name: str, choices: Choices, asked: Mapping[str, Any]) -> Shares:
    wanted = {**asked, "sensitive": False}
    rows = _found(viewer, wanted)
    counted = dict(rows.order_by().values_list(name).annotate(n=Count("pk")))
    total = sum(counted.values())
    lines = list(_lines(name, choices, counted, wanted))
    return Shares(sorted(lines, key=lambda one: -one.count), total, list_url(**wanted))


def _lines(
    name: str, choices: Choices, counted: Mapping[str, int], wanted: Mapping[str, Any]
) -> Iterator[Share]:
    total = sum(counted.values())
    for code, label in choices:
        count = counted.get(code, 0)
        percent = 100 * count / total if total else None
        yield Share(str(label), count, percent, list_url(**{**wanted, name: code}))


def _found(viewer: Viewer, wanted: Mapping[str, Any]) -> QuerySet[Case]:
    """The cases of the list these filters open."""
    asked = {key: [value] if key == "state" else value for key, value in wanted.items() if value}
    found = CaseFilter(
        asked | {"sensitive": "false"}, queryset=Case.objects.visible_to(viewer), viewer=viewer
    )
    rows: QuerySet[Case] = found.qs
    return rows
