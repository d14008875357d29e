"""Reading stations and units, always in the viewer's scope."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from grid.organisation.models import Agency, Officer
from grid.scope import Viewer
from patrol.units.models import AVAILABLE, CrewPosting, Station, StatusEntry, Unit


def stations(
    viewer: Viewer, *, q: str = "", agency: str = "", kind: str = "", closed: bool = False
) -> QuerySet[Station]:
    """Stations in scope with `n_units`; `q` looks in code, name and address."""
    rows = Station.objects.visible_to(viewer).filter(is_active=not closed)
    if q:
        rows = rows.filter(Q(code__icontains=q) | Q(name__icontains=q) | Q(address__icontains=q))
    if agency:
        rows = rows.filter(agency__path__contains=f"{agency}/")
    if kind:
        rows = rows.filter(kind=kind)
    in_service = Count("units", filter=Q(units__is_active=True))
    return rows.select_related("agency").annotate(n_units=in_service).order_by("code")


def units(viewer: Viewer, **wanted: Any) -> QuerySet[Unit]:
    """Units in service in the viewer's scope, narrowed by what is `wanted`.

    `wanted` may hold q, agency (with all below it), station, kind, tier, status, capability,
    equipment, and available, armed, partner as "0" or "1"; empty values narrow nothing.
    """
    rows: QuerySet[Unit] = Unit.objects.visible_to(viewer)
    rows = rows.filter(is_active=True).select_related("agency", "station")
    for name, value in wanted.items():
        if value not in ("", None):
            rows = rows.filter(_condition(name, str(value)))
    return rows


def _condition(name: str, value: str) -> Q:
    if name == "q":
        text = Q(call_sign__icontains=value) | Q(name__icontains=value)
        return text | Q(vehicle__icontains=value)
    lookups = {
        "agency": Q(agency__path__contains=f"{value}/"),
        "station": Q(station__code=value),
        "capability": Q(capabilities__contains=[value]),
        "equipment": Q(equipment__contains=[value]),
        "armed": Q(is_armed=value == "1"),
        "available": Q(status__in=AVAILABLE) if value == "1" else ~Q(status__in=AVAILABLE),
        "partner": Q(agency__kind=Agency.Kind.PARTNER)
        if value == "1"
        else ~Q(agency__kind=Agency.Kind.PARTNER),
    }
    return lookups.get(name) or Q(**{name: value})


def in_crew(at: datetime) -> Q:
    """Postings that hold at a moment."""
    return (Q(valid_to__isnull=True) | Q(valid_to__gt=at)) & Q(valid_from__lte=at)


def crew_of(unit: Unit, at: datetime | None = None) -> QuerySet[CrewPosting]:
    """Who is in the unit at a moment; whoever is lent to another unit just then is not."""
    at = at or timezone.now()
    lent = CrewPosting.objects.filter(in_crew(at), officer=OuterRef("officer"), is_support=True)
    rows = CrewPosting.objects.filter(in_crew(at), unit=unit)
    rows = rows.filter(Q(officer__isnull=True) | Q(is_support=True) | ~Exists(lent))
    return rows.select_related("officer", "post")


def unit_of(officer: Officer, at: datetime | None = None) -> Unit | None:
    """The unit an officer is in at a moment, the one she is lent to first; nobody is in two."""
    postings = CrewPosting.objects.filter(
        in_crew(at or timezone.now()), officer=officer, unit__is_active=True
    )
    posting = (
        postings.select_related("unit__agency", "unit__station")
        .order_by("-is_support", "-valid_from", "-pk")
        .first()
    )
    return posting.unit if posting else None


def history(unit: Unit) -> QuerySet[StatusEntry]:
    """What the unit did, the newest first."""
    return unit.status_entries.all()


def strength(rows: Iterable[Unit], at: datetime | None = None) -> list[dict[str, Any]]:
    """Units and heads (officers, auxiliaries, partners) by agency and kind of unit, with a total.

    Counted from the crews that hold at the moment, never typed; the last row is the sum.
    """
    at = at or timezone.now()
    units_by_id = {unit.pk: unit for unit in rows}
    heads: Counter[tuple[str, str, str]] = Counter()
    count: Counter[tuple[str, str]] = Counter()
    names = {unit.agency.path: unit.agency.name for unit in units_by_id.values()}
    for unit in units_by_id.values():
        count[unit.agency.path, unit.kind] += 1
    postings = CrewPosting.objects.filter(in_crew(at), unit__in=list(units_by_id))
    for unit_id, kind in postings.values_list("unit_id", "kind"):
        unit = units_by_id[unit_id]
        heads[unit.agency.path, unit.kind, kind] += 1
    table = [
        {
            "agency": names[path],
            "kind": Unit.Kind(kind).label,
            "units": count[path, kind],
            **{str(who): heads[path, kind, who] for who in CrewPosting.Kind.values},
        }
        for path, kind in sorted(count)
    ]
    summed = ("units", *CrewPosting.Kind.values)
    total = {name: sum(int(str(row[name])) for row in table) for name in summed}
    return [*table, {"agency": "", "kind": "", **total}] if table else []


def brief(unit: Unit) -> dict[str, Any]:
    """What facts, lists and the board carry of a unit; agency and station should be joined."""
    return {
        "call_sign": unit.call_sign,
        "name": unit.name,
        "version": unit.version,
        "kind": unit.kind,
        "tier": unit.tier,
        "agency": {"code": unit.agency.code, "name": unit.agency.name},
        "station": _station(unit.station),
        "is_armed": unit.is_armed,
        "vehicle": unit.vehicle,
        "capabilities": list(unit.capabilities),
        "equipment": list(unit.equipment),
        "status": unit.status,
        "status_since": unit.status_since.isoformat(),
        "status_note": unit.status_note,
        "is_available": unit.status in AVAILABLE,
    }


def _station(station: Station | None) -> dict[str, str] | None:
    return {"code": station.code, "name": station.name} if station else None
