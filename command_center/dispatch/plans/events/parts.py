"""The parts of an event plan: posts, crews, resources, timeline; a post moved on the map."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, TypeVar

from django.contrib.gis.geos import Point
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.modes.services import require_authority
from command_center.dispatch.orders.models import DirectOrder
from command_center.dispatch.orders.services import issue
from command_center.dispatch.plans.events import duties
from command_center.dispatch.plans.events.plans import OPEN, held, keep
from command_center.dispatch.plans.events.telling import told, told_of_post
from command_center.dispatch.plans.models import (
    EventCrew,
    EventMilestone,
    EventOrder,
    EventPlan,
    EventPost,
    EventResource,
    PostMove,
)
from command_center.incidents.briefs import moment
from command_center.incidents.drafts import Reporter
from grid.errors import FieldError, IllegalStep, InvalidInput, LostRace, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.territory import geo
from patrol.units.models import Unit

Part = TypeVar("Part", EventPost, EventCrew, EventResource, EventMilestone)
KINDS: Final[dict[str, Any]] = {
    "posts": EventPost,
    "crews": EventCrew,
    "resources": EventResource,
    "milestones": EventMilestone,
}
SPANS: Final = {EventPost: ("manned_from", "manned_to"), EventCrew: ("there_from", "there_to")}
FARTHEST_M: Final = 20_000  # a post belongs to the event; farther away it is a slip of the hand
MOST: Final = 300
SIGN_WITHIN, DUE_WITHIN = timedelta(minutes=10), timedelta(minutes=30)


@transaction.atomic
def add_part(
    event: EventPlan, kind: str, said: Mapping[str, Any], *, by: Reporter, channel: str = "screen"
) -> Any:
    """Add a post, crew, resource or milestone; a post has `lng`, `lat`, `units`.

    Raises IllegalStep for an event that is over, InvalidInput, NotAllowed, TakenOver.
    """
    current = _open(event, by)
    if getattr(current, kind).count() >= MOST:
        raise _fault("", _("An event has at most %s of these.") % MOST)
    part = KINDS[kind](event=current)
    return _write(part, said, current, by.as_actor(channel=channel))


@transaction.atomic
def change_part(
    part: Part,
    said: Mapping[str, Any],
    *,
    by: Reporter,
    version: int | None,
    channel: str = "screen",
) -> Part:
    """Change a part; moving a post has an act of its own. Raises StaleVersion and the others."""
    current = _open(part.event, by)
    row = _fresh(part, version)
    row.version += 1
    changed: Part = _write(row, said, current, by.as_actor(channel=channel))
    return changed


@transaction.atomic
def remove_part(part: Part, *, by: Reporter, version: int | None, channel: str = "screen") -> None:
    """Take a part out of a draft; what units have been ordered to stays on record."""
    current = _open(part.event, by)
    if current.state != EventPlan.State.DRAFT:
        raise IllegalStep(_("Parts are taken out of a draft only."), state=current.state)
    _fresh(part, version).delete()
    keep(current)
    record(by.as_actor(channel=channel), told("dispatch.event_changed", current))


@transaction.atomic
def settle_milestone(
    line: EventMilestone, *, by: Reporter, state: str, note: str = "", channel: str = "screen"
) -> EventMilestone:
    """Say that a line of the timeline is done or skipped; of two who do, one is told."""
    current = _open(line.event, by)
    actor = by.as_actor(channel=channel)
    won = EventMilestone.objects.filter(pk=line.pk, state=EventMilestone.State.OPEN).update(
        state=state,
        done_at=timezone.now(),
        done_by=actor.label,
        note=note.strip()[:200],
        version=models.F("version") + 1,
    )
    line.refresh_from_db()
    if not won:
        raise LostRace(
            _("%s was first.") % line.done_by, winner=line.done_by, at=moment(line.done_at)
        )
    record(actor, told("dispatch.event_milestone_done", current, line=line.text, to=state))
    return line


@transaction.atomic
def move_post(
    post: EventPost,
    *,
    by: Reporter,
    lng: float,
    lat: float,
    reason: str = "",
    version: int | None = None,
    channel: str = "screen",
) -> PostMove:
    """Move a post to a WGS-84 point; once the event is approved its units get an order.

    Raises InvalidInput more than 20 km from the event, StaleVersion, TakenOver, IllegalStep.
    """
    current = _open(post.event, by)
    row, actor = _fresh(post, version), by.as_actor(channel=channel)
    row.event = current
    far = geo.distance_m(lng=lng, lat=lat, to_lng=current.point.x, to_lat=current.point.y)
    if far > FARTHEST_M:
        raise _fault("/lng", _("A post is at most 20 km from the event."))
    before, row.point = row.point, Point(lng, lat, srid=4326)
    row.version += 1
    row.save(update_fields=["point", "version"])
    order = _order_move(row, by, reason, channel)
    move = PostMove.objects.create(
        post=row,
        moved_by=actor.label,
        from_point=before,
        to_point=row.point,
        reason=reason.strip()[:200],
        order_number=order.number if order else "",
    )
    record(actor, told_of_post("dispatch.post_moved", row, reason=reason, order=move.order_number))
    return move


def _order_move(post: EventPost, by: Reporter, reason: str, channel: str) -> DirectOrder | None:
    units = list(post.units.select_related("agency"))
    if post.event.state not in duties.LIVE or not units:
        return None
    told_them = {"post": post.name, "lng": f"{post.point.x:.5f}", "lat": f"{post.point.y:.5f}"}
    title = _("Post moved: %s") % post.name
    text = _("Post “%(post)s” is now at %(lng)s, %(lat)s (WGS-84). Go there.") % told_them
    return order_units(
        post.event,
        by=by,
        units=units,
        title=title,
        text=f"{text} {reason}".strip(),
        channel=channel,
    )


def order_units(
    event: EventPlan, *, by: Reporter, units: list[Unit], title: str, text: str, channel: str
) -> DirectOrder:
    """Give an order for the event; it is found on the event's board by its number."""
    now = timezone.now()
    order = issue(
        by=by,
        receivers=units,
        channel=channel,
        title=title[:120],
        text=text,
        sign_by=now + SIGN_WITHIN,
        due_at=now + DUE_WITHIN,
    )
    EventOrder.objects.create(event=event, order_number=order.number, title=order.title)
    return order


