"""The life of an event plan: drafted, approved by a second officer, run, closed with a report."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.modes.services import require_authority
from command_center.dispatch.plans.events import duties, report
from command_center.dispatch.plans.events.telling import told
from command_center.dispatch.plans.models import EventPlan
from command_center.incidents.drafts import Reporter
from grid.errors import FieldError, IllegalStep, InvalidInput, NotAllowed, StaleVersion
from grid.ledger.services import record
from grid.territory import geo

State = EventPlan.State
FIELDS: Final = (
    "name",
    "kind",
    "agency",
    "place",
    "radius_m",
    "starts_at",
    "ends_at",
    "level",
    "expected_people",
    "commander",
    "note",
)
OPEN: Final = (State.DRAFT, State.APPROVED, State.RUNNING)
SHORTEST: Final = 4  # characters of a report or a reason


@transaction.atomic
def create_event(
    *, by: Reporter, lng: float, lat: float, channel: str = "screen", **said: Any
) -> EventPlan:
    """Draft an event; `said` has the fields and may have `crs` of the point and `copied_from`.

    Raises InvalidInput for times that do not follow, NotAllowed for an agency or a commander
    outside the scope of `by`.
    """
    _check(said, by)
    lng, lat = geo.to_wgs84(lng=lng, lat=lat, crs=said.pop("crs", None) or "wgs84")
    actor = by.as_actor(channel=channel)
    made = EventPlan.objects.create(
        point=Point(lng, lat, srid=4326), drafted_by=actor.label, **said
    )
    record(actor, told("dispatch.event_created", made))
    return made


@transaction.atomic
def change_event(
    event: EventPlan,
    said: Mapping[str, Any],
    *,
    by: Reporter,
    version: int | None,
    channel: str = "screen",
) -> EventPlan:
    """Change a draft; what is approved is changed part by part only. Raises as the others do."""
    current = held(event, by, version)
    _must_be(current, State.DRAFT)
    values = {name: said.get(name, getattr(current, name)) for name in FIELDS}
    _check(values, by)
    for name, value in values.items():
        setattr(current, name, value)
    if said.get("lng") is not None and said.get("lat") is not None:
        lng, lat = geo.to_wgs84(lng=said["lng"], lat=said["lat"], crs=said.get("crs") or "wgs84")
        current.point = Point(lng, lat, srid=4326)
    actor = by.as_actor(channel=channel)
    # Whoever changes a draft has drafted it, too: four eyes means nobody approves an own line.
    current.drafted_by = actor.label
    keep(current)
    record(actor, told("dispatch.event_changed", current))
    return current


@transaction.atomic
def approve_event(
    event: EventPlan, *, by: Reporter, version: int | None, channel: str = "screen"
) -> EventPlan:
    """Agree to a draft somebody else wrote; the duties at its posts are issued."""
    require_authority(by, event.agency.path)
    current = held(event, by, version)
    _must_be(current, State.DRAFT)
    actor = by.as_actor(channel=channel)
    if current.drafted_by == actor.label:
        raise NotAllowed(_("Another officer approves what you drafted."))
    current.state, current.approved_by = State.APPROVED, actor.label
    current.approved_at = timezone.now()
    keep(current)
    duties.settle(current, actor)
    record(actor, told("dispatch.event_approved", current))
    return current


@transaction.atomic
def start_event(
    event: EventPlan, *, by: Reporter, version: int | None, channel: str = "screen"
) -> EventPlan:
    """It begins."""
    current = held(event, by, version)
    _must_be(current, State.APPROVED)
    current.state, current.started_at = State.RUNNING, timezone.now()
    keep(current)
    record(by.as_actor(channel=channel), told("dispatch.event_started", current))
    return current


@transaction.atomic
def close_event(
    event: EventPlan,
    *,
    by: Reporter,
    report_text: str,
    version: int | None,
    channel: str = "screen",
) -> EventPlan:
    """Close it with a report in words; its figures are computed and kept beside them."""
    current = held(event, by, version)
    _must_be(current, State.RUNNING)
    _check_words(report_text, "/report")
    actor = by.as_actor(channel=channel)
    current.result = report.compute(current)
    duties.take_back(current, actor, reason=_("The event is over."))
    current.state, current.closed_at = State.CLOSED, timezone.now()
    current.closed_by, current.report = actor.label, report_text.strip()
    keep(current)
    record(actor, told("dispatch.event_closed", current))
    return current


@transaction.atomic
def cancel_event(
    event: EventPlan, *, by: Reporter, reason: str, version: int | None, channel: str = "screen"
) -> EventPlan:
    """It will not take place; the duties are taken back."""
    current = held(event, by, version)
    if current.state not in (State.DRAFT, State.APPROVED):
        raise _impossible(current)
    _check_words(reason, "/reason")
    actor = by.as_actor(channel=channel)
    duties.take_back(current, actor, reason=reason.strip())
    current.state, current.closed_at = State.CANCELLED, timezone.now()
    current.closed_by, current.report = actor.label, reason.strip()
    keep(current)
    record(actor, told("dispatch.event_cancelled", current, reason=reason.strip()))
    return current


@transaction.atomic
def copy_event(
    event: EventPlan, *, by: Reporter, name: str, starts_at: datetime, channel: str = "screen"
) -> EventPlan:
    """A new draft from an earlier event: all its parts, every time moved by the same span."""
    shift = starts_at - event.starts_at
    values = {field: getattr(event, field) for field in FIELDS} | {
        "name": name,
        "starts_at": starts_at,
        "ends_at": event.ends_at + shift,
        "copied_from": event,
    }
    point = event.point
    made = create_event(by=by, lng=point.x, lat=point.y, channel=channel, **values)
    for post in event.posts.all():
        units = list(post.units.all())
        post.manned_from += shift
        post.manned_to += shift
        _again(post, made)
        post.units.set(units)
    for crew in event.crews.all():
        crew.there_from += shift
        crew.there_to += shift
        _again(crew, made)
    for resource in event.resources.all():
        resource.ready = 0
        _again(resource, made)
    for line in event.milestones.all():
        line.due_at += shift
        line.state, line.done_at, line.done_by, line.note = line.State.OPEN, None, "", ""
        _again(line, made)
    return made


def _again(part: Any, event: EventPlan) -> None:
    """Save a part of another event as a new row of this one."""
    part.pk, part.event, part.version = None, event, 1
    part._state.adding = True
    part.save()


def held(event: EventPlan, by: Reporter, version: int | None) -> EventPlan:
    """The event's row until commit; refuses what another agency owns or somebody changed."""
    rows = EventPlan.objects.select_for_update(of=("self",))
    current = rows.select_related("agency", "commander").get(pk=event.pk)
    if not current.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("This event belongs to an agency above yours."))
    if version is not None and version != current.version:
        raise StaleVersion(
            _("Somebody changed this event since you read it."),
            yours=version,
            current=current.version,
        )
    return current


def keep(event: EventPlan) -> None:
    """Save the row as its next version."""
    event.version += 1
    event.save()


def _must_be(event: EventPlan, state: str) -> None:
    if event.state != state:
        raise _impossible(event)


def _impossible(event: EventPlan) -> IllegalStep:
    now = State(event.state).label
    return IllegalStep(_("This step is not possible: the event is “%s”.") % now, state=event.state)


def _check(said: Mapping[str, Any], by: Reporter) -> None:
    faults: list[FieldError] = []
    if said["ends_at"] <= said["starts_at"]:
        message = _("It must end after it begins.")
        faults.append({"pointer": "/ends_at", "code": "order", "message": message})
    for name, agency in (("agency", said["agency"]), ("commander", said["commander"].agency)):
        if not agency.path.startswith(by.agency_path):
            message = _("This is not in your scope.")
            faults.append({"pointer": f"/{name}", "code": "outside", "message": message})
    if faults:
        raise InvalidInput(_("The event was not kept."), errors=faults)


def _check_words(text: str, pointer: str) -> None:
    if len(text.strip()) < SHORTEST:
        message = _("At least 4 characters.")
        fault: FieldError = {"pointer": pointer, "code": "too_short", "message": message}
        raise InvalidInput(message, errors=[fault])
