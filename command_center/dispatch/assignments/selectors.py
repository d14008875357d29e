"""Reading assignments: briefs, a unit's and an incident's, who answers for a call now."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from command_center.dispatch.assignments import stages
from command_center.dispatch.assignments.models import OPEN_ENDS, Assignment
from command_center.incidents.briefs import moment
from command_center.incidents.models import Incident
from command_center.incidents.premise import warnings_at
from command_center.incidents.selectors import NotFound
from grid.scope import Viewer
from patrol.units.models import Unit

TIMES = (
    "issued_at",
    "sign_by",
    "delivered_at",
    "signed_at",
    "departed_at",
    "on_scene_at",
    "handled_at",
    "fed_back_at",
    "ended_at",
    "due_at",
    "overdue_at",
)
JOINS = ("incident__category", "incident__agency", "unit__agency")


def brief(row: Assignment) -> dict[str, Any]:
    """What facts, lists and the board carry of an assignment; JSON-ready, WGS-84, UTC."""
    incident, unit = row.incident, row.unit
    point, category = incident.point, incident.category
    return {
        "id": row.pk,
        "version": row.version,
        "incident": {
            "number": incident.number,
            "level": incident.level,
            "category": {
                "code": category.code,
                "name": category.name,
                "name_en": category.name_en,
            },
            "address": incident.address,
            "lng": point.x if point else None,
            "lat": point.y if point else None,
        },
        "unit": {"call_sign": unit.call_sign, "name": unit.name, "kind": unit.kind},
        "agency": {"code": unit.agency.code, "name": unit.agency.name},
        "stage": row.stage,
        "state": row.state,
        "is_primary": row.is_primary,
        "is_override": row.is_override,
        "issued_by": row.issued_by,
        "signed_by": row.signed_by,
        "stage_by": row.stage_by,
        **{name: moment(getattr(row, name)) for name in TIMES},
        "late_stages": list(row.late_stages),
        "missing": stages.missing(row),
        "resent": row.resent,
        "channel": row.channel,
        "reason": row.reason,
        "rank": row.rank,
        "outcome": row.outcome[:200],
        "next_steps": stages.next_steps(row),
    }


def crew_brief(row: Assignment) -> dict[str, Any]:
    """The brief with what the crew sent there must know, whichever agency's call it is.

    What was told, weapon and hazard, warnings of the place, who else is on it; nothing of the
    caller, and for nobody but the crew.
    """
    told, incident = brief(row), row.incident
    point = incident.point
    told["incident"] |= {
        "narrative": incident.narrative,
        "has_weapon": incident.has_weapon,
        "has_hazard": incident.has_hazard,
        "warnings": warnings_at(lng=point.x, lat=point.y) if point else [],
    }
    others = of_incident(incident).filter(OPEN_ENDS).exclude(pk=row.pk)
    told["others"] = [
        {
            "call_sign": one.unit.call_sign,
            "name": one.unit.name,
            "stage": one.stage,
            "is_primary": one.is_primary,
        }
        for one in others
    ]
    return told


def assignments(viewer: Viewer) -> QuerySet[Assignment]:
    """Assignments of units in the viewer's scope, the newest first."""
    rows: QuerySet[Assignment] = Assignment.objects.visible_to(viewer)
    return _joined(rows)


def _joined(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return rows.select_related(*JOINS).defer("incident__search")


def assignment(assignment_id: int, viewer: Viewer) -> Assignment:
    """One assignment; raises NotFound when absent or out of scope."""
    found = assignments(viewer).filter(pk=assignment_id).first()
    if found is None:
        raise NotFound(_("There is no such assignment."))
    return found


def filtered(viewer: Viewer, **asked: Any) -> QuerySet[Assignment]:
    """The list with its filters: q, unit, incident, agency, open, stage, overdue, override."""
    rows = assignments(viewer)
    exact = {
        "unit": "unit__call_sign",
        "incident": "incident__number",
        "agency": "unit__agency__code",
        "stage": "stage",
        "override": "is_override",
    }
    rows = rows.filter(**{exact[name]: value for name, value in asked.items() if name in exact})
    if asked.get("q"):
        words = asked["q"]
        named = Q(unit__call_sign__icontains=words) | Q(incident__number__icontains=words)
        rows = rows.filter(named | Q(incident__address__icontains=words))
    if "open" in asked:
        rows = rows.filter(ended_at__isnull=asked["open"])
    if "overdue" in asked:
        rows = rows.filter(overdue_at__isnull=not asked["overdue"])
    return rows


def open_for(unit: Unit) -> QuerySet[Assignment]:
    """What a unit has to do, its first task first, then the oldest."""
    rows = _joined(Assignment.objects.filter(OPEN_ENDS, unit=unit))
    return rows.order_by("-is_primary", "issued_at", "pk")


def latest_of(unit: Unit) -> QuerySet[Assignment]:
    """What a unit did before, the newest first."""
    return _joined(Assignment.objects.filter(unit=unit, ended_at__isnull=False))


def of_incident(incident: Incident) -> QuerySet[Assignment]:
    """Every assignment to an incident, of whichever agency's units; for who sees the incident."""
    return _joined(Assignment.objects.filter(incident=incident)).order_by("issued_at", "pk")


def owner_of(incident: Incident) -> dict[str, Any]:
    """Who answers for the incident now: the units on it, else the desk of its agency.

    No call is without an owner, at any time.
    """
    on_it = of_incident(incident).filter(OPEN_ENDS)
    signs = [row.unit.call_sign for row in on_it]
    agency = {"code": incident.agency.code, "name": incident.agency.name}
    return {"kind": "units" if signs else "desk", "units": signs, "agency": agency}


def own_assignment(assignment_id: int, unit: Unit | None) -> Assignment:
    """An assignment of that unit; raises NotFound for any other."""
    found = _joined(Assignment.objects.filter(pk=assignment_id, unit=unit)).first()
    if found is None:
        raise NotFound(_("There is no such assignment."))
    return found


def override_rate(
    viewer: Viewer, *, since: datetime, until: datetime | None = None
) -> dict[str, Any]:
    """How often another unit was sent than the recommended one; those without one are left out."""
    rows = assignments(viewer).filter(issued_at__gte=since, incident__is_exercise=False).order_by()
    if until:
        rows = rows.filter(issued_at__lt=until)
    counts = rows.aggregate(
        assignments=Count("pk", filter=Q(rank__isnull=False) | Q(is_override=True)),
        overridden=Count("pk", filter=Q(is_override=True)),
        without=Count("pk", filter=Q(rank__isnull=True, is_override=False)),
    )
    rate = counts["overridden"] / counts["assignments"] if counts["assignments"] else None
    return {**counts, "rate": rate}
