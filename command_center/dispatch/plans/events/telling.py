"""The facts of events: what is told of one, without personal data."""

from typing import Any

from command_center.dispatch.plans.models import EventPlan, EventPost
from command_center.incidents.briefs import moment
from grid.ledger.facts import Fact


def told(kind: str, event: EventPlan, *, reason: str = "", **more: Any) -> Fact:
    """A fact about an event; its agency should be joined."""
    payload = {
        "id": event.pk,
        "name": event.name,
        "state": event.state,
        "place": event.place,
        "lng": event.point.x,
        "lat": event.point.y,
        "starts_at": moment(event.starts_at),
        "ends_at": moment(event.ends_at),
    }
    return Fact(
        kind=kind,
        subject_type="event_plan",
        subject_id=str(event.pk),
        subject_version=event.version,
        agency_path=event.agency.path,
        payload=payload | more,
        reason=reason,
    )


def told_of_post(kind: str, post: EventPost, *, reason: str = "", **more: Any) -> Fact:
    """A fact about a post; its event and that one's agency should be joined."""
    payload = {
        "id": post.pk,
        "name": post.name,
        "event": {"id": post.event_id, "name": post.event.name},
        "lng": post.point.x,
        "lat": post.point.y,
    }
    return Fact(
        kind=kind,
        subject_type="event_post",
        subject_id=str(post.pk),
        subject_version=post.version,
        agency_path=post.event.agency.path,
        payload=payload | more,
        reason=reason,
    )
