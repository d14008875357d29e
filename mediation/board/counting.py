"""How many disputes by cell and type: for the cell board, and for those who see no dispute."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone

from grid.rights import Right
from grid.scope import Viewer
from mediation.register.models import Dispute
from mediation.register.selectors import start_of

LEAST: Final = 5  # below that a count could point to people


@dataclass(frozen=True, slots=True)
class CellCount:
    """Disputes of one cell, type and month; `count` is None where it lies under five."""

    cell: str
    category: str
    month: date
    count: int | None

    @property
    def shown(self) -> str:
        return f"<{LEAST}" if self.count is None else str(self.count)


def by_cell_and_type(viewer: Viewer, since: date, until: date) -> Iterator[CellCount]:
    """Counts of months that begin between two days; small ones hidden from who sees no dispute.

    Never totals beside them, from which a hidden count could be reckoned. Disputes with a minor
    or with violence at home are in no cell.
    """
    rows = Dispute.objects.filter(
        agency__path__startswith=viewer.agency_path,
        has_minor=False, has_home_violence=False, cell__isnull=False,
        reported_at__gte=start_of(since), reported_at__lt=start_of(until),
    )  # fmt: skip
    counted = rows.annotate(month=TruncMonth("reported_at")).order_by("cell__code")
    found = counted.values_list("cell__code", "category_id", "month").annotate(n=Count("pk"))
    is_open = Right.DISPUTE_READ in viewer.rights
    for cell, category, month, n in found.order_by("cell__code", "category_id", "month"):
        hidden = not is_open and n < LEAST
        yield CellCount(cell, category, timezone.localdate(month), None if hidden else n)


def counts_by_cell(
    viewer: Viewer, codes: Sequence[str], since: datetime, until: datetime
) -> dict[str, int]:
    """Disputes the viewer may see, reported from `since` until before `until`, by cell."""
    rows = Dispute.objects.visible_to(viewer).filter(
        cell__code__in=list(codes), reported_at__gte=since, reported_at__lt=until
    )
    return dict(rows.order_by().values_list("cell__code").annotate(n=Count("pk")))


def rows_url(cell: str, since: datetime, until: datetime) -> str:
    """The ledger narrowed to one cell and the days of the span."""
    last = timezone.localtime(until - timedelta(microseconds=1)).date()
    asked = {
        "cell": cell,
        "since": timezone.localtime(since).date().isoformat(),
        "until": last.isoformat(),
    }
    return f"{reverse('dispute_list')}?{urlencode(asked)}"
