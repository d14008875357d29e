"""Cases by cell, for the board of cells: counts, no case leaves this app."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from command_center.cases.models import Case
from command_center.cases.selectors import list_url
from grid.scope import Viewer
from grid.service.board.sources import counted


def counts(
    viewer: Viewer, cell_codes: Sequence[str], since: datetime, until: datetime
) -> Mapping[str, int]:
    """Cases reported from `since` until before `until`, without those of sensitive kinds."""
    rows = Case.objects.visible_to(viewer).exclude(state=Case.State.VOID)
    rows = rows.filter(category__is_sensitive=False)
    return counted(rows.filter(reported_at__gte=since, reported_at__lt=until), cell_codes)


def url(cell_code: str, since: datetime, until: datetime) -> str:
    """The list of cases narrowed to them."""
    return list_url(cell=cell_code, sensitive=False, reported_after=since, reported_before=until)
