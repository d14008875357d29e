"""Routes of the work on the ground, with the right to read and the right to write."""

from grid.rights import Right

R = Right

OFFICES: dict[str, tuple[Right | None, Right | None]] = {}
CELL_BOARD: dict[str, tuple[Right | None, Right | None]] = {}
VISITS: dict[str, tuple[Right | None, Right | None]] = {}
TEAMS: dict[str, tuple[Right | None, Right | None]] = {}
VENUES: dict[str, tuple[Right | None, Right | None]] = {}
PROGRAMMES: dict[str, tuple[Right | None, Right | None]] = {}
ROUTES = {**OFFICES, **CELL_BOARD, **VISITS, **TEAMS, **VENUES, **PROGRAMMES}
