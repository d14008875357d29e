"""The panel of an incident's page: who is on it, and who was."""

from typing import Any

from command_center.dispatch.assignments import selectors
from command_center.incidents.models import Incident
from command_center.incidents.states import is_open
from grid.organisation.models import Officer
from grid.rights import Right


def show(incident: Incident, officer: Officer) -> dict[str, Any] | None:
    """Every unit sent, whose call it is now; nothing without the right to read dispatches."""
    if Right.DISPATCH_READ not in officer.rights:
        return None
    mine = selectors.assignments(officer).filter(incident=incident)
    return {
        "rows": selectors.of_incident(incident),
        "openable": set(mine.values_list("pk", flat=True)),
        "owner": selectors.owner_of(incident),
        "may_send": Right.DISPATCH_ASSIGN in officer.rights and is_open(incident.state),
    }
