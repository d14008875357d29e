"""Calls by cell, for the board of cells: counts, no incident leaves this app."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from command_center.incidents.models import Incident
from grid.scope import Viewer
from grid.service.board.sources import counted, listing


def counts(
    viewer: Viewer, cell_codes: Sequence[str], since: datetime, until: datetime
) -> Mapping[str, int]:
    """Valid calls reported from `since` until before `until`, as the list shows them."""
    rows = Incident.objects.visible_to(viewer).filter(is_valid_call=True)
    return counted(rows.filter(reported_at__gte=since, reported_at__lt=until), cell_codes)


def url(cell_code: str, since: datetime, until: datetime) -> str:
    """The list of incidents narrowed to them."""
    return listing(
        "incident_list", cell=cell_code, is_valid_call="true",
        reported_after=since.isoformat(), reported_before=until.isoformat(),
    )  # fmt: skip
