"""Teams as counts, commendations and funds, outreach bases, the residents they are a share of."""

from grid.service.teams.models.courage import Commendation, Fund, FundEntry, OfficeCount
from grid.service.teams.models.outreach import OutreachBase, OutreachDay
from grid.service.teams.models.teams import (
    ResidentBase,
    Team,
    TeamHeadcount,
    TeamHours,
    Trade,
    VolunteerTarget,
)

__all__ = [
    "Commendation",
    "Fund",
    "FundEntry",
    "OfficeCount",
    "OutreachBase",
    "OutreachDay",
    "ResidentBase",
    "Team",
    "TeamHeadcount",
    "TeamHours",
    "Trade",
    "VolunteerTarget",
]
