"""Community offices, who works there, their teams, and the assistants of villages."""

from grid.service.offices.models.assistants import VillageAssistant
from grid.service.offices.models.offices import CommunityOffice, OfficeStaff, OfficeTeam
from grid.service.offices.models.reference import (
    OfficeTemplate,
    StaffingNorm,
    TeamKind,
    TemplateTeam,
    UnitKind,
)

__all__ = [
    "CommunityOffice",
    "OfficeStaff",
    "OfficeTeam",
    "OfficeTemplate",
    "StaffingNorm",
    "TeamKind",
    "TemplateTeam",
    "UnitKind",
    "VillageAssistant",
]
