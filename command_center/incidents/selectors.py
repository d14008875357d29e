"""Reading incidents: briefs, one incident in full, timelines; always in the viewer's scope."""

from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.incidents import briefs, callers
from command_center.incidents.briefs import moment
from command_center.incidents.drafts import categories_on
from command_center.incidents.models import (
    Category,
    Disposition,
    Incident,
    PremiseNote,
    TimelineEntry,
)
from command_center.incidents.states import ENDED, TIMES, next_steps
from grid.errors import DomainError
from grid.scope import Viewer

brief = briefs.of
JOINS: Final = ("category", "agency", "cell", "main_incident")
HEAVY: Final = (
    "search",
    "cell__outline",
    *(f"main_incident__{name}" for name in ("search", "caller_name", "caller_phone", "narrative")),
)


class NotFound(DomainError):
    """Absent, or outside the viewer's scope: nobody can tell which."""

    code = "not_found"
    status = 404


def incidents(viewer: Viewer) -> QuerySet[Incident]:
    """Incidents the viewer may see, with what a brief needs and without what it does not."""
    rows: QuerySet[Incident] = Incident.objects.visible_to(viewer)
    return rows.select_related(*JOINS).defer(*HEAVY)


def listed(viewer: Viewer) -> QuerySet[Incident]:
    """For lists: callers stay encrypted and unread."""
    return incidents(viewer).defer(*HEAVY, "caller_name", "caller_phone", "narrative", "outcome")


def incident(number: str, viewer: Viewer) -> Incident:
    """One incident by number; raises NotFound when absent or out of scope."""
    found = incidents(viewer).select_related(*JOINS, "disposition").filter(number=number).first()
    if found is None:
        raise NotFound(_("There is no such incident."))
    return found


def open_incidents(viewer: Viewer) -> QuerySet[Incident]:
    """Still to be worked, the most urgent first, then the longest waiting."""
    return listed(viewer).exclude(state__in=ENDED).order_by("level", "reported_at")


def detail(incident: Incident) -> dict[str, Any]:
    """One incident in full, the caller masked; JSON-ready."""
    disposition = incident.disposition
    return brief(incident) | {
        "narrative": incident.narrative,
        "source_crs": incident.source_crs,
        "source_lng": incident.source_lng,
        "source_lat": incident.source_lat,
        "position_error_m": incident.position_error_m,
        "channel": incident.channel,
        "source": incident.source,
        "source_number": incident.source_number,
        "caller": {
            "name": callers.masked_name(incident.caller_name),
            "phone": callers.masked_phone(incident.caller_phone),
        },
        "times": {name: moment(getattr(incident, name)) for name in TIMES},
        "counts": {
            name: getattr(incident, name) for name in ("offenders", "trapped", "injured", "dead")
        },
        "has_weapon": incident.has_weapon,
        "has_hazard": incident.has_hazard,
        "disposition": disposition.code if disposition else None,
        "outcome": incident.outcome,
        "case_number": incident.case_number,
        "next_steps": next_steps(incident.state),
        "created_at": moment(incident.created_at),
        "created_by": incident.created_by,
        "warnings": list(incident.warnings),
    }


def timeline(incident: Incident) -> QuerySet[TimelineEntry]:
    """Every line, struck ones included, in the order things happened."""
    return incident.timeline.order_by("happened_at", "pk")


def timeline_row(entry: TimelineEntry) -> dict[str, Any]:
    """One line, JSON-ready; a struck line keeps its text and says who struck it and why."""
    return {
        "id": entry.pk,
        "happened_at": moment(entry.happened_at),
        "recorded_at": moment(entry.recorded_at),
        "kind": entry.kind,
        "text": entry.text,
        "details": entry.details,
        "actor": entry.actor_label,
        "channel": entry.channel,
        "is_late": entry.is_late,
        "warning": entry.warning,
        "struck_at": moment(entry.struck_at),
        "struck_by": entry.struck_by,
        "struck_reason": entry.struck_reason,
        "warnings": list(entry.warnings),
    }


def categories() -> QuerySet[Category]:
    """The tree in force today."""
    return categories_on(timezone.localdate()).select_related("parent")


def category_row(category: Category) -> dict[str, Any]:
    """One node of the tree, JSON-ready."""
    return {
        "code": category.code,
        "name": category.name,
        "name_en": category.name_en,
        "parent": category.parent.code if category.parent else None,
        "depth": category.depth,
        "default_level": category.default_level,
    }


def dispositions() -> QuerySet[Disposition]:
    return Disposition.objects.filter(is_active=True)


def disposition_row(disposition: Disposition) -> dict[str, Any]:
    return {
        "code": disposition.code,
        "name": disposition.name,
        "name_en": disposition.name_en,
    }


def premise_notes(viewer: Viewer) -> QuerySet[PremiseNote]:
    """Notes in force; an expired one disappears by itself."""
    rows: QuerySet[PremiseNote] = PremiseNote.objects.visible_to(viewer)
    return rows.filter(expires_on__gte=timezone.localdate()).select_related("agency")
