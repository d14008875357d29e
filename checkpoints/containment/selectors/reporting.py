"""The review report of one containment, and the figures over many."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from math import ceil
from statistics import median
from typing import Any

from django.utils import timezone

from checkpoints.containment.models import Containment, PostOrder
from checkpoints.containment.selectors import briefs
from checkpoints.containment.selectors.ringstate import (
    WHY,
    RingState,
    gaps_over_time,
    ring_states,
)
from checkpoints.containment.selectors.state import seen_by
from grid.scope import Viewer


def report(row: Containment, viewer: Viewer) -> dict[str, Any]:
    """All times from the incident to the lift, what was late, and when which crossing stood open.

    Seconds count from the order to the posts; `clock` gives the moments themselves.
    """
    until = row.lifted_at or timezone.now()
    rings = seen_by(viewer, row, ring_states(row))
    orders = sorted(
        PostOrder.objects.visible_to(viewer)
        .filter(containment=row)
        .select_related("crossing", "agency", "containment"),
        key=lambda one: (one.crossing.ring_rank, one.crossing.sequence, one.pk),
    )
    return {
        "containment": briefs.containment(row),
        "as_of": until,
        "clock": _clock(row, orders, rings),
        "figures": figures(orders),
        "posts": [_post(one) for one in orders],
        "late": [_post(one) for one in orders if one.sign_overdue_at or one.man_overdue_at],
        "rings": [_ring(ring, until) for ring in rings],
        "log": [briefs.entry(one) for one in row.adjustments.all()],
    }


def _clock(
    row: Containment, orders: Sequence[PostOrder], rings: Sequence[RingState]
) -> list[dict[str, Any]]:
    """Each moment with the seconds since the incident."""
    signed = sorted(one.signed_at for one in orders if one.signed_at)
    manned = sorted(one.manned_at for one in orders if one.manned_at)
    issued = min((one.issued_at for one in orders), default=None)
    moments: list[tuple[str, datetime | None]] = [
        ("occurred", row.occurred_at),
        ("started", row.started_at),
        ("approved", row.approved_at),
        ("ordered", issued),
        ("first_acknowledged", signed[0] if signed else None),
        ("median_acknowledged", _middle(signed)),
        ("last_acknowledged", signed[-1] if signed else None),
        ("first_manned", manned[0] if manned else None),
        ("last_manned", manned[-1] if manned else None),
        *((f"ring_closed:{ring.rank}", ring.closed_at) for ring in rings if ring.is_active),
        ("lifted", row.lifted_at),
    ]
    return [
        {
            "moment": name,
            "at": at,
            "since_incident_s": (at - row.occurred_at).total_seconds() if at else None,
        }
        for name, at in moments
    ]


def _middle(moments: Sequence[datetime]) -> datetime | None:
    """The median moment; the earlier of the two middle ones where their number is even."""
    return moments[(len(moments) - 1) // 2] if moments else None


def figures(orders: Iterable[PostOrder]) -> dict[str, Any]:
    """Seconds from the order to acknowledging and to being in place: median, P90, slowest."""
    orders = list(orders)
    return {
        "posts": len(orders),
        "acknowledged": spread(_seconds(orders, "signed_at")),
        "manned": spread(_seconds(orders, "manned_at")),
        "sign_late": sum(one.sign_overdue_at is not None for one in orders),
        "man_late": sum(one.man_overdue_at is not None for one in orders),
        "left": sum(one.state == PostOrder.State.RETURNED for one in orders),
    }


def _seconds(orders: Iterable[PostOrder], name: str) -> list[float]:
    moments = ((one.issued_at, getattr(one, name)) for one in orders)
    return [(at - since).total_seconds() for since, at in moments if at]


def spread(seconds: Sequence[float]) -> dict[str, Any]:
    """How many, the median, P90 (nearest rank) and the slowest; None where there are none."""
    ordered = sorted(seconds)
    return {
        "count": len(ordered),
        "median_s": median(ordered) if ordered else None,
        "p90_s": ordered[ceil(len(ordered) * 0.9) - 1] if ordered else None,
        "slowest_s": ordered[-1] if ordered else None,
    }


def _post(order: PostOrder) -> dict[str, Any]:
    return briefs.post(order) | {
        "acknowledged_after_s": _after(order, order.signed_at),
        "manned_after_s": _after(order, order.manned_at),
    }


def _after(order: PostOrder, at: datetime | None) -> float | None:
    return (at - order.issued_at).total_seconds() if at else None


def _ring(ring: RingState, until: datetime) -> dict[str, Any]:
    return {
        "rank": ring.rank,
        "name": ring.name,
        "is_active": ring.is_active,
        "closed_at": ring.closed_at,
        "list": [
            {
                "sequence": one.crossing.sequence, "name": one.crossing.name,
                "cover": one.cover, "why": str(WHY.get(one.why, "")),
            }
            for one in ring.crossings
        ],
        "gaps": list(
            chain.from_iterable(
                (
                    {
                        "crossing": state.crossing.name, "since": span.since,
                        "until": span.until,
                        "seconds": ((span.until or until) - span.since).total_seconds(),
                    }
                    for span in spans
                )
                for state, spans in gaps_over_time(ring, until=until)
            )
        ),
    }  # fmt: skip
