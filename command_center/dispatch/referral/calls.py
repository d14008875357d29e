"""A danger seen in a dispute (People's Mediation Law, art. 25) becomes a call, at once."""

from typing import Any, Final

import structlog
from django.utils.translation import gettext as _

from command_center.incidents import services as incidents
from command_center.incidents.desks import Desk
from command_center.incidents.models import Incident
from grid.errors import InvalidInput
from grid.ledger.models import EventEntry
from mediation.flow.models import DangerReport
from mediation.flow.services import note_incident

log = structlog.get_logger(__name__)

CATEGORY: Final = "080000"
LEVEL: Final = 1


def take_danger(event: EventEntry) -> None:
    """Take a report of danger in as a call of the first level, once; the report then names it.

    The call says where and what kind of danger, and which dispute; who quarrels stays there.
    """
    rows = DangerReport.objects.select_related("dispute", "dispute__agency")
    report = rows.filter(pk=event.payload["report"], incident_number="").first()
    if report is None:
        return
    dispute = report.dispute
    told = {"number": dispute.number, "kind": report.get_kind_display()}
    fields = {
        "category": CATEGORY,
        "level": LEVEL,
        "channel": "form",
        "address": dispute.address,
        "narrative": _("Danger reported in dispute %(number)s: %(kind)s") % told,
        "source": "mediation",
        "source_number": f"danger-{report.pk}",
        "reported_at": event.happened_at,
    }
    taken = _received(fields, Desk.of(event, report.by), event)
    note_incident(report, incident_number=taken.number)


def _received(fields: dict[str, Any], desk: Desk, event: EventEntry) -> Incident:
    """The call at the place of the dispute; where that is on nobody's ground, by its words."""
    lng, lat = event.payload["lng"], event.payload["lat"]
    if lng is not None and lat is not None:
        try:
            at = {"lng": lng, "lat": lat}
            return incidents.receive_call(fields | at, by=desk, channel="system")
        except InvalidInput as error:
            log.warning("danger_without_point", dispute=event.subject_id, reason=error.message)
    return incidents.receive_call(fields, by=desk, channel="system")
