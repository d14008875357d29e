"""A danger seen in a dispute (People's Mediation Law, art. 25) becomes a call, at once."""

from typing import Final

import structlog
from django.utils.translation import gettext as _

from command_center.incidents import services as incidents
from command_center.incidents.desks import Desk
from command_center.incidents.models import Incident
from grid.errors import InvalidInput
from grid.ledger.models import EventEntry

log = structlog.get_logger(__name__)

CATEGORY: Final = "080000"
LEVEL: Final = 1


def take_danger(event: EventEntry) -> Incident:
    """Take the report of danger in as a call of the first level; the same report is taken once."""
    said = event.payload
    fields = {
        "category": CATEGORY,
        "level": LEVEL,
        "channel": "form",
        "address": said.get("address") or said.get("place") or "",
        "narrative": _("Danger in dispute %(number)s: %(text)s")
        % {"number": event.subject_id, "text": said.get("text", "")},
        "source": "mediation",
        "source_number": f"danger-{event.seq}",
        "reported_at": event.happened_at,
    }
    desk = Desk.of(event, said.get("by") or _("Mediation"))
    if said.get("lng") is None:
        return incidents.receive_call(fields, by=desk, channel="system")
    at = {"lng": said["lng"], "lat": said["lat"]}
    try:
        return incidents.receive_call(fields | at, by=desk, channel="system")
    except InvalidInput as error:
        log.warning("danger_without_point", dispute=event.subject_id, reason=error.message)
        return incidents.receive_call(fields, by=desk, channel="system")
