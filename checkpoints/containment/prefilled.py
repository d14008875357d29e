"""What the form of a new containment already knows from the address or the incident."""

from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from checkpoints.containment import choosing
from checkpoints.register import above
from grid.organisation.models import Officer
from grid.territory.geo import point_errors


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
    return _with_plan(known | _given(query), officer)


def _with_plan(known: dict[str, Any], officer: Officer) -> dict[str, Any]:
    """The plan whose ring holds the place, chosen beforehand; the officer may choose another."""
    if "lng" not in known or "lat" not in known:
        return known
    if point_errors(lng=known["lng"], lat=known["lat"]):
        return known
    plan = choosing.suggested(officer, lng=known["lng"], lat=known["lat"])
    return known | {"plan": plan} if plan else known


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
