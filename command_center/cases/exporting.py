"""Cases as a table to take away: no text, no person; what a row says the import reads again."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from command_center.cases.drafting import Reporter
from command_center.cases.models import Case
from command_center.cases.selectors import TAGS
from grid.ledger.facts import Fact
from grid.ledger.services import record

MOST: Final = 100_000
HEADS: Final = (
    *("number", "source_number", "category", "category_name", "kind", "state", "found_by"),
    *("occurred_from", "occurred_to", "reported_at", "filed_on", "solved_on", "result"),
    *("agency", "agency_name", "cell", "address", "lng", "lat", "crs", *TAGS, "loss_yuan"),
    "incident_number",
)


def lines(rows: QuerySet[Case]) -> Iterator[Sequence[Any]]:
    """Head and rows, at most 100,000, read as they are sent."""
    yield HEADS
    for row in rows[:MOST].iterator(chunk_size=1_000):
        yield _line(row)


def _line(row: Case) -> Sequence[Any]:
    """One case; of a sensitive kind its place is left out."""
    hides = row.category.is_sensitive
    point = None if hides else row.point
    tags = [getattr(row, kind) for kind in TAGS]
    return (
        *(row.number, row.source_number or "", row.category.code, str(row.category)),
        *(row.kind, row.state, row.found_by, row.occurred_from, row.occurred_to),
        *(row.reported_at, row.filed_on, row.solved_on, row.result),
        *(row.agency.code, row.agency.name, row.cell.code if row.cell and not hides else ""),
        *("" if hides else row.address, point.x if point else None, point.y if point else None),
        *("wgs84" if point else "", *(tag.code if tag else "" for tag in tags)),
        *(row.loss_yuan, row.incident_number),
    )


@transaction.atomic
def tell(by: Reporter, filters: Sequence[str]) -> None:
    """Tell the ledger that a list was taken away, and by which filters it was narrowed."""
    fact = Fact(
        kind="cases.exported", subject_type="case_list", subject_id="cases",
        agency_path=by.agency_path, payload={"filters": list(filters)},
    )  # fmt: skip
    record(by.as_actor(), fact)
