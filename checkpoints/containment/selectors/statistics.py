"""Figures over many containments: real ones only, drills counted apart."""

from typing import Any

from django.db.models import Count, QuerySet

from checkpoints.containment.models import Containment, PostOrder
from checkpoints.containment.selectors import containments, filtered
from checkpoints.containment.selectors.reporting import figures as of_posts
from checkpoints.containment.selectors.reporting import spread
from checkpoints.containment.selectors.ringstate import ring_states
from grid.scope import Viewer

MOST: int = 500
BEGUN = (Containment.State.ACTIVE, Containment.State.LIFTED, Containment.State.REVIEWED)


def figures(viewer: Viewer, asked: dict[str, Any]) -> dict[str, Any]:
    """Counts, seconds to acknowledge, to man, to close the inner ring; the latest 500 at most."""
    known = {name: asked.get(name) for name in ("from", "to", "q")}
    rows = filtered(containments(viewer), known).filter(state__in=BEGUN)
    real = rows.filter(is_drill=False)
    kept = list(real.filter(pk__in=real.values("pk")[:MOST]))
    orders = PostOrder.objects.visible_to(viewer).filter(containment__in=kept)
    return {
        "real": real.count(),
        "drills": rows.filter(is_drill=True).count(),
        "counted": len(kept),
        "outcomes": _outcomes(real),
        "posts": of_posts(orders),
        "ring_closed": spread(_closing(kept)),
        "rows": [(row, _inner_closed_s(row)) for row in kept[:50]],
    }


def _outcomes(rows: QuerySet[Containment]) -> list[tuple[str, int]]:
    counted = dict(rows.order_by().values_list("outcome").annotate(n=Count("pk")))
    labels = Containment.Outcome.choices
    return [(str(label), counted[code]) for code, label in labels if counted.get(code)]


def _closing(rows: list[Containment]) -> list[float]:
    found = (_inner_closed_s(row) for row in rows)
    return [seconds for seconds in found if seconds is not None]


def _inner_closed_s(row: Containment) -> float | None:
    """Seconds from the approval until the innermost ordered ring was closed; None: it never was."""
    for ring in ring_states(row):
        if ring.is_active:
            since = row.approved_at or row.started_at
            return (ring.closed_at - since).total_seconds() if ring.closed_at else None
    return None
