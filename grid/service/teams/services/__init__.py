"""Writing teams and their hours, funds and commendations, outreach, the base of the share."""

from grid.service.teams.services.courage import (
    book,
    count_offices,
    save_commendation,
    save_fund,
)
from grid.service.teams.services.outreach import count_day, save_base
from grid.service.teams.services.residents import save_residents, set_target
from grid.service.teams.services.teams import count_heads, note_hours, save_team, strike_hours

__all__ = [
    "book",
    "count_day",
    "count_heads",
    "count_offices",
    "note_hours",
    "save_base",
    "save_commendation",
    "save_fund",
    "save_residents",
    "save_team",
    "set_target",
    "strike_hours",
]
