"""Venues, their feeds, checklists, inspections, hazards, photographs."""

from grid.service.venues.models.checklists import Checklist, ChecklistItem, HazardRule, Level
from grid.service.venues.models.hazards import (
    OPEN_STAGES,
    FoundIn,
    Hazard,
    HazardCounter,
    HazardEntry,
    Stage,
    VenueAlarm,
)
from grid.service.venues.models.inspections import Inspection, InspectionAnswer, VenuePhoto
from grid.service.venues.models.places import Feed, Venue, VenueKind

__all__ = [
    "OPEN_STAGES",
    "Checklist",
    "ChecklistItem",
    "Feed",
    "FoundIn",
    "Hazard",
    "HazardCounter",
    "HazardEntry",
    "HazardRule",
    "Inspection",
    "InspectionAnswer",
    "Level",
    "Stage",
    "Venue",
    "VenueAlarm",
    "VenueKind",
    "VenuePhoto",
]
