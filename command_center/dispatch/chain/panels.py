"""Two panels: the chain on the page of an incident, the orders on the page of a checkpoint."""

from typing import Any, Final

from checkpoints.register.models import Checkpoint
from command_center.dispatch.chain import selectors
from command_center.dispatch.orders.models import OrderReceipt
from command_center.incidents.models import Incident
from command_center.incidents.states import is_open
from grid.organisation.models import Officer
from grid.rights import Right

SHOWN: Final = 20


def of_incident(incident: Incident, officer: Officer) -> dict[str, Any] | None:
    """How long each part of the chain is, and what may be begun from here."""
    point = incident.point
    return {
        "incident": incident,
        "stages": selectors.stages(incident, officer),
        "may_contain": Right.CONTAINMENT_START in officer.rights and is_open(incident.state),
        "may_order": Right.ORDER_ISSUE in officer.rights and is_open(incident.state),
        "lng": f"{point.x:.6f}" if point else "",
        "lat": f"{point.y:.6f}" if point else "",
    }


def of_checkpoint(checkpoint: Checkpoint, officer: Officer) -> dict[str, Any] | None:
    """The last orders that went to this checkpoint by name, the newest first."""
    if Right.ORDER_READ not in officer.rights:
        return None
    rows = OrderReceipt.objects.visible_to(officer).filter(checkpoint=checkpoint)
    newest = rows.select_related("order").order_by("-issued_at")[:SHOWN]
    return {
        "checkpoint": checkpoint,
        "rows": newest,
        "may_order": Right.ORDER_ISSUE in officer.rights,
    }
