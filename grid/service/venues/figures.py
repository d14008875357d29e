"""What was inspected, found and removed in a period, by one dimension at a time.

Standing at the beginning + found − removed = standing at the end, on every line and in total;
hazards that were struck count nowhere.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from grid.organisation.models import Agency
from grid.scope import Viewer
from grid.service.days import span
from grid.service.venues.models import FoundIn, Hazard, Inspection, Level, Stage, VenueKind

BY: Final = {
    "kind": _("By kind of venue"),
    "agency": _("By agency"),
    "level": _("By level"),
    "found_in": _("By source"),
}
HAZARD_FIELD: Final = {
    "kind": "venue__kind_id",
    "agency": "owner_path",
    "level": "level",
    "found_in": "found_in",
}
INSPECTION_FIELD: Final = {"kind": "venue__kind_id", "agency": "venue__agency__path"}
NUMBERS: Final = (
    *("inspections", "faulty", "before", "found", "removed", "after"),
    *("late", "repeats", "cases_made", "people_dealt"),
)
_RECTIFY_BY: Final = F("rectify_by")
_LOOKED: Final = {
    "inspections": Count("pk"),
    "faulty": Count("pk", filter=Q(missed__gt=0)),
    "cases_made": Sum("cases"),
    "people_dealt": Sum("people"),
}


@dataclass(slots=True)
class Line:
    """The figures of one value; `key` narrows the lists to its rows, `word` is what it is called.

    `faulty` inspections found something; `late` were not gone by their deadline at the end of
    the period or when they were removed; inspections have no level and no source.
    """

    key: str
    word: str
    numbers: Counter[str] = field(default_factory=Counter)

    def as_row(self) -> dict[str, Any]:
        return {"key": self.key, "name": str(self.word)} | {n: self.numbers[n] for n in NUMBERS}


def period(viewer: Viewer, first: date, last: date, by: str) -> tuple[list[Line], Line]:
    """A line for each value that has anything, and the total, of local days first to last."""
    since, until = span(first, last)
    lines: dict[str, Counter[str]] = {}
    for row in _hazards(viewer, since, until, HAZARD_FIELD[by]):
        key = row.pop("key") or ""
        lines.setdefault(key, Counter()).update(row)
    if by in INSPECTION_FIELD:
        for row in _inspections(viewer, since, until, INSPECTION_FIELD[by]):
            key = row.pop("key") or ""
            lines.setdefault(key, Counter()).update(row)
    made = [
        Line(key=_narrowing(by, key), word=word, numbers=lines[key])
        for key, word in _words(by, lines)
        if any(lines[key].values())
    ]
    return made, _total(viewer, since, until)


def _total(viewer: Viewer, since: datetime, until: datetime) -> Line:
    """The sums by themselves, so that a line left out would be seen."""
    total = Line(key="", word=str(_("Altogether")))
    total.numbers.update(_counted(_standing_rows(viewer), since, until))
    inspected = Inspection.objects.visible_to(viewer).filter(at__gte=since, at__lt=until)
    total.numbers.update({name: n or 0 for name, n in inspected.aggregate(**_LOOKED).items()})
    return total


def _standing_rows(viewer: Viewer) -> QuerySet[Hazard]:
    return Hazard.objects.visible_to(viewer).exclude(stage=Stage.STRUCK).order_by()


def _marks(since: datetime, until: datetime) -> dict[str, Count]:
    gone = Q(stage=Stage.CLOSED)
    not_by = {
        moment: Q(found_at__lt=moment) & (~gone | Q(done_at__gte=moment))
        for moment in (since, until)
    }
    in_time = Q(found_at__gte=since, found_at__lt=until)
    removed = gone & Q(done_at__gte=since, done_at__lt=until)
    late = (not_by[until] & Q(rectify_by__lt=until, rectified_at__isnull=True)) | (
        removed & Q(rectified_at__gt=_RECTIFY_BY)
    )
    marks = {
        "before": not_by[since],
        "found": in_time,
        "removed": removed & Q(found_at__lt=until),
        "after": not_by[until],
        "late": late,
        "repeats": in_time & Q(repeat_of__isnull=False),
    }
    return {name: Count("pk", filter=mark) for name, mark in marks.items()}


def _counted(rows: QuerySet[Hazard], since: datetime, until: datetime) -> dict[str, int]:
    return rows.aggregate(**_marks(since, until))


def _hazards(viewer: Viewer, since: datetime, until: datetime, name: str) -> list[dict[str, Any]]:
    rows = _standing_rows(viewer).values(name).annotate(**_marks(since, until))
    return [{"key": row.pop(name), **row} for row in rows]


def _inspections(
    viewer: Viewer, since: datetime, until: datetime, name: str
) -> list[dict[str, Any]]:
    rows = Inspection.objects.visible_to(viewer).filter(at__gte=since, at__lt=until).order_by()
    found = rows.values(name).annotate(**_LOOKED)
    return [{"key": row.pop(name), **row} for row in found]


def _words(by: str, lines: dict[str, Any]) -> list[tuple[str, Any]]:
    """Keys that occur with their words, in the order of the dimension."""
    if by == "kind":
        known: list[tuple[str, Any]] = list(VenueKind.objects.values_list("code", "name"))
        known.append(("", _("Open ground")))
    elif by == "agency":
        known = list(Agency.objects.filter(path__in=lines).values_list("path", "name"))
    else:
        known = list((Level if by == "level" else FoundIn).choices)
    return [(key, word) for key, word in known if key in lines]


def _narrowing(by: str, key: str) -> str:
    """What the lists are narrowed by."""
    if by == "agency":
        return key.strip("/").rsplit("/", 1)[-1]
    return key or "none"
