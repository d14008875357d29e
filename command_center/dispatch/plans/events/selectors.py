"""Reading events, their parts and duties, always in the viewer's scope."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from command_center.dispatch.plans.events.parts import KINDS
from command_center.dispatch.plans.models import EventPlan, PostDuty, PostMove
from command_center.incidents.briefs import moment
from command_center.incidents.selectors import NotFound
from grid.ledger.obligations import OPEN
from grid.scope import Viewer
from patrol.units.models import Unit


def events(viewer: Viewer, **chosen: Any) -> QuerySet[EventPlan]:
    """Events in scope, the archive included: `q` (name, place, note, report), `kind`, `state`,
    `year` (local, of the start)."""
    rows: QuerySet[EventPlan] = EventPlan.objects.visible_to(viewer)
    if q := chosen.get("q"):
        words = Q(name__icontains=q) | Q(place__icontains=q)
        rows = rows.filter(words | Q(note__icontains=q) | Q(report__icontains=q))
    for name in ("kind", "state"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    if chosen.get("year"):
        rows = rows.filter(starts_at__year=chosen["year"])
    rows = rows.annotate(n_posts=Count("posts", distinct=True))
    return rows.select_related("agency", "commander").order_by("-starts_at", "-pk")


def event(event_id: int, viewer: Viewer) -> EventPlan:
    """One event; raises NotFound when absent or out of scope."""
    found = events(viewer).filter(pk=event_id).first()
    if found is None:
        raise NotFound(_("There is no such event."))
    return found


def part(event_id: int, kind: str, part_id: int, viewer: Viewer) -> Any:
    """A post, crew, resource or milestone of an event; raises NotFound."""
    rows = KINDS[kind].objects.visible_to(viewer).filter(event_id=event_id, pk=part_id)
    found = rows.select_related("event__agency").first()
    if found is None:
        raise NotFound(_("There is no such part of the event."))
    return found


def duty(duty_id: int, viewer: Viewer) -> PostDuty:
    """One duty of a unit in scope; raises NotFound."""
    rows: QuerySet[PostDuty] = PostDuty.objects.visible_to(viewer)
    found = rows.select_related("unit", "post__event").filter(pk=duty_id).first()
    if found is None:
        raise NotFound(_("There is no such duty."))
    return found


def duties_of(unit: Unit) -> QuerySet[PostDuty]:
    """What a unit still has to man, the next first."""
    rows = PostDuty.objects.filter(unit=unit, state__in=OPEN).order_by("due_at", "pk")
    return rows.select_related("unit", "post__event")


def event_row(found: EventPlan) -> dict[str, Any]:
    """An event, JSON-ready; its agency and commander should be joined."""
    return {
        "id": found.pk,
        "version": found.version,
        "name": found.name,
        "kind": found.kind,
        "state": found.state,
        "agency": {"code": found.agency.code, "name": found.agency.name},
        "place": found.place,
        "lng": found.point.x,
        "lat": found.point.y,
        "radius_m": found.radius_m,
        "starts_at": moment(found.starts_at),
        "ends_at": moment(found.ends_at),
        "level": found.level,
        "expected_people": found.expected_people,
        "commander": {"badge": found.commander.badge_number, "name": found.commander.name},
        "note": found.note,
        "copied_from": found.copied_from_id,
        "drafted_by": found.drafted_by,
        "approved_by": found.approved_by,
        "approved_at": moment(found.approved_at),
        "started_at": moment(found.started_at),
        "closed_at": moment(found.closed_at),
        "report": found.report,
        "result": found.result,
    }


def part_row(found: Any) -> dict[str, Any]:
    """A crew, resource or milestone, JSON-ready, by the names of its fields."""
    row: dict[str, Any] = {"id": found.pk}
    for field in found._meta.concrete_fields:
        if field.name in ("id", "event", "point"):
            continue
        value = getattr(found, field.name)
        row[field.name] = moment(value) if hasattr(value, "tzinfo") else value
    if hasattr(found, "point"):
        row |= {"lng": found.point.x, "lat": found.point.y}
        row["units"] = [unit.call_sign for unit in found.units.all()]
    return row


def my_post_row(found: PostDuty) -> dict[str, Any]:
    """A duty as its crew is shown it: which post of which event, where, by when, with what."""
    post = found.post
    return {
        "id": found.pk,
        "version": found.version,
        "event": post.event.name,
        "post": post.name,
        "duty": post.duty,
        "equipment": post.equipment,
        "lng": post.point.x,
        "lat": post.point.y,
        "required_people": post.required_people,
        "state": found.state,
        "due_at": moment(found.due_at),
        "manned_to": moment(post.manned_to),
    }


def move_row(found: PostMove) -> dict[str, Any]:
    """A move, JSON-ready."""
    return {
        "id": found.pk,
        "post": found.post_id,
        "moved_at": moment(found.moved_at),
        "moved_by": found.moved_by,
        "from": [found.from_point.x, found.from_point.y],
        "to": [found.to_point.x, found.to_point.y],
        "reason": found.reason,
        "order": found.order_number,
    }
