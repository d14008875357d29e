"""Teams with how many they are now, their hours, and totals by trade and kind."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from grid.scope import Viewer
from grid.service.teams.models import Team, TeamHeadcount, TeamHours


def teams(viewer: Viewer, *, on: date | None = None, **wanted: Any) -> QuerySet[Any]:
    """Teams in scope with `people`, how many each was on a local day (default today).

    `wanted` may hold q (code, name, brand, note), agency, kind, trade, cell, and ended ("1":
    those that are no longer one, too).
    """
    day = on or timezone.localdate()
    latest = TeamHeadcount.objects.filter(team=OuterRef("pk"), counted_on__lte=day)
    rows: Any = Team.objects.visible_to(viewer).select_related("agency", "trade", "division")
    rows = rows.defer("division__outline").annotate(
        people=Coalesce(Subquery(latest.order_by("-counted_on").values("people")[:1]), 0)
    )
    if not wanted.get("ended"):
        rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    for name, value in wanted.items():
        if value and name != "ended":
            rows = rows.filter(_narrow(name, str(value)))
    found: QuerySet[Any] = rows
    return found


def _narrow(name: str, value: str) -> Q:
    text = Q(code__icontains=value) | Q(name__icontains=value) | Q(brand__icontains=value)
    return {
        "q": text | Q(note__icontains=value),
        "agency": Q(agency__path__contains=f"{value}/"),
        "trade": Q(trade=value),
        "cell": Q(pk__in=Team.cells.through.objects.filter(cell__code=value).values("team_id")),
    }.get(name) or Q(**{name: value})


def find_team(viewer: Viewer, code: str) -> Any:
    """The team of this code; raises Http404 where it is absent or out of scope."""
    row = teams(viewer, ended="1").filter(code=code).first()
    if row is None:
        raise Http404
    return row


def totals(rows: QuerySet[Any]) -> dict[str, Any]:
    """How many teams and people these are together, by kind and by trade."""
    found = list(rows.order_by().values_list("kind", "trade__code", "people"))
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    trades: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for kind, trade, people in found:
        for sums, key in ((kinds, kind), (trades, trade or "")):
            sums[key][0] += 1
            sums[key][1] += people
    return {
        "teams": len(found),
        "people": sum(people for _kind, _trade, people in found),
        "kinds": dict(kinds),
        "trades": dict(trades),
    }


def hours(viewer: Viewer, **wanted: Any) -> QuerySet[TeamHours]:
    """What teams did, the newest first; q, agency, team (code), activity, joint ("1"), first, last.

    Lines that were struck are among them; figures leave them out.
    """
    rows = TeamHours.objects.visible_to(viewer).select_related("team__agency", "cell")
    said: dict[str, Any] = {
        "q": lambda text: Q(team__name__icontains=text) | Q(partner__icontains=text),
        "agency": lambda code: Q(team__agency__path__contains=f"{code}/"),
        "team": lambda code: Q(team__code=code),
        "activity": lambda code: Q(activity=code),
        "joint": lambda _on: Q(is_joint=True),
        "first": lambda day: Q(worked_on__gte=day),
        "last": lambda day: Q(worked_on__lte=day),
    }
    for name, value in wanted.items():
        if value:
            rows = rows.filter(said[name](value))
    return rows.defer("cell__outline")


def find_hours(viewer: Viewer, hours_id: int) -> TeamHours:
    """The line of this id; raises Http404 where it is absent or out of scope."""
    row = hours(viewer).filter(pk=hours_id).first()
    if row is None:
        raise Http404
    return row


def hours_in(rows: QuerySet[TeamHours]) -> dict[str, Any]:
    """Times, people and hours of these lines without the struck ones, and the joint patrols."""
    return (
        rows.filter(struck_at__isnull=True)
        .order_by()
        .aggregate(
            times=Count("pk"),
            joint=Count("pk", filter=Q(is_joint=True)),
            hours=Coalesce(Sum("hours"), 0.0, output_field=TeamHours._meta.get_field("hours")),
        )
    )


def teams_by_cell(viewer: Viewer, codes: list[str], on: date) -> dict[str, int]:
    """How many teams work in each cell on a local day: the community's layer of coverage."""
    standing = Q(team__ended_on__isnull=True) | Q(team__ended_on__gt=on)
    links = Team.cells.through.objects.filter(
        standing, cell__code__in=codes, team__agency__path__startswith=viewer.agency_path
    )
    return dict(links.order_by().values_list("cell__code").annotate(n=Count("team", distinct=True)))
