"""Changing routes by what happened: the platform proposes, a person decides, versions are kept."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, LostRace
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.scope import Viewer
from patrol.rounds.briefs import route_fact
from patrol.rounds.demand import demand_by_cell, sources
from patrol.rounds.models import PatrolPoint, Route, RouteProposal
from patrol.rounds.services.ground import current_version, redraw_route
from patrol.rounds.services.shared import check_version

MOST: Final = 3  # points to add, and to drop, at a time: a route is changed, not replaced


@transaction.atomic
def propose(route: Route, *, by: Actor, days: int = 14) -> RouteProposal:
    """Propose points to add and to drop from the counts of the last `days` by cell.

    Added are points of the same agency off the route in the cells where most happened; dropped
    are points of the route in cells where nothing did, never the last one and never a key place.

    Raises IllegalStep where no source of demand is registered or nothing would change.
    """
    version, until = current_version(route), timezone.now()
    if not sources or version is None:
        raise IllegalStep(_("There are no counts of incidents to propose from."))
    since = until - timedelta(days=days)
    counts = demand_by_cell(route.agency.path, since=since, until=until)
    on_route = list(version.points.all())
    off_route = PatrolPoint.objects.filter(
        agency__path__startswith=route.agency.path,
        is_active=True,
        kind__in=(PatrolPoint.Kind.CHECK, PatrolPoint.Kind.STANDBY),
    ).exclude(pk__in=[point.pk for point in on_route])
    adds, drops = weigh(on_route, list(off_route), counts)
    if not adds and not drops:
        raise IllegalStep(_("The counts of these days ask for no change of this route."))
    made = RouteProposal.objects.create(
        route=route,
        days=days,
        counts=_most(counts),
        adds=adds,
        drops=drops,
        of_version=version.number,
        proposed_by=by.label,
    )
    record(by, _fact("route_change_proposed", made))
    return made


@transaction.atomic
def decide(
    proposal: RouteProposal, *, by: Actor, viewer: Viewer, approve: bool, version: int | None = None
) -> RouteProposal:
    """Approve a proposal, which redraws the route as a new version, or refuse it.

    Raises LostRace where somebody decided before, IllegalStep where the route was redrawn since.
    """
    locked = RouteProposal.objects.select_for_update(of=("self",))
    row = locked.select_related("route__agency").get(pk=proposal.pk)
    if row.state != RouteProposal.State.PROPOSED:
        at = row.decided_at.isoformat() if row.decided_at else None
        raise LostRace(_("%s decided this before you.") % row.decided_by, by=row.decided_by, at=at)
    check_version(row, version)
    if approve:
        _redraw(row, by=by, viewer=viewer)
    row.state = RouteProposal.State.APPROVED if approve else RouteProposal.State.REFUSED
    row.decided_by, row.decided_at, row.version = by.label, timezone.now(), row.version + 1
    row.save()
    record(by, _fact(f"route_change_{row.state}", row))
    return row


def weigh(
    on_route: Sequence[PatrolPoint], off_route: Sequence[PatrolPoint], counts: Mapping[str, int]
) -> tuple[list[int], list[int]]:
    """Ids to add (most happened first) and to drop (nothing happened); pure, ties by code."""
    held = {point.cell_code for point in on_route}
    wanted = [p for p in off_route if counts.get(p.cell_code, 0) > 0 and p.cell_code not in held]
    wanted.sort(key=lambda point: (-counts[point.cell_code], point.code))
    adds: list[int] = []
    cells: set[str] = set()
    for point in wanted:
        if point.cell_code not in cells and len(adds) < MOST:
            cells.add(point.cell_code)
            adds.append(point.pk)
    if not any(counts.values()):
        return [], []
    idle = [p for p in on_route if not counts.get(p.cell_code, 0) and p.place_id is None]
    idle.sort(key=lambda point: point.code)
    spare = max(0, len(on_route) - 1 if not adds else len(on_route))
    return adds, [point.pk for point in idle[: min(MOST, spare)]]


def _redraw(row: RouteProposal, *, by: Actor, viewer: Viewer) -> None:
    current = current_version(row.route)
    if current is None or current.number != row.of_version:
        raise IllegalStep(_("The route was redrawn since this was proposed."))
    kept = [pk for pk in current.stops.values_list("point_id", flat=True) if pk not in row.drops]
    reason = _("By the incidents of the last %d days") % row.days
    points = kept + [pk for pk in row.adds if pk not in kept]
    redraw_route(row.route, by=by, viewer=viewer, version=None, points=points, reason=reason)


def _most(counts: Mapping[str, int]) -> dict[str, int]:
    """The 50 cells where most happened: what a reader can check the proposal by."""
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return dict(ranked[:50])


def _fact(kind: str, row: RouteProposal) -> Fact:
    fact = route_fact(kind, row.route)
    fact.payload.update({"proposal": row.pk, "adds": row.adds, "drops": row.drops})
    return fact
