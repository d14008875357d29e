"""Reading the work log in the viewer's scope: lists with their filters, months, one station."""

from datetime import date, datetime
from typing import Any, TypedDict

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from grid.scope import Viewer
from patrol.worklog.codes import COUNTER, Group, codes
from patrol.worklog.formulas import local_span
from patrol.worklog.models import PatrolFiling, SupervisionNote, VolunteerHours, WorkEntry


def _narrowed(rows: Any, wanted: dict[str, Any], *, moment: str, texts: tuple[str, ...]) -> Any:
    """What every list of the log is narrowed by: q, unit, agency, first and last local day."""
    if wanted.get("q"):
        found = Q(unit__call_sign__icontains=wanted["q"])
        for name in texts:
            found |= Q(**{f"{name}__icontains": wanted["q"]})
        rows = rows.filter(found)
    if wanted.get("unit"):
        rows = rows.filter(unit__call_sign=wanted["unit"])
    if wanted.get("agency"):
        rows = rows.filter(unit__agency__code=wanted["agency"])
    if wanted.get("first"):
        since, _until = local_span(wanted["first"], wanted["first"])
        rows = rows.filter(**{f"{moment}__gte": since})
    if wanted.get("last"):
        _since, until = local_span(wanted["last"], wanted["last"])
        rows = rows.filter(**{f"{moment}__lt": until})
    return rows.select_related("unit__agency", "unit__station")


def entries(viewer: Viewer, **wanted: Any) -> QuerySet[WorkEntry]:
    """Work done, newest first; `wanted` may also hold kind, source and station (codes)."""
    rows = WorkEntry.objects.visible_to(viewer)
    for name in ("kind", "source"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    if wanted.get("station"):
        rows = rows.filter(station__code=wanted["station"])
    found: QuerySet[WorkEntry] = _narrowed(
        rows.select_related("station"),
        wanted,
        moment="happened_at",
        texts=("text", "place", "case_ref"),
    )
    return found


def filings(viewer: Viewer, **wanted: Any) -> QuerySet[PatrolFiling]:
    """Filed patrols, newest first; `wanted` may also hold state."""
    rows = PatrolFiling.objects.visible_to(viewer)
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    found: QuerySet[PatrolFiling] = _narrowed(
        rows, wanted, moment="starts_at", texts=("area", "purpose")
    )
    return found


def supervision(viewer: Viewer, **wanted: Any) -> QuerySet[SupervisionNote]:
    """Supervision notes with their points, newest first; `wanted` may also hold state."""
    rows: QuerySet[Any] = SupervisionNote.objects.visible_to(viewer)
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    rows = rows.annotate(points=Sum("scores__points"), most=Sum("scores__most"))
    found: QuerySet[SupervisionNote] = _narrowed(
        rows, wanted, moment="seen_at", texts=("text", "measures")
    )
    return found.order_by("-seen_at", "-pk").prefetch_related("scores")


def volunteers(viewer: Viewer, **wanted: Any) -> QuerySet[VolunteerHours]:
    """Hours of volunteers, newest first; `wanted` may hold trade, first and last day."""
    rows: QuerySet[VolunteerHours] = VolunteerHours.objects.visible_to(viewer)
    if wanted.get("trade"):
        rows = rows.filter(trade=wanted["trade"])
    if wanted.get("first"):
        rows = rows.filter(worked_on__gte=wanted["first"])
    if wanted.get("last"):
        rows = rows.filter(worked_on__lte=wanted["last"])
    return rows.select_related("agency")


class Line(TypedDict):
    """One line of a month sheet: a word and its number for each station, and in all."""

    code: str
    counts: list[int]
    total: int


class Sheet(TypedDict):
    """A month of work by station: stations in columns, kinds and counter services in lines."""

    stations: list[str]
    kinds: list[Line]
    items: list[Line]
    volunteers: list[dict[str, Any]]


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of the local month."""
    first = day.replace(day=1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(after.toordinal() - 1)


def month_sheet(viewer: Viewer, month: date) -> Sheet:
    """What each station did in a local month, and the volunteers' hours by trade."""
    first, last = month_of(month)
    since, until = local_span(first, last)
    rows = WorkEntry.objects.visible_to(viewer).filter(
        happened_at__gte=since, happened_at__lt=until
    )
    counted = rows.values_list("station__name", "kind", "item").annotate(n=Count("pk"))
    found = [(station or "", kind, item, n) for station, kind, item, n in counted.order_by()]
    stations = sorted({station for station, *_rest in found})
    hours = volunteers(viewer, first=first, last=last).values("trade").order_by("trade")
    return {
        "stations": stations,
        "kinds": [
            _line(code, stations, [(s, n) for s, kind, _item, n in found if kind == code])
            for code in codes(Group.KIND)
        ],
        "items": [
            _line(
                code,
                stations,
                [(s, n) for s, kind, item, n in found if kind == COUNTER and item == code],
            )
            for code in codes(Group.ITEM)
        ],
        "volunteers": [dict(row) for row in hours.annotate(n=Sum("people"), h=Sum("hours"))],
    }


def _line(code: str, stations: list[str], found: list[tuple[str, int]]) -> Line:
    counts = [sum(n for station, n in found if station == name) for name in stations]
    return {"code": code, "counts": counts, "total": sum(counts)}


def overdue(note: SupervisionNote, now: datetime | None = None) -> bool:
    """Whether the answer should have come by now."""
    is_open = note.state == SupervisionNote.State.OPEN
    return bool(is_open and note.answer_by and note.answer_by < (now or timezone.now()))
