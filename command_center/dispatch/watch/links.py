"""Calls and cases beside each other: each on the other's page, and whether video was looked for."""

from typing import Any, Final

from django.db.models import Q

from command_center.cases.models import Case
from command_center.cases.selectors import cases
from command_center.dispatch.watch.providers import begun_by
from command_center.incidents.models import Incident
from grid.organisation.models import Officer
from grid.rights import Right
from video.footage.unchecked import checked_as

SHOWN: Final = 10


def cases_of_incident(incident: Incident, officer: Officer) -> dict[str, Any] | None:
    """The cases a call led to, and the way to enter one."""
    if Right.CASE_READ not in officer.rights:
        return None
    named = Q(incident_number=incident.number)
    if incident.case_number:
        named |= Q(number=incident.case_number) | Q(source_number=incident.case_number)
    rows = cases(officer).filter(named).exclude(state=Case.State.VOID)
    return {
        "incident": incident,
        "cases": rows[:SHOWN],
        "may_enter": Right.CASE_WRITE in officer.rights,
    }


def call_of_case(case: Case, officer: Officer) -> dict[str, Any] | None:
    """The call a case came from; None where none is named."""
    if not case.incident_number:
        return None
    return {"number": case.incident_number, "call": begun_by(officer, case.incident_number)}


def video_of_case(case: Case, officer: Officer) -> dict[str, Any] | None:
    """Whether video was looked for in a case (逢案必先调用视频): by a request or a mark."""
    if Right.FOOTAGE_READ not in officer.rights or case.state == Case.State.VOID:
        return None
    request, mark = checked_as((case.number, case.incident_number))
    may_ask = Right.FOOTAGE_REQUEST in officer.rights
    return {"case": case, "request": request, "mark": mark, "may_ask": may_ask}
