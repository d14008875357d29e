"""Reading beats, points, routes and rounds, always in the viewer's scope."""

from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db.models import Count, Model, Prefetch, Q, QuerySet
from django.utils import timezone

from grid.scope import Viewer
from patrol.rounds.models import (
    Beat,
    PatrolPoint,
    Round,
    RoundPlan,
    RoundStop,
    Route,
    RouteVersion,
    Visit,
)
from patrol.units.models import Unit

M = TypeVar("M", bound=Model)


def beats(viewer: Viewer, **chosen: Any) -> QuerySet[Beat]:
    """Beats by `q` (name or code), `agency` (code); those out of use only with `all`."""
    return _narrowed(Beat.objects.visible_to(viewer), chosen).select_related("agency")


def points(viewer: Viewer, **chosen: Any) -> QuerySet[PatrolPoint]:
    """Patrol points by `q`, `agency`, `kind`; those out of use only with `all`."""
    rows = _narrowed(PatrolPoint.objects.visible_to(viewer), chosen)
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    return rows.select_related("agency", "place", "unit")


def routes(viewer: Viewer, **chosen: Any) -> QuerySet[Route]:
    """Routes by `q`, `agency`, `tier`, with the version in force as `current`."""
    rows = _narrowed(Route.objects.visible_to(viewer), chosen)
    if chosen.get("tier"):
        rows = rows.filter(tier=chosen["tier"])
    open_ones = RouteVersion.objects.filter(valid_to__isnull=True)
    now = open_ones.annotate(point_count=Count("stops")).prefetch_related("stops__point")
    current = Prefetch("versions", queryset=now, to_attr="current")
    return rows.select_related("agency", "beat").prefetch_related(current)


def plans(viewer: Viewer, **chosen: Any) -> QuerySet[RoundPlan]:
    """Plans of rounds by `q` (name) and `agency`."""
    rows = RoundPlan.objects.visible_to(viewer)
    if chosen.get("q"):
        rows = rows.filter(name__icontains=chosen["q"])
    if chosen.get("agency"):
        rows = rows.filter(agency__code=chosen["agency"])
    if not chosen.get("all"):
        rows = rows.filter(is_active=True)
    return rows.select_related("agency").prefetch_related("legs__route", "legs__unit")


def day_span(day: date) -> tuple[datetime, datetime]:
    """A local calendar day as two moments."""
    begin = timezone.make_aware(datetime.combine(day, time.min))
    return begin, timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def rounds(viewer: Viewer, **chosen: Any) -> QuerySet[Round]:
    """Rounds by `day` (local), `state`, `unit` (call sign), `route`, `agency`, `tier`, `mode`, `q`.

    Each carries how many points it has (`all_points`), visited, skipped and missed ones, and how
    many of its check-ins are flagged.
    """
    rows = Round.objects.visible_to(viewer)
    if chosen.get("day"):
        begin, end = day_span(chosen["day"])
        rows = rows.filter(due_start__gte=begin, due_start__lt=end)
    for name, path in _ROUND_FILTERS.items():
        if chosen.get(name):
            rows = rows.filter(**{path: chosen[name]})
    if chosen.get("q"):
        rows = rows.filter(Q(name__icontains=chosen["q"]) | Q(unit__call_sign=chosen["q"]))
    joined = with_counts(rows).select_related("agency", "unit", "route", "walked")
    return joined.order_by("due_start", "pk")  # a query that counts forgets the model's own order


def with_counts(rows: QuerySet[Round]) -> QuerySet[Round]:
    stops = {
        f"{state.value}_points": Count("stops", Q(stops__state=state), distinct=True)
        for state in RoundStop.State
    }
    flagged = Count("visits", ~Q(visits__flags=[]) & Q(visits__isnull=False), distinct=True)
    return rows.annotate(all_points=Count("stops", distinct=True), flagged_visits=flagged, **stops)


def rounds_of_unit(unit: Unit, *, now: datetime) -> QuerySet[Round]:
    """What a unit may walk now: its open rounds of the next 24 hours and those nobody has yet."""
    mine = Q(unit=unit) | Q(unit__isnull=True, agency=unit.agency)
    open_now = (Round.State.SCHEDULED, Round.State.READY, Round.State.START_OVERDUE)
    soon = Q(state__in=open_now, due_start__lte=now + timedelta(hours=24))
    rows = Round.objects.filter(mine, soon | Q(state=Round.State.ACTIVE, unit=unit))
    return rows.select_related("agency", "unit", "route", "walked").order_by("due_start", "pk")


def visits(viewer: Viewer, *, day: date | None = None, **chosen: Any) -> QuerySet[Visit]:
    """Check-ins, newest first; `flagged` leaves those that look tampered with.

    `chosen` may also hold `q` (point, unit or round), `cell` (code), `first` and `last` (days).
    """
    rows = Visit.objects.visible_to(viewer)
    if chosen.get("q"):
        q = chosen["q"]
        rows = rows.filter(
            Q(point__name__icontains=q) | Q(unit__call_sign__iexact=q) | Q(round__name__icontains=q)
        )
    if chosen.get("cell"):
        rows = rows.filter(point__cell_code=chosen["cell"])
    if chosen.get("first"):
        rows = rows.filter(happened_at__gte=day_span(chosen["first"])[0])
    if chosen.get("last"):
        rows = rows.filter(happened_at__lt=day_span(chosen["last"])[1])
    if day:
        begin, end = day_span(day)
        rows = rows.filter(happened_at__gte=begin, happened_at__lt=end)
    if chosen.get("flagged"):
        rows = rows.exclude(flags=[])
    return rows.select_related("point", "unit", "round", "round__agency")


def missed_stops(viewer: Viewer, *, day: date) -> QuerySet[RoundStop]:
    """Points missed or skipped on the rounds of a local day, by the start of the round."""
    begin, end = day_span(day)
    left_out = (RoundStop.State.MISSED, RoundStop.State.SKIPPED)
    rows = RoundStop.objects.visible_to(viewer).filter(
        state__in=left_out, round__due_start__gte=begin, round__due_start__lt=end
    )
    joined = rows.select_related("point", "round", "round__unit", "round__agency")
    return joined.order_by("round__due_start", "round_id", "order")


_ROUND_FILTERS = {
    "state": "state",
    "unit": "unit__call_sign",
    "route": "route__code",
    "agency": "agency__code",
    "tier": "tier",
    "mode": "mode",
    "source": "source",
}


def _narrowed(rows: QuerySet[M], chosen: dict[str, Any]) -> QuerySet[M]:
    if chosen.get("q"):
        rows = rows.filter(Q(name__icontains=chosen["q"]) | Q(code__icontains=chosen["q"]))
    if chosen.get("agency"):
        rows = rows.filter(agency__code=chosen["agency"])
    return rows if chosen.get("all") else rows.filter(is_active=True)
