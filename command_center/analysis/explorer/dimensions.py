"""What cases can be counted by: each dimension says its groups, and which group a case is in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from command_center.analysis.explorer.asked import Asked
from command_center.analysis.store.sums import Sums
from command_center.cases import sets
from command_center.cases.filters import WEEKDAYS
from command_center.cases.models import CaseCategory, CaseTag
from grid.organisation.models import Agency
from grid.territory.models import Cell

Codes = list[Any]
_WITHOUT_CASES: Final = (Agency.Kind.CONTROL_CENTRE, Agency.Kind.PARTNER)


@dataclass(frozen=True, slots=True)
class Group:
    """One row or column: its words and how the list of cases is narrowed to it."""

    label: Any
    filters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dimension:
    """Groups, and for sums the place of their group (-1: none), once for each layer."""

    groups: tuple[Group, ...]
    codes: Callable[[Sums], Codes]
    left_out: int = 0
    overlaps: bool = False


def _fixed(groups: list[Group], code: Callable[[Sums], Any]) -> Dimension:
    return Dimension(tuple(groups), lambda rows: [code(rows)])


def _keyed(groups: list[tuple[Any, Group]], column: str) -> Dimension:
    """Groups by the keys of a column."""
    keys = np.array([one for one, _group in groups], dtype=np.int64)
    order = np.argsort(keys, kind="stable")

    def code(rows: Sums) -> Any:
        values = rows[column]
        if not len(keys):
            return np.full(len(values), -1)
        at = np.searchsorted(keys[order], values).clip(max=len(keys) - 1)
        return np.where(keys[order][at] == values, order[at], -1)

    return Dimension(tuple(group for _one, group in groups), lambda rows: [code(rows)])


def _seen(cases: Sums, before: Sums | None, name: str) -> Any:
    columns = [one[name] for one in (cases, before) if one is not None]
    return np.unique(np.concatenate(columns))


def _class(asked: Asked, cases: Sums, before: Sums | None) -> Dimension:
    """Class sets, which share cases."""
    found = sets.sets(asked.agency.path, asked.until)
    members = [
        np.array(sorted(sets.category_ids(one.code, asked.agency.path, asked.until)))
        for one in found
    ]

    def codes(rows: Sums) -> Codes:
        kind = rows["category"]
        return [np.where(np.isin(kind, keys), place, -1) for place, keys in enumerate(members)]

    groups = tuple(Group(str(one), {"class_set": one.code, "category": None}) for one in found)
    return Dimension(groups, codes, overlaps=True)


def _category(asked: Asked, cases: Sums, before: Sums | None) -> Dimension:
    """Categories as they were coded."""
    rows = CaseCategory.objects.filter(pk__in=_seen(cases, before, "category").tolist())
    groups = [
        (row.pk, Group(f"{row.code} {row}", {"category": row.code}))
        for row in rows.order_by("system", "code")
    ]
    return _keyed(groups, "category")


def areas_within(agency: Agency) -> list[Agency]:
    """The agencies just below that may have cases."""
    rows = Agency.objects.filter(parent=agency).exclude(kind__in=_WITHOUT_CASES)
    return list(rows.order_by("path"))


def _agency(asked: Asked, cases: Sums, before: Sums | None) -> Dimension:
    """The agencies just below the area, each with all below it; the area's own cases first."""
    below = list(Agency.objects.filter(path__startswith=asked.agency.path).order_by("path"))
    direct = areas_within(asked.agency)
    place = {
        one.pk: next((n for n, top in enumerate(direct) if one.path.startswith(top.path)), -1)
        for one in below
    }
    shown = [Group(one.name, {"agency": one.code}) for one in direct]
    if not direct:
        shown, place = [Group(asked.agency.name, {"agency": asked.agency.code})], {}

    def code(rows: Sums) -> Any:
        keys, inverse = np.unique(rows["agency"], return_inverse=True)
        other = -1 if direct else 0
        known = [place.get(int(key), other) for key in keys]
        return np.array(known, dtype=np.int64)[inverse]

    return _fixed(shown, code)


def _cell(asked: Asked, cases: Sums, before: Sums | None) -> Dimension:
    """Cells; sensitive kinds and cases without a place are in none."""
    keys = [key for key in _seen(cases, before, "cell").tolist() if key]
    rows = Cell.objects.filter(pk__in=keys).defer("outline").order_by("code")
    groups = [(row.pk, Group(f"{row.code} {row.name}", {"cell": row.code})) for row in rows]
    return _keyed(groups, "cell")


