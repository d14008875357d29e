"""Units and stations as sheets: their columns, and how each is written."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from grid.frame.sheet_import import Table
from patrol.units.models import Station, Unit
from patrol.units.registers import save_station, save_unit
from patrol.units.serializers import StationFields, UnitFields

LISTS: Final = frozenset({"partners", "cells", "parents", "capabilities", "equipment"})
CELLS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "agency": lambda row: row.agency.code,
    "station": lambda row: row.station.code if row.station else "",
    "partners": lambda row: " ".join(partner.code for partner in row.partners.all()),
    "parents": lambda row: " ".join(parent.call_sign for parent in row.parents.all()),
    "lng": lambda row: row.point.x,
    "lat": lambda row: row.point.y,
    "cells": lambda row: " ".join(row.cell_codes),
    "capabilities": lambda row: " ".join(row.capabilities),
    "equipment": lambda row: " ".join(row.equipment),
}

TABLES: Final = {
    "stations": Table(
        name="stations",
        key="code",
        columns=(
            *("code", "name", "kind", "agency", "partners", "address", "lng", "lat"),
            *("cells", "roads", "junctions", "is_round_the_clock", "is_active"),
        ),
        model=Station,
        shape=StationFields,
        save=save_station,
        cells=CELLS,
        lists=LISTS,
    ),
    "units": Table(
        name="units",
        key="call_sign",
        columns=(
            *("call_sign", "name", "kind", "tier", "agency", "station", "parents", "vehicle"),
            *("is_armed", "capabilities", "equipment", "is_active"),
        ),
        model=Unit,
        shape=UnitFields,
        save=save_unit,
        cells=CELLS,
        lists=LISTS,
    ),
}
