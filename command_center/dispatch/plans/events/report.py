"""What an event amounted to, computed from its rows; and the board of the day."""

from collections import Counter
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from command_center.dispatch.orders.models import DirectOrder
from command_center.dispatch.plans.events import staffing
from command_center.dispatch.plans.models import EventPlan, EventPost, PostDuty, PostMove
from command_center.incidents.briefs import moment
from command_center.incidents.briefs import of as incident_brief
from command_center.incidents.models import Incident
from command_center.incidents.selectors import JOINS
from grid.scope import Viewer

MOST = 200
DONE = PostDuty.State.DONE
NO_MORE = (PostDuty.State.CANCELLED, PostDuty.State.RETURNED)


def incidents_of(event: EventPlan) -> QuerySet[Incident]:
    """Incidents within the event's circle while it lasted, exercises left out."""
    rows: QuerySet[Incident] = Incident.objects.filter(
        point__dwithin=(event.point, event.radius_m),
        reported_at__gte=event.starts_at,
        reported_at__lte=event.ends_at,
        is_exercise=False,
    )
    return rows.select_related(*JOINS).defer("search", "caller_name", "caller_phone", "narrative")


def compute(event: EventPlan) -> dict[str, Any]:
    """The closing figures: posts, people, timeline, incidents, orders, moves, resources."""
    duties = PostDuty.objects.filter(post__event=event).exclude(state__in=NO_MORE)
    manned = duties.filter(state=DONE)
    rows = staffing.windows(event)
    most = staffing.peak(rows)
    return {
        "posts": {
            "total": event.posts.count(),
            "duties": duties.count(),
            "on_time": manned.filter(done_at__lte=F("due_at")).count(),
            "late": manned.filter(done_at__gt=F("due_at")).count(),
            "never": duties.exclude(state=DONE).count(),
        },
        "people": {
            "peak_required": most["required"] if most else 0,
            "peak_there": most["there"] if most else 0,
            "gaps": len(staffing.gaps(rows)),
        },
        "milestones": _milestones(event),
        "incidents": _incidents(event),
        "orders": _order_counts(event),
        "moves": PostMove.objects.filter(post__event=event).count(),
        "resources": {
            "required": sum(r.required for r in event.resources.all()),
            "ready": sum(r.ready for r in event.resources.all()),
        },
    }


def _milestones(event: EventPlan) -> dict[str, int]:
    lines = event.milestones.all()
    return {
        "total": lines.count(),
        "done": lines.filter(state="done").count(),
        "late": lines.filter(state="done", done_at__gt=F("due_at")).count(),
        "skipped": lines.filter(state="skipped").count(),
        "open": lines.filter(state="open").count(),
    }


def _incidents(event: EventPlan) -> dict[str, Any]:
    rows = list(incidents_of(event))
    return {
        "total": len(rows),
        "by_level": dict(sorted(Counter(str(row.level) for row in rows).items())),
        "by_category": dict(Counter(row.category.name for row in rows).most_common(12)),
        "numbers": [row.number for row in rows[:MOST]],
    }


def _order_counts(event: EventPlan) -> dict[str, int]:
    rows = _orders(event)
    return {
        "total": len(rows),
        "receipts": sum(row["receivers"] for row in rows),
        "signed": sum(row["signed"] for row in rows),
    }


def _orders(event: EventPlan) -> list[dict[str, Any]]:
    numbers = list(event.orders.values_list("order_number", flat=True)[:MOST])
    rows = DirectOrder.objects.filter(number__in=numbers).order_by("-issued_at", "-pk")
    counted = rows.annotate(
        receivers=Count("receipts"),
        signed=Count("receipts", filter=Q(receipts__signed_at__isnull=False)),
    )
    listed = counted.values("number", "title", "issued_at", "receivers", "signed")
    return [{**row, "issued_at": moment(row["issued_at"])} for row in listed]


def board(event: EventPlan, viewer: Viewer) -> dict[str, Any]:
    """The day as it stands: posts manned or late, timeline, incidents in the area, orders, gaps."""
    now = timezone.now()
    rows = staffing.windows(event)
    posts = event.posts.prefetch_related("duties__unit", "units")
    found = incidents_of(event).filter(agency__path__startswith=viewer.agency_path)
    return {
        "as_of": moment(now),
        "posts": [post_row(post) for post in posts],
        "milestones": [
            {
                "id": line.pk,
                "version": line.version,
                "due_at": moment(line.due_at),
                "text": line.text,
                "owner": line.owner,
                "state": line.state,
                "late": line.due_at < (line.done_at or now),
                "done_at": moment(line.done_at),
                "done_by": line.done_by,
            }
            for line in event.milestones.all()
        ],
        "incidents": [incident_brief(row) for row in found.order_by("-reported_at")[:MOST]],
        "orders": _orders(event),
        "gaps": staffing.gaps(rows),
        "peak": staffing.peak(rows),
    }


def post_row(post: EventPost) -> dict[str, Any]:
    """A post with its duties; `state` is manned, partly, late, waiting, or unassigned."""
    live = [duty for duty in post.duties.all() if duty.state not in NO_MORE]
    return {
        "id": post.pk,
        "version": post.version,
        "name": post.name,
        "duty": post.duty,
        "lng": post.point.x,
        "lat": post.point.y,
        "required_people": post.required_people,
        "manned_from": moment(post.manned_from),
        "manned_to": moment(post.manned_to),
        "equipment": post.equipment,
        "units": [unit.call_sign for unit in post.units.all()],
        "state": _state_of(post, live),
        "duties": [duty_row(duty) for duty in live],
    }


def _state_of(post: EventPost, live: list[PostDuty]) -> str:
    done = [duty for duty in live if duty.state == DONE]
    if not live:
        return "waiting" if post.units.all() else "unassigned"
    if len(done) == len(live):
        return "manned"
    if any(duty.state != DONE and duty.due_at < timezone.now() for duty in live):
        return "late"
    return "partly" if done else "waiting"


def duty_row(duty: PostDuty) -> dict[str, Any]:
    """One unit's duty; its unit should be joined."""
    return {
        "id": duty.pk,
        "version": duty.version,
        "unit": duty.unit.call_sign,
        "state": duty.state,
        "due_at": moment(duty.due_at),
        "signed_at": moment(duty.signed_at),
        "manned_at": moment(duty.done_at) if duty.state == DONE else None,
        "outcome": duty.outcome,
    }
