"""Incidents, their categories, timeline, links, premise notes and import reports."""

from command_center.incidents.models.incident import Incident, Reveal, TimelineEntry
from command_center.incidents.models.premises import PremiseNote, PremiseNoteVersion
from command_center.incidents.models.reference import Category, Disposition, NumberCounter
from command_center.incidents.models.targets import DuplicateRule, ResponseTarget
from command_center.incidents.models.transfers import ExportRequest, ImportRun

__all__ = [
    "Category",
    "Disposition",
    "DuplicateRule",
    "ExportRequest",
    "ImportRun",
    "Incident",
    "NumberCounter",
    "PremiseNote",
    "PremiseNoteVersion",
    "ResponseTarget",
    "Reveal",
    "TimelineEntry",
]