def _weekday(asked: Asked, cases: Sums, before: Sums | None) -> Dimension:
    groups = [Group(label, {"weekday": number}) for number, label in WEEKDAYS]
    return _fixed(groups, lambda rows: rows["weekday"] - 1)


def _hour(asked: Asked, cases: Sums, before: Sums | None) -> Dimension:
    groups = [Group(f"{hour:02}", {"hour": hour}) for hour in range(24)]
    return _fixed(groups, lambda rows: rows["hour"])


def _spans(asked: Asked, spans: list[tuple[date, date]], words: Callable[[date], str]) -> Dimension:
    """Pieces of the days asked for (the days of a base period are shifted to them).

    Sums by month stand at the first day of theirs, which may lie before the days asked for.
    """
    groups = [
        Group(words(first), {"reported_after": first, "reported_before": last + timedelta(days=1)})
        for first, last in spans
    ]
    firsts = np.array([(first - asked.since).days for first, _last in spans], dtype=np.int64)

    def code(rows: Sums) -> Any:
        column = rows["month" if "month" in rows.columns else "day"]
        day = (column - np.datetime64(asked.since)).astype(np.int64)
        return np.searchsorted(firsts, day.clip(min=0), side="right") - 1

    return _fixed(groups, code)


def _day(asked: Asked, cases: Sums, before: Sums | None) -> Dimension:
    days = [asked.since + timedelta(days=n) for n in range(asked.days)]
    return _spans(asked, [(day, day) for day in days], lambda day: day.isoformat()[5:])


def _week(asked: Asked, cases: Sums, before: Sums | None) -> Dimension:
    spans, first = [], asked.since
    while first <= asked.until:
        last = min(first + timedelta(days=6 - first.weekday()), asked.until)
        spans.append((first, last))
        first = last + timedelta(days=1)
    return _spans(asked, spans, lambda day: "{}-W{:02}".format(*day.isocalendar()[:2]))


def _month(asked: Asked, cases: Sums, before: Sums | None) -> Dimension:
    spans, first = [], asked.since
    while first <= asked.until:
        after = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        spans.append((first, min(after - timedelta(days=1), asked.until)))
        first = after
    return _spans(asked, spans, lambda day: day.isoformat()[:7])


def _found(asked: Asked, cases: Sums, before: Sums | None) -> Dimension:
    groups = [
        Group(_("Reported by the public"), {"discovered": False}),
        Group(_("Discovered by police"), {"discovered": True}),
    ]
    return _fixed(groups, lambda rows: rows["is_discovered"])


def _state(asked: Asked, cases: Sums, before: Sums | None) -> Dimension:
    groups = [Group(_("Not solved")), Group(_("Solved"), {"state": "solved"})]
    return _fixed(groups, lambda rows: rows["is_solved"])


def _tag(kind: str) -> Callable[..., Dimension]:
    def dimension(asked: Asked, cases: Sums, before: Sums | None) -> Dimension:
        rows = CaseTag.objects.filter(kind=kind).order_by("rank", "code")
        groups = [(row.pk, Group(str(row), {"tag": f"{kind}:{row.code}"})) for row in rows]
        return _keyed(groups, kind)

    return dimension


DIMENSIONS: Final[dict[str, Callable[..., Dimension]]] = {
    "class": _class,
    "category": _category,
    "agency": _agency,
    "cell": _cell,
    "weekday": _weekday,
    "hour": _hour,
    "day": _day,
    "week": _week,
    "month": _month,
    "found": _found,
    "state": _state,
    **{kind: _tag(kind) for kind in CaseTag.Kind.values},
}
# The column of the sums that says the group of each.
COLUMN: Final = {
    "class": "category",
    **{name: name for name in ("category", "agency", "cell", "weekday", "hour")},
    **dict.fromkeys(("day", "week"), "day"),
    "month": "month",
    "found": "is_discovered",
    "state": "is_solved",
    **{kind: kind for kind in CaseTag.Kind.values},
}
IN_TIME: Final = ("hour", "weekday", "day", "week", "month")
WORDS: Final = (
    ("class", gettext_lazy("Class set")),
    ("category", gettext_lazy("Category")),
    ("agency", gettext_lazy("Area below")),
    ("cell", gettext_lazy("Cell")),
    ("weekday", gettext_lazy("Weekday")),
    ("hour", gettext_lazy("Hour")),
    ("day", gettext_lazy("Day")),
    ("week", gettext_lazy("Week")),
    ("month", gettext_lazy("Month")),
    ("found", gettext_lazy("Found by")),
    ("state", gettext_lazy("Solved or not")),
    *((kind.value, kind.label) for kind in CaseTag.Kind),
)
