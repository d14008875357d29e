"""Cases as a table to take away: no text, no person; what a row says the import reads again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from command_center.cases.drafting import Reporter
from command_center.cases.models import Case
from command_center.cases.models.reference import in_readers_language
from command_center.cases.selectors import TAGS
from grid.errors import InvalidInput
from grid.ledger.facts import Fact
from grid.ledger.services import record

MOST: Final = 100_000
HEADS: Final = (
    *("number", "source_number", "category", "category_name", "kind", "state", "found_by"),
    *("occurred_from", "occurred_to", "reported_at", "filed_on", "solved_on", "result"),
    *("agency", "agency_name", "cell", "address", "lng", "lat", "crs", *TAGS, "loss_yuan"),
    "incident_number",
)


_PLAIN: Final = (
    *("kind", "state", "found_by", "occurred_from", "occurred_to", "reported_at", "filed_on"),
    *("solved_on", "result"),
)
_READ: Final = (
    *("number", "source_number", "category__code", "category__name", "category__name_en"),
    *("category__is_sensitive", *_PLAIN, "agency__code", "agency__name", "cell__code", "address"),
    *("point", *(f"{kind}__code" for kind in TAGS), "loss_yuan", "incident_number"),
)


def table(
    rows: QuerySet[Case], *, by: Reporter, filters: Iterable[str], channel: str = "screen"
) -> Iterator[Sequence[Any]]:
    """Head and rows, read as they are sent; that they were taken, and by which filters they were
    narrowed, is told.

    Raises InvalidInput for more than 100,000 rows: a file cut short would look whole.
    """
    if rows.order_by().values("pk")[: MOST + 1].count() > MOST:
        message = _("More than %(most)s cases: narrow the list by a filter, say by months.")
        raise InvalidInput(message % {"most": f"{MOST:,}"})
    _tell(by, sorted(filters), channel)
    return _lines(rows)


def _lines(rows: QuerySet[Case]) -> Iterator[Sequence[Any]]:
    yield HEADS
    for row in rows.values(*_READ).iterator(chunk_size=2_000):
        yield _line(row)


def _line(row: Mapping[str, Any]) -> Sequence[Any]:
    """One case; of a sensitive kind its place is left out."""
    hides = row["category__is_sensitive"]
    point = None if hides else row["point"]
    named = in_readers_language(row["category__name"], row["category__name_en"])
    return (
        *(row["number"], row["source_number"] or "", row["category__code"], named),
        *(row[name] for name in _PLAIN),
        *(row["agency__code"], row["agency__name"], "" if hides else row["cell__code"] or ""),
        *("" if hides else row["address"], *_degrees(point), "wgs84" if point else ""),
        *(row[f"{kind}__code"] or "" for kind in TAGS),
        *(row["loss_yuan"], row["incident_number"]),
    )


def _degrees(point: Point | None) -> tuple[float | None, float | None]:
    """Longitude and latitude to a centimetre."""
    return (round(point.x, 7), round(point.y, 7)) if point else (None, None)


@transaction.atomic
def _tell(by: Reporter, filters: list[str], channel: str) -> None:
    fact = Fact(
        kind="cases.exported", subject_type="case_list", subject_id="cases",
        agency_path=by.agency_path, payload={"filters": filters},
    )  # fmt: skip
    record(by.as_actor(channel=channel), fact)
