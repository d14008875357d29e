"""A press becomes a call of the first level; a finding becomes a call and a word to a unit."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import structlog
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.assignments.recommendation import recommend
from command_center.dispatch.orders import services as orders
from command_center.incidents import services as incidents
from command_center.incidents.desks import Desk
from command_center.incidents.models import Incident
from grid.errors import DomainError, InvalidInput
from grid.ledger.models import EventEntry
from patrol.units.models import Unit
from video.alarms.models import Press
from video.alarms.services import link_incident
from video.rounds.services.findings import take_finding

log = structlog.get_logger(__name__)

SIGN_WITHIN: Final = timedelta(minutes=2)
PRESSED: Final = "029900"  # nobody has said yet what it is
# What was seen, as the tree of calls names it.
CATEGORY_OF: Final[Mapping[str, str]] = {
    "disorder": "020100",
    "crowd": "070000",
    "accident": "030000",
    "congestion": "030000",
    "fire": "040000",
    "distress": "050200",
    "theft": "010100",
    "object": "020400",
    "flood": "050300",
    "damage": "050300",
    "other": "029900",
}


def take_press(event: EventEntry) -> None:
    """Take a press in as a call, once; what repeats a press belongs to the call of the first."""
    said = event.payload
    desk = Desk.of(event, said["name"])
    first = Press.objects.filter(pk=said["repeat_of"]).exclude(incident_number="").first()
    if first is not None:
        link_incident(said["press"], by=desk.as_actor(), number=first.incident_number)
        return
    name, place = said["name"], said["address"] or said["place"]
    taken = _received(
        desk,
        said,
        category=PRESSED,
        level=1,
        channel="button",
        address=name if place in name else f"{name} {place}",
        narrative=_("Alarm button pressed: %(name)s (%(code)s)")
        % {"name": name, "code": said["device"]},
        source="alarm-device",
        source_number=f"press-{said['press']}",
        reported_at=event.happened_at,
    )
    link_incident(said["press"], by=desk.as_actor(), number=taken.number)


def take_seen(event: EventEntry) -> None:
    """Take a finding in as a call and tell the nearest available unit, in one act."""
    said = event.payload
    desk = Desk.of(event, said["camera_name"] or said["agency"]["name"])
    taken = _received(
        desk,
        said,
        category=CATEGORY_OF.get(said["kind"], PRESSED),
        level=said["level"],
        channel="form",
        address=said["address"] or said["place"],
        narrative=said["summary"],
        source="video-round",
        source_number=f"finding-{said['finding']}",
        reported_at=event.happened_at,
    )
    unit = _told(taken, desk, said)
    take_finding(said["finding"], by=desk.as_actor(), number=taken.number, unit=unit)


def _received(desk: Desk, said: Mapping[str, Any], **fields: Any) -> Incident:
    """The call at its point; where that is on nobody's ground, by its words alone."""
    at = {"lng": said["lng"], "lat": said["lat"]}
    try:
        return incidents.receive_call(fields | at, by=desk, channel="system")
    except InvalidInput as error:
        log.warning("call_without_point", source=fields["source_number"], reason=error.message)
        return incidents.receive_call(fields, by=desk, channel="system")


def _told(taken: Incident, desk: Desk, said: Mapping[str, Any]) -> str:
    """The call sign of the unit that an order went to; empty where none is free or reachable."""
    ranked = recommend(taken, desk, limit=1).ranked
    if not ranked:
        return ""
    unit = Unit.objects.select_related("agency").get(call_sign=ranked[0].unit.call_sign)
    try:
        orders.issue(
            by=desk,
            receivers=[unit],
            channel="system",
            title=_("Look at %(place)s") % {"place": said["place"][:80]},
            text=_("Seen by video patrol: %(text)s") % {"text": said["summary"][:2000]},
            sign_by=timezone.now() + SIGN_WITHIN,
            incident_number=taken.number,
        )
    except DomainError as error:  # the call is taken all the same, and dispatched by hand
        log.warning("unit_not_told", incident=taken.number, reason=error.message)
        return ""
    return unit.call_sign
