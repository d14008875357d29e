"""The dispute of a call, on the call's page: which it is, or the one action that opens it."""

from typing import Any

from command_center.incidents.models import Incident
from grid.organisation.models import Officer
from grid.rights import Right
from mediation.register import selectors
from mediation.register.models import DisputeCall

ENDED = (Incident.State.MERGED, Incident.State.CANCELLED)


def of_incident(incident: Incident, officer: Officer) -> dict[str, Any] | None:
    """The dispute or the reason why there is none; a button where there may be one."""
    if Right.DISPUTE_READ not in officer.rights:
        return None
    rows = DisputeCall.objects.visible_to(officer).select_related("dispute")
    call = rows.filter(incident_number=incident.number).first()
    if call is None and not incident.is_valid_call:
        return None
    dispute = call.dispute if call else None
    seen = dispute and selectors.disputes(officer).filter(pk=dispute.pk).exists()
    may_open = Right.DISPUTE_REPORT in officer.rights and incident.state not in ENDED
    return {
        "incident": incident,
        "call": call,
        "dispute": dispute,
        "is_open_to_her": bool(seen),
        "may_open": may_open and dispute is None,
    }
