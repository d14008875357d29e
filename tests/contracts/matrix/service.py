"""Routes of the work on the ground, with the right to read and the right to write."""

from grid.rights import Right

R = Right

OFFICES: dict[str, tuple[Right | None, Right | None]] = {
    "office_list": (R.SERVICE_READ, None),
    "office_export": (R.SERVICE_READ, None),
    "office_gaps": (R.SERVICE_READ, None),
    "office_detail": (R.SERVICE_READ, None),
    "staffing_norms": (R.SERVICE_READ, None),
    "assistant_list": (R.SERVICE_READ, None),
    "village_coverage": (R.SERVICE_READ, None),
    "responsible": (R.SERVICE_READ, None),
    "office_import": (R.OFFICE_MANAGE, R.OFFICE_MANAGE),
    "office_new": (R.OFFICE_MANAGE, R.OFFICE_MANAGE),
    "office_edit": (R.OFFICE_MANAGE, R.OFFICE_MANAGE),
    "office_staff_new": (R.OFFICE_MANAGE, R.OFFICE_MANAGE),
    "office_staff_end": (R.OFFICE_MANAGE, R.OFFICE_MANAGE),
    "office_team_new": (R.OFFICE_MANAGE, R.OFFICE_MANAGE),
    "office_team_edit": (R.OFFICE_MANAGE, R.OFFICE_MANAGE),
    "staffing_norm_set": (R.OFFICE_MANAGE, R.OFFICE_MANAGE),
    "assistant_new": (R.OFFICE_MANAGE, R.OFFICE_MANAGE),
    "assistant_edit": (R.OFFICE_MANAGE, R.OFFICE_MANAGE),
    "assistant_import": (R.OFFICE_MANAGE, R.OFFICE_MANAGE),
    "api_offices": (R.SERVICE_READ, R.OFFICE_MANAGE),
    "api_office": (R.SERVICE_READ, R.OFFICE_MANAGE),
    "api_office_staff": (R.SERVICE_READ, R.OFFICE_MANAGE),
    "api_village_assistants": (R.SERVICE_READ, R.OFFICE_MANAGE),
    "api_village_assistant": (R.SERVICE_READ, R.OFFICE_MANAGE),
    "api_office_gaps": (R.SERVICE_READ, None),
    "api_responsible": (R.SERVICE_READ, None),
    "api_village_coverage": (R.SERVICE_READ, None),
    "api_village_assistant_import": (R.OFFICE_MANAGE, R.OFFICE_MANAGE),
}
CELL_BOARD: dict[str, tuple[Right | None, Right | None]] = {
    "cell_board": (R.SERVICE_READ, None),
    "cell_card": (R.SERVICE_READ, None),
    "api_cells_at_work": (R.SERVICE_READ, None),
    "api_cell_at_work": (R.SERVICE_READ, None),
}
VISITS: dict[str, tuple[Right | None, Right | None]] = {}
TEAMS: dict[str, tuple[Right | None, Right | None]] = {}
VENUES: dict[str, tuple[Right | None, Right | None]] = {}
PROGRAMMES: dict[str, tuple[Right | None, Right | None]] = {}
ROUTES = {**OFFICES, **CELL_BOARD, **VISITS, **TEAMS, **VENUES, **PROGRAMMES}