@transaction.atomic
def order_everybody(
    event: EventPlan, *, by: Reporter, title: str, text: str, channel: str = "screen"
) -> DirectOrder:
    """One order to every unit at a post of the event."""
    current = _open(event, by)
    if current.state not in duties.LIVE:
        raise IllegalStep(_("Orders are given once the event is approved."), state=current.state)
    units = list(Unit.objects.filter(event_posts__event=current).distinct())
    return order_units(current, by=by, units=units, title=title, text=text, channel=channel)


def _write(part: Any, said: Mapping[str, Any], event: EventPlan, actor: Actor) -> Any:
    fields = {name: value for name, value in said.items() if name not in ("lng", "lat", "units")}
    for name, value in fields.items():
        setattr(part, name, value)
    if part.pk is None and isinstance(part, EventPost):
        part.point = Point(said["lng"], said["lat"], srid=4326)
    _check_span(part)
    part.save()
    if isinstance(part, EventPost) and said.get("units") is not None:
        part.units.set(said["units"])
    if event.state == EventPlan.State.DRAFT:
        event.drafted_by = actor.label
    keep(event)
    duties.settle(event, actor)
    record(actor, told("dispatch.event_changed", event))
    return part


def _check_span(part: Any) -> None:
    begins, ends = SPANS.get(type(part), ("", ""))
    if begins and getattr(part, ends) <= getattr(part, begins):
        raise _fault(f"/{ends}", _("It must end after it begins."))


def _open(event: EventPlan, by: Reporter) -> EventPlan:
    """The event's row until commit, while it is not over and `by` may dispatch there."""
    current = held(event, by, None)
    if current.state not in OPEN:
        raise IllegalStep(_("The event is over; nothing of it is changed."), state=current.state)
    require_authority(by, current.agency.path)
    return current


def _fresh(part: Any, version: int | None) -> Any:
    row = type(part).objects.select_for_update(of=("self",)).get(pk=part.pk)
    if version is not None and version != row.version:
        raise StaleVersion(
            _("Somebody changed it since you read it."), yours=version, current=row.version
        )
    return row


def _fault(pointer: str, message: str) -> InvalidInput:
    fault: FieldError = {"pointer": pointer, "code": "invalid", "message": message}
    return InvalidInput(message, errors=[fault])
