"""Plans, containments, posts and log as the API and the pages give them, JSON-ready."""

from typing import Any

from checkpoints.containment.models import (
    Adjustment,
    Containment,
    ContainmentPlan,
    PlanPost,
    PlanRing,
    PostOrder,
    PostReport,
)
from grid.ledger import obligations
from grid.organisation.models import Agency


def agency(row: Agency | None) -> dict[str, str] | None:
    return {"code": row.code, "name": row.name} if row else None


def containment(row: Containment) -> dict[str, Any]:
    """One containment: what it knows, who started and approved it, how far it is."""
    lng, lat = row.point.coords
    plain = (
        "number", "trigger", "incident_number", "address", "vehicle_colour", "vehicle_kind",
        "vehicle_note", "notice_number", "reason", "speed_kmh", "detour", "stage", "state",
        "is_drill", "is_major", "started_by", "approved_by", "duty_order", "lifted_by",
        "lift_reason", "outcome", "reviewed_by", "review", "version",
    )  # fmt: skip
    times = (
        "occurred_at", "seen_at", "started_at", "approved_at", "valid_until", "lifted_at",
        "reviewed_at",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in plain},
        **{name: getattr(row, name) for name in times},
        "agency": agency(row.agency),
        "plan": {"id": row.plan_id, "name": row.plan.name} if row.plan else None,
        "lng": lng,
        "lat": lat,
        "is_running": row.is_running,
    }


def post(order: PostOrder) -> dict[str, Any]:
    """One post's order with what it is asked and what it has said."""
    spot = order.crossing
    brief = obligations.brief(order) | order.details()
    names = ("manned_at", "man_by", "reported_at", "sighted_at", "sign_overdue_at")
    return brief | {
        **{name: getattr(order, name) for name in (*names, "man_overdue_at")},
        "agency": agency(order.agency),
        "road": spot.road,
        "force": spot.force,
        "lng": spot.point.x,
        "lat": spot.point.y,
        "officers_asked": order.officers,
        "vehicles_asked": order.vehicles,
        "reports": order.reports_made,
        "outcome": order.outcome,
    }


def report(row: PostReport) -> dict[str, Any]:
    return {"at": row.at, "by": row.by, "kind": row.kind, "text": row.text, "hit": row.hit}


def entry(row: Adjustment) -> dict[str, Any]:
    """One entry of the log."""
    return {
        "at": row.at,
        "by": row.by,
        "kind": row.kind,
        "said": row.get_kind_display(),
        "reason": row.reason,
        "before": row.before,
        "after": row.after,
    }


def plan(row: ContainmentPlan) -> dict[str, Any]:
    """A plan without its rings."""
    plain = (
        "id", "code", "name", "triggers", "notes", "instrument_type", "instrument_number",
        "instrument_issuer", "valid_from", "valid_to", "is_active", "changed_at", "changed_by",
        "version",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in plain},
        "agency": agency(row.agency),
        "duty_level": row.duty_level_id,
    }


def full_plan(row: ContainmentPlan) -> dict[str, Any]:
    """A plan with its rings from the inside out and their posts."""
    rings = row.rings.prefetch_related("posts__agency", "posts__checkpoint")
    return plan(row) | {"rings": [_ring(ring) for ring in rings]}


def _ring(ring: PlanRing) -> dict[str, Any]:
    return {
        "rank": ring.rank,
        "name": ring.name,
        "outline": [list(corner) for corner in ring.outline.coords[0]],
        "posts": [_plan_post(one) for one in ring.posts.all()],
    }


def _plan_post(one: PlanPost) -> dict[str, Any]:
    plain = ("stage", "name", "road", "force", "officers", "vehicles", "hour_from", "hour_to")
    return {
        **{name: getattr(one, name) for name in plain},
        "lng": one.point.x,
        "lat": one.point.y,
        "checkpoint": one.checkpoint.code if one.checkpoint else None,
        "agency": one.agency.code if one.agency else None,
    }
