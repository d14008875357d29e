"""The registers of offices and of assistants as sheets; they take in what they give out."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from grid.frame.sheet_import import Table
from grid.service.offices.models import CommunityOffice, VillageAssistant
from grid.service.offices.posting import save_assistant
from grid.service.offices.serializers import AssistantFields, OfficeFields
from grid.service.offices.services import save_office

_OFFICE_CELLS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "agency": lambda row: row.agency.code,
    "division": lambda row: row.division_id or "",
    "cells": lambda row: " ".join(row.cell_codes),
    "lng": lambda row: row.point.x if row.point else "",
    "lat": lambda row: row.point.y if row.point else "",
}
OFFICES: Final = Table(
    name="community_offices",
    key="code",
    columns=(
        *("code", "name", "kind", "agency", "division", "cells", "address", "phone"),
        *("lng", "lat", "head_on_board", "is_active"),
    ),
    model=CommunityOffice,
    shape=OfficeFields,
    save=save_office,
    cells=_OFFICE_CELLS,
    lists=frozenset({"cells"}),
)
ASSISTANTS: Final = Table(
    name="village_assistants",
    key="badge",
    columns=("badge", "name", "division", "agency", "valid_from", "valid_to"),
    model=VillageAssistant,
    shape=AssistantFields,
    save=save_assistant,
    cells={"agency": lambda row: row.agency.code, "division": lambda row: row.division_id},
)
