"""How soon hazards are to be gone and when a feed is silent: the city's rows, or these."""

from datetime import date, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from grid.organisation.dated import DatedQuerySet, nearest
from grid.service.venues.models import Checklist, HazardRule, Level

# Days to rectify by level, where an agency has no rule of its own.
USUAL_DAYS: Final = {Level.GENERAL: 15, Level.SERIOUS: 7, Level.MAJOR: 3}


def rule_of(agency_path: str, level: str) -> HazardRule:
    """The rule in force today of the agency or the next above, or the usual one (not stored)."""
    found = nearest(HazardRule, agency_path, level=level)
    return found or HazardRule(level=level, rectify_days=USUAL_DAYS[Level(level)])


def silent_after(agency_path: str) -> timedelta:
    """How long a feed may be quiet."""
    return timedelta(hours=rule_of(agency_path, Level.GENERAL).silent_hours)


def checklist_of(agency_path: str, kind: str, on: date | None = None) -> Checklist | None:
    """The checklist of a kind on a local day: the agency's own or that of the next above."""
    return nearest(Checklist, agency_path, on=on, kind_id=kind)


def checklists_above(agency_path: str, on: date | None = None) -> QuerySet[Checklist]:
    """Checklists in force of the agency and those above, with their lines; the nearest last."""
    day = on or timezone.localdate()
    rows: QuerySet[Checklist] = DatedQuerySet(Checklist).in_force(day).above(agency_path)
    return rows.select_related("kind", "agency").prefetch_related("items")
