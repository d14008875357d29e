"""What the checkpoints ask of the command centre above them (`checkpoints.register.above`)."""

from django.urls import reverse

from checkpoints.register.above import IncidentBrief
from command_center.dispatch.modes.selectors import open_modes
from command_center.incidents.selectors import incidents
from grid.rights import Right
from grid.scope import Viewer


def is_major(agency_path: str) -> bool:
    """Whether major mode holds for the agency at this path, or for one above it."""
    return open_modes(agency_path).exists()


def incident(viewer: Viewer, number: str) -> IncidentBrief | None:
    """The call of this number, for whoever may read calls and has it in scope; else None."""
    if Right.INCIDENT_READ not in viewer.rights:
        return None
    found = incidents(viewer).filter(number=number).first()
    if found is None:
        return None
    return IncidentBrief(
        number=found.number,
        agency_path=found.agency.path,
        category=str(found.category),
        address=found.address,
        point=found.point,
        occurred_at=found.reported_at,
        state=found.state,
        url=reverse("incident_detail", args=[found.number]),
    )
