"""What the form of a new containment already knows from the address or the incident."""

from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from checkpoints.register import above
from grid.organisation.models import Officer


def start(query: QueryDict, officer: Officer) -> dict[str, Any]:
    """Incident, place and time; what cannot be read is left out."""
    known: dict[str, Any] = {"occurred_at": timezone.localtime().replace(microsecond=0)}
    number = query.get("incident", "")[:20]
    incident = above.incident(officer, number) if number else None
    if incident:
        known |= {
            "incident_number": incident.number,
            "occurred_at": timezone.localtime(incident.occurred_at),
            "address": incident.address[:120],
        }
        if incident.point:
            known["lng"], known["lat"] = incident.point.coords
    return known | _given(query)


def _given(query: QueryDict) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name in ("lng", "lat"):
        try:
            given[name] = float(str(query[name]))
        except (KeyError, ValueError):
            continue
    try:
        at = parse_datetime(query.get("at", ""))
    except ValueError:
        at = None
    if at is not None and at.tzinfo is not None:
        given["occurred_at"] = timezone.localtime(at)
    return given
