"""What a sheet of millions of cases needs of them: sums of the roll-ups, few rows, no places.

Days are local and both ends belong to the span; counted is what the public reported.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from command_center.analysis.store.arrays import Ints, Moments, _Rows, ints
from command_center.analysis.store.reading import _days, _table, areas_below

_SERIES: Final = """
    unnest(%s::int[], %s::bigint[], %s::text[]) AS w(at, area_id, members)
      JOIN LATERAL (
           SELECT day, cases FROM casestore_areaday
            WHERE area_id = w.area_id AND day >= %s AND day <= %s AND NOT is_discovered
              AND category_id = ANY(w.members::bigint[])) a ON true
     GROUP BY w.at, a.day ORDER BY w.at, a.day
"""


@dataclass(frozen=True, slots=True)
class CellDays(_Rows):
    """Cases by local day and cell, of all categories asked for together."""

    day: Moments
    cell: Ints
    cases: Ints


@dataclass(frozen=True, slots=True)
class Recent(_Rows):
    """By area and category: cases of a day, and of the days before it together."""

    area: Ints
    category: Ints
    now: Ints
    before: Ints


@dataclass(frozen=True, slots=True)
class SeriesDays(_Rows):
    """Cases by local day of series that were asked for, `at` their place in the question."""

    at: Ints
    day: Moments
    cases: Ints


def cell_days(
    agency_path: str, first: date, last: date, category_ids: Collection[int] | None
) -> CellDays:
    """Cases of an area by day and cell; those in no cell are left out."""
    wanted = "day >= %s AND day <= %s AND agency_id = ANY(%s) AND cell_id > 0"
    values: list[Any] = [first, last, areas_below(agency_path)]
    if category_ids is not None:
        wanted += " AND category_id = ANY(%s)"
        values.append(sorted(category_ids))
    found = _table(
        {"day": "day - DATE '1970-01-01'", "cell": "cell_id", "cases": "sum(cases)::bigint"},
        f"casestore_caseday WHERE {wanted} AND NOT is_discovered"
        " GROUP BY day, cell_id ORDER BY day, cell_id",
        values,
    )
    return CellDays(_days(found["day"]), ints(found["cell"]), ints(found["cases"]))


def recent(area_ids: Sequence[int], first: date, day: date) -> Recent:
    """Of each area and category the cases of `day`, and of the days from `first` to before it."""
    found = _table(
        {
            "area": "area_id",
            "category": "category_id",
            "now": "COALESCE(sum(cases) FILTER (WHERE day = %s), 0)::bigint",
            "before": "COALESCE(sum(cases) FILTER (WHERE day < %s), 0)::bigint",
        },
        "casestore_areaday WHERE area_id = ANY(%s) AND day >= %s AND day <= %s"
        " AND NOT is_discovered GROUP BY area_id, category_id ORDER BY area_id, category_id",
        [day, day, list(area_ids), first, day],
    )
    names = ("area", "category", "now", "before")
    return Recent(*(ints(found[name]) for name in names))


def series_days(
    asked: Sequence[tuple[int, Collection[int]]], first: date, last: date
) -> SeriesDays:
    """Cases by day of series, each an area and the categories that count."""
    members = [f"{{{','.join(str(one) for one in sorted(ids))}}}" for _area, ids in asked]
    found = _table(
        {"at": "w.at", "day": "a.day - DATE '1970-01-01'", "cases": "sum(a.cases)::bigint"},
        _SERIES,
        [list(range(len(asked))), [area for area, _ids in asked], members, first, last],
    )
    return SeriesDays(ints(found["at"]), _days(found["day"]), ints(found["cases"]))
