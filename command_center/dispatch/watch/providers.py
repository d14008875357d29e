"""What the video floor and the register of cases ask of the command centre (their `above`)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.urls import reverse

from command_center.cases.above import IncidentBrief
from command_center.cases.models import Case
from command_center.cases.selectors import cases as cases_of
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
    found = _incident(viewer, number)
    return _of_call(found) if found else None


def begun_by(viewer: Viewer, number: str) -> IncidentBrief | None:
    """The same as a case begins from it."""
    found = _incident(viewer, number)
    if found is None:
        return None
    return IncidentBrief(
        number=found.number,
        category=str(found.category),
        state=found.get_state_display(),
        address=found.address,
        point=found.point,
        reported_at=found.reported_at,
        url=reverse("incident_detail", args=[found.number]),
    )


def _incident(viewer: Viewer, number: str) -> Incident | None:
    if Right.INCIDENT_READ not in viewer.rights:
        return None
    return incidents(viewer).filter(number=number).first()


def cases(viewer: Viewer, since: datetime, until: datetime) -> list[CaseBrief]:
    """What has to be looked for on video, the newest first, as far as the viewer may read it.

    Registered cases, under the number of their call as well; and valid calls of a case's kind that
    no case has been registered for yet, so that nobody waits for the file to be opened. Exercises
    are none.
    """
    filed = _cases(viewer, since, until)
    taken = {number for brief in filed for number in brief.also}
    found = [*filed, *_calls(viewer, since, until, without=taken)]
    return sorted(found, key=lambda brief: brief.occurred_at, reverse=True)[:MOST]


def _cases(viewer: Viewer, since: datetime, until: datetime) -> list[CaseBrief]:
    if Right.CASE_READ not in viewer.rights:
        return []
    rows = cases_of(viewer).filter(reported_at__gte=since, reported_at__lt=until)
    return [_of_case(row) for row in rows.exclude(state=Case.State.VOID)[:MOST]]


def _calls(
    viewer: Viewer, since: datetime, until: datetime, *, without: Iterable[str]
) -> list[CaseBrief]:
    if Right.INCIDENT_READ not in viewer.rights:
        return []
    rows = incidents(viewer).filter(CASES, reported_at__gte=since, reported_at__lt=until)
    real = rows.filter(is_valid_call=True, is_exercise=False).exclude(state=Incident.State.MERGED)
    found = list(real.order_by("-reported_at")[:MOST])
    linked = Case.objects.exclude(state=Case.State.VOID)
    numbers = linked.filter(incident_number__in=[row.number for row in found])
    gone = {*without, *numbers.values_list("incident_number", flat=True)}
    return [_of_call(row) for row in found if row.number not in gone]


def _of_case(row: Case) -> CaseBrief:
    return CaseBrief(
        number=row.number,
        also=(row.incident_number,) if row.incident_number else (),
        agency_path=row.agency.path,
        agency_name=row.agency.name,
        kind=str(row.category),
        address="" if row.category.is_sensitive else row.address,
        point=None if row.category.is_sensitive else row.point,
        occurred_at=row.reported_at,
        state=row.state,
        url=reverse("case_detail", args=[row.number]),
    )


def _of_call(row: Incident) -> CaseBrief:
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
