"""The two rates of the work log, each by a formula that is a row: words, parameters, dates.

Visibility (见警率) is of places: of all time slots of all cells, those in which a unit was there.
Handling (管事率) is of matters: of all that were met, those that were dealt with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import numpy as np
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from grid.organisation.models import Agency
from grid.scope import Viewer
from grid.territory.index import NOWHERE, current_index
from grid.territory.models import Cell
from patrol.positions.limits import BEGINNING, city_of
from patrol.worklog.models import RateFormula, VisibilityDay, WorkEntry

Measure = RateFormula.Measure
DEFAULTS: Final[dict[str, dict[str, Any]]] = {
    Measure.VISIBILITY: {
        "numerator": "格内有警时段数：时段内至少一个警力单元在该网格留有定位",
        "denominator": "应见警时段数：每网格每日在规定时间内的时段总数",
        "parameters": {"slot_min": 30, "from_hour": 7, "to_hour": 22, "least_fixes": 1},
    },
    Measure.HANDLING: {
        "numerator": "已处置事项数：巡防日志中当场处置或已移交的事项",
        "denominator": "见到事项总数：巡防日志中列入口径的全部事项",
        "parameters": {
            "kinds": ["stop", "find", "arrest", "first_on_scene", "service", "help", "hazard"]
        },
    },
}
_SEEN: Final = """
    SELECT slot, lng, lat, count(*) FROM (
        SELECT floor(extract(epoch FROM device_time - %s) / %s)::int AS slot,
               round(t.lng::numeric, 4)::float8 AS lng, round(t.lat::numeric, 4)::float8 AS lat
          FROM positions_trackfix t JOIN units_unit u ON u.id = t.unit_id
          JOIN organisation_agency a ON a.id = u.agency_id AND starts_with(a.path, %s)
         WHERE device_time >= %s AND device_time < %s
    ) AS at GROUP BY slot, lng, lat
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as its numerator and denominator, and the formula by which they were counted."""

    measure: str
    numerator: int
    denominator: int
    formula: RateFormula | None

    @property
    def share(self) -> float | None:
        """From 0 to 1, or None where there is nothing to count."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def percent(self) -> float | None:
        return None if self.share is None else round(self.share * 100, 1)


def ensure_default_formulas(agency: Agency) -> int:
    """Give a city the formulas it starts with; answers how many were new."""
    made = 0
    for measure, said in DEFAULTS.items():
        _row, is_new = RateFormula.objects.get_or_create(
            agency=agency, measure=measure, defaults=said | {"valid_from": BEGINNING}
        )
        made += is_new
    return made


def formula_of(agency_path: str, measure: str, on: date) -> RateFormula | None:
    """The formula in force for the city of that path on a local day."""
    rows = RateFormula.objects.in_force(on).filter(agency__code=city_of(agency_path))
    found: RateFormula | None = rows.filter(measure=measure).order_by("-valid_from").first()
    return found


def _parameters(formula: RateFormula | None, measure: str) -> dict[str, Any]:
    chosen: dict[str, Any] = formula.parameters if formula else DEFAULTS[measure]["parameters"]
    return chosen


def visibility(viewer: Viewer, first: date, last: date) -> Rate:
    """Seen slots of all slots, over the cells of the viewer's ground, both days included."""
    sums = visibility_rows(viewer, first, last).aggregate(seen=Sum("seen"), slots=Sum("slots"))
    formula = formula_of(viewer.agency_path, Measure.VISIBILITY, last)
    return Rate(Measure.VISIBILITY, sums["seen"] or 0, sums["slots"] or 0, formula)


def visibility_rows(viewer: Viewer, first: date, last: date) -> QuerySet[VisibilityDay]:
    """The counts behind the rate, one row a cell and day."""
    rows: QuerySet[VisibilityDay] = VisibilityDay.objects.visible_to(viewer)
    return rows.filter(counted_on__range=(first, last)).select_related("agency")


