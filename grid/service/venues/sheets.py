"""The register of venues as a sheet: its columns, and what a line of a file does."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from grid.frame.sheet_import import Table
from grid.service.venues.models import Venue
from grid.service.venues.serializers import VenueNew
from grid.service.venues.services import save_venue

_CELLS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "kind": lambda row: row.kind_id,
    "agency": lambda row: row.agency.code,
    "lng": lambda row: row.point.x if row.point else "",
    "lat": lambda row: row.point.y if row.point else "",
    "sends_feed": lambda row: hasattr(row, "feed"),
}

TABLE: Final = Table(
    name="venues",
    key="code",
    columns=(
        *("code", "name", "kind", "agency", "lng", "lat", "address", "operator"),
        *("licence", "licence_to", "sends_feed", "is_active"),
    ),
    model=Venue,
    shape=VenueNew,
    save=save_venue,
    cells=_CELLS,
)
