"""Check-ins by cell, for the board of cells: the ground floor asks, and knows no patrol."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from grid.scope import Viewer
from grid.service.board.sources import counted, listing
from patrol.rounds.models import Visit


def counts(
    viewer: Viewer, cell_codes: Sequence[str], since: datetime, until: datetime
) -> Mapping[str, int]:
    """Check-ins at points of the cell from `since` until before `until`."""
    rows = Visit.objects.visible_to(viewer)
    within = rows.filter(happened_at__gte=since, happened_at__lt=until)
    return counted(within, cell_codes, by="point__cell_code")


def url(cell_code: str, since: datetime, until: datetime) -> str:
    """The list of check-ins narrowed to them."""
    last = timezone.localdate(until - timedelta(seconds=1))
    first = timezone.localdate(since)
    return listing("check_in_list", cell=cell_code, first=first, last=last)
