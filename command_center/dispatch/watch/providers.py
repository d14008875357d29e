"""What the video floor asks of the command centre above it (`video.register.above`)."""

from datetime import datetime
from typing import Final

from django.db.models import Q
from django.urls import reverse

from command_center.incidents.models import Incident
from command_center.incidents.selectors import incidents
from grid.rights import Right
from grid.scope import Viewer
from video.register.above import CaseBrief

# Calls that open a case: crime, and offences against public order (domain codes 01 and 02).
CASES: Final = Q(category__code__startswith="01") | Q(category__code__startswith="02")
MOST: Final = 2000


def incident(viewer: Viewer, number: str) -> CaseBrief | None:
    """The call of this number, for whoever may read calls and has it in scope; else None."""
    if Right.INCIDENT_READ not in viewer.rights:
        return None
    found = incidents(viewer).filter(number=number).first()
    return _brief(found) if found else None


def cases(viewer: Viewer, since: datetime, until: datetime) -> list[CaseBrief]:
    """Valid calls of a case's kind in the viewer's scope, the newest first; exercises are none."""
    if Right.INCIDENT_READ not in viewer.rights:
        return []
    rows = incidents(viewer).filter(CASES, reported_at__gte=since, reported_at__lt=until)
    real = rows.filter(is_valid_call=True, is_exercise=False).exclude(state=Incident.State.MERGED)
    return [_brief(row) for row in real.order_by("-reported_at")[:MOST]]


def _brief(row: Incident) -> CaseBrief:
    return CaseBrief(
        number=row.number,
        agency_path=row.agency.path,
        agency_name=row.agency.name,
        kind=str(row.category),
        address=row.address,
        point=row.point,
        occurred_at=row.reported_at,
        state=row.state,
        url=reverse("incident_detail", args=[row.number]),
    )
