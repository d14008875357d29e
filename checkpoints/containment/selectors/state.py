"""What the console shows of one containment: posts by countdown, rings with gaps, log, totals."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from checkpoints.containment import numbers, reach
from checkpoints.containment.models import Containment, PostOrder, PostReport, Stage
from checkpoints.containment.selectors import briefs
from checkpoints.containment.selectors.ringstate import WHY, CrossingState, RingState, ring_states
from grid.ledger.tailer import bounds
from grid.scope import Viewer

LOG_ROWS = 50


def state(
    row: Containment, viewer: Viewer, *, speed_kmh: float | None = None, detour: float | None = None
) -> dict[str, Any]:
    """The console's state at this moment; another speed or detour is only tried, not kept.

    Whoever only has posts in it sees those of her own scope and no others.
    """
    log = bounds()  # before anything is read: what happens meanwhile is told once more
    now = timezone.now()
    at = row.lifted_at or now  # a lifted one stands as it was then
    tried = Tried.of(row, speed_kmh, detour)
    rings = seen_by(viewer, row, ring_states(row))
    states = [one for ring in rings for one in ring.crossings]
    arrivals = queue_of(row, states, tried=tried, now=at)
    return {
        "server_time": now,
        "cursor": {"epoch": log.epoch, "since": log.head},
        "containment": briefs.containment(row),
        "tried": {"speed_kmh": tried.speed_kmh, "detour": tried.detour, "is_kept": tried.is_kept},
        "reach_m": tried.pace.metres_in((at - row.seen_at).total_seconds()),
        "elapsed_s": (at - row.seen_at).total_seconds(),
        "posts": [_post(arrival, one) for arrival, one in arrivals],
        "rings": [_ring(ring, row) for ring in rings],
        "totals": _totals(states),
        "next_stage": _next_stage(row),
        "log": [briefs.entry(one) for one in row.adjustments.order_by("-at", "-pk")[:LOG_ROWS]],
        "reports": _reports(row, viewer),
    }


class Tried:
    """The pace computed with: the containment's own, or one that is being tried."""

    def __init__(self, row: Containment, speed_kmh: float, detour: float) -> None:
        self.speed_kmh, self.detour = speed_kmh, detour
        self.is_kept = (speed_kmh, detour) == (row.speed_kmh, row.detour)
        self.pace = reach.Pace(speed_kmh=speed_kmh, detour=detour)

    @classmethod
    def of(cls, row: Containment, speed_kmh: float | None, detour: float | None) -> "Tried":
        return cls(row, speed_kmh or row.speed_kmh, detour or row.detour)


def seen_by(viewer: Viewer, row: Containment, rings: Sequence[RingState]) -> list[RingState]:
    """All of it for who commands it, the own posts for the others."""
    if row.agency.path.startswith(viewer.agency_path):
        return list(rings)
    mine = [replace(ring, crossings=tuple(_own(ring, viewer))) for ring in rings]
    return [ring for ring in mine if ring.crossings]


def _own(ring: RingState, viewer: Viewer) -> list[CrossingState]:
    path = viewer.agency_path
    return [one for one in ring.crossings if one.order and one.order.owner_path.startswith(path)]


def queue_of(
    row: Containment, states: Sequence[CrossingState], *, tried: Tried, now: datetime
) -> list[tuple[reach.Arrival, CrossingState]]:
    """The crossings in the order in which the vehicle could come to them."""
    spots = {
        one.crossing.pk: reach.Spot(
            lng=one.crossing.point.x, lat=one.crossing.point.y,
            key=one.crossing.pk, ring=one.crossing.ring_rank,
        )
        for one in states
    }  # fmt: skip
    origin = reach.Spot(lng=row.point.x, lat=row.point.y)
    roads = numbers.roads_of(row.agency.path, row.speeds, speed_kmh=tried.speed_kmh)
    found = reach.travels(origin, spots.values(), pace=tried.pace, roads=roads)
    manned = {one.crossing.pk: one.spans[-1].since for one in states if one.spans}
    by_key = {one.crossing.pk: one for one in states}
    queue = reach.queue(found, spots=spots, manned_at=manned, seen_at=row.seen_at, now=now)
    return [(arrival, by_key[arrival.key]) for arrival in queue]


def _post(arrival: reach.Arrival, one: CrossingState) -> dict[str, Any]:
    crossing = one.crossing
    return {
        "crossing": crossing.pk,
        "name": crossing.name,
        "road": crossing.road,
        "ring": crossing.ring_rank,
        "stage": crossing.stage,
        "checkpoint": crossing.checkpoint.code if crossing.checkpoint else None,
        "agency": briefs.agency(crossing.agency),
        "lng": crossing.point.x,
        "lat": crossing.point.y,
        "arrives_at": arrival.at,
        "countdown_s": arrival.countdown_s,
        "standing": arrival.standing,
        "by": arrival.by,
        "next_outer": arrival.next_outer,
        "cover": one.cover,
        "why": str(WHY.get(one.why, "")),
        "order": briefs.post(one.order) if one.order else None,
    }


def _ring(ring: RingState, row: Containment) -> dict[str, Any]:
    outlines: dict[int, list[list[float]]] = {one["rank"]: one["outline"] for one in row.rings}
    return {
        "rank": ring.rank,
        "name": ring.name,
        "outline": outlines.get(ring.rank, []),
        "is_active": ring.is_active,
        "is_closed": ring.is_closed,
        "closed_at": ring.closed_at,
        "crossings": [
            {
                "crossing": one.crossing.pk,
                "sequence": one.crossing.sequence,
                "name": one.crossing.name,
                "cover": one.cover,
                "why": str(WHY.get(one.why, "")),
            }
            for one in ring.crossings
        ],
        "gaps": [one.crossing.pk for one in ring.gaps],
    }


def _totals(states: Sequence[CrossingState]) -> dict[str, int]:
    orders = [one.order for one in states if one.order]
    return {
        "crossings": len(states),
        "ordered": len(orders),
        "acknowledged": sum(one.signed_at is not None for one in orders),
        "manned": sum(one.manned_at is not None for one in orders),
        "officers": sum(one.officers_present or 0 for one in orders),
        "officers_asked": sum(one.officers for one in orders),
        "vehicles": sum(one.vehicles_present or 0 for one in orders),
        "vehicles_asked": sum(one.vehicles for one in orders),
        "late": sum(bool(one.sign_overdue_at or one.man_overdue_at) for one in orders),
    }


def _next_stage(row: Containment) -> dict[str, Any] | None:
    stages = list(Stage)
    place = Stage(row.stage).rank + 1
    if place >= len(stages):
        return None
    coming = row.crossings.filter(stage=stages[place], agency__isnull=False, is_dropped=False)
    return {
        "code": stages[place],
        "name": str(stages[place].label),
        "posts": coming.filter(orders__isnull=True).count(),
    }


def _reports(row: Containment, viewer: Viewer) -> list[dict[str, Any]]:
    posts = PostOrder.objects.visible_to(viewer).filter(containment=row)
    found = PostReport.objects.filter(order__in=posts).select_related("order__crossing")
    return [
        briefs.report(one) | {"post": one.order.crossing.name, "said": one.get_kind_display()}
        for one in found[:LOG_ROWS]
    ]