def handling(viewer: Viewer, first: date, last: date) -> Rate:
    """Handled matters of all that were met, both local days included."""
    formula = formula_of(viewer.agency_path, Measure.HANDLING, last)
    rows = handling_rows(viewer, first, last, formula)
    counts = rows.aggregate(all=Count("pk"), handled=Count("pk", filter=Q(is_handled=True)))
    return Rate(Measure.HANDLING, counts["handled"], counts["all"], formula)


def handling_rows(
    viewer: Viewer, first: date, last: date, formula: RateFormula | None
) -> QuerySet[WorkEntry]:
    """The entries behind the rate."""
    rows: QuerySet[WorkEntry] = WorkEntry.objects.visible_to(viewer)
    kinds = _parameters(formula, Measure.HANDLING)["kinds"]
    since, until = local_span(first, last)
    rows = rows.filter(happened_at__gte=since, happened_at__lt=until, kind__in=kinds)
    return rows.select_related("unit__agency", "station")


def local_span(first: date, last: date) -> tuple[datetime, datetime]:
    """From the beginning of the first local day until before the day after the last."""
    zone = timezone.get_current_timezone()
    after = last + timedelta(days=1)
    return datetime.combine(first, time(), zone), datetime.combine(after, time(), zone)


@transaction.atomic
def count_visibility(city: Agency, day: date) -> int:
    """Count one local day of one city from the track anew; answers how many cells were counted.

    Slots of a day still under way count as far as they are over.
    """
    formula = formula_of(city.path, Measure.VISIBILITY, day)
    said = _parameters(formula, Measure.VISIBILITY)
    slot_s = said["slot_min"] * 60
    zone = timezone.get_current_timezone()
    begins = datetime.combine(day, time(said["from_hour"]), zone)
    ends = begins + timedelta(hours=said["to_hour"] - said["from_hour"])
    slots = int((min(ends, timezone.now()) - begins).total_seconds() // slot_s)
    if slots <= 0:
        return 0
    seen = _seen(city, day, begins, begins + timedelta(seconds=slots * slot_s), said)
    cells = Cell.objects.in_force(day).filter(is_leaf=True, agency__path__startswith=city.path)
    rows = [
        VisibilityDay(
            agency_id=cell.agency_id,
            cell_code=cell.code,
            counted_on=day,
            slots=slots,
            seen=seen.get(cell.pk, 0),
            formula=formula,
        )
        for cell in cells.defer("outline")
    ]
    VisibilityDay.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["cell_code", "counted_on"],
        update_fields=["agency", "slots", "seen", "formula"],
    )
    return len(rows)


def _seen(
    city: Agency, day: date, begins: datetime, ends: datetime, said: dict[str, Any]
) -> dict[int, int]:
    """By cell id, in how many slots at least `least_fixes` fixes lay in it."""
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [begins, said["slot_min"] * 60, city.path, begins, ends])
        found = np.array(cursor.fetchall(), dtype=float).reshape(-1, 4)
    ids = current_index(day).ids_at(found[:, 1], found[:, 2])
    there = ids != NOWHERE
    pairs = np.column_stack([ids[there], found[there, 0].astype(np.int64)])
    kinds, places = np.unique(pairs, axis=0, return_inverse=True)
    fixes = np.bincount(places.ravel(), weights=found[there, 3], minlength=len(kinds))
    enough = kinds[fixes >= said["least_fixes"]]
    return {
        int(cell): int(n)
        for cell, n in zip(*np.unique(enough[:, 0], return_counts=True), strict=True)
    }


def source_shares(viewer: Viewer, first: date, last: date) -> Iterator[tuple[str, int, float]]:
    """Arrests by the source they came from: code, number, share of all that name a source."""
    since, until = local_span(first, last)
    rows = WorkEntry.objects.visible_to(viewer).filter(
        kind="arrest", happened_at__gte=since, happened_at__lt=until
    )
    counts = rows.exclude(source="").values_list("source").annotate(n=Count("pk")).order_by("-n")
    total = sum(n for _source, n in counts)
    yield from ((source, n, n / total) for source, n in counts)
