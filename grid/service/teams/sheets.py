"""The register of teams as a sheet."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from grid.frame.sheet_import import Table
from grid.service.teams.models import Team
from grid.service.teams.serializers import TeamFields
from grid.service.teams.services import save_team

_CELLS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "agency": lambda row: row.agency.code,
    "division": lambda row: row.division_id or "",
    "trade": lambda row: row.trade_id or "",
    "cells": lambda row: " ".join(cell.code for cell in row.cells.all()),
}

TABLE: Final = Table(
    name="teams",
    key="code",
    columns=(
        *("code", "name", "kind", "agency", "division", "trade", "cells", "brand", "contact"),
        *("people", "founded_on", "ended_on", "note"),
    ),
    model=Team,
    shape=TeamFields,
    save=save_team,
    cells=_CELLS,
    lists=frozenset({"cells"}),
)
