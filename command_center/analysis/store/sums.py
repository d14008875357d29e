"""Sums of cases by some of their columns: from the counts by day or month, or from the cases.

Every sum is one statement under the role of the analysis, so that what comes back is as small as
the table that is made of it, however many cases there are. Days are local, both ends belong. A
statement that the database stops for its length is refused with InvalidInput.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any, Final

import numpy as np
from django.conf import settings
from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from command_center.analysis.store.arrays import Floats, Ints
from command_center.analysis.store.reading import span
from grid.errors import InvalidInput
from grid.ledger.analysis_role import as_analysis

_KINDS: Final = {"category": "category_id", "is_discovered": "is_discovered"}
_MONTH: Final = "date_trunc('month', {day}::timestamp)::date - DATE '1970-01-01'"
_ROLLED: Final = _KINDS | {
    "day": "day - DATE '1970-01-01'",
    "month": _MONTH.replace("{day}", "day"),
}
_CELL: Final = {"agency": "agency_id", "cell": "cell_id"}
_BY_MONTH: Final = """
    SELECT month, agency_id, cell_id, category_id, is_discovered, cases
      FROM casestore_casemonth WHERE month >= %s AND month < %s
"""
_BY_DAY: Final = """
    SELECT date_trunc('month', day::timestamp)::date AS month, agency_id, cell_id, category_id,
           is_discovered, cases
      FROM casestore_caseday WHERE day >= %s AND day < %s
"""
_STOPPED: Final = "57014"  # query_canceled: by the timeout of statements
_BEGAN: Final = "occurred_from AT TIME ZONE '{zone}'"


class Source(Enum):
    """What is summed up."""

    AREA_DAYS = "area_days"  # an agency with all below it, by day and category
    CELL_DAYS = "cell_days"  # agency and cell, by day and category
    CELL_MONTHS = "cell_months"  # the same by month; months asked for in part by day
    CASES = "cases"


_TABLES: Final = {
    Source.AREA_DAYS: "casestore_areaday",
    Source.CELL_DAYS: "casestore_caseday",
    Source.CASES: "analysis_cases",
}
COLUMNS: Final[dict[Source, dict[str, str]]] = {
    Source.AREA_DAYS: _ROLLED | {"agency": "area_id"},
    Source.CELL_DAYS: _ROLLED | _CELL,
    Source.CELL_MONTHS: _KINDS | _CELL | {"month": "month - DATE '1970-01-01'"},
    Source.CASES: {
        **_KINDS,
        "day": "(reported_at AT TIME ZONE '{zone}')::date - DATE '1970-01-01'",
        "month": _MONTH.replace("{day}", "(reported_at AT TIME ZONE '{zone}')"),
        "agency": "agency_id",
        "cell": "COALESCE(cell_id, 0)",
        "weekday": f"extract(isodow FROM {_BEGAN})::int",
        "hour": f"extract(hour FROM {_BEGAN})::int",
        "is_solved": "state = 'solved'",
        **{name: f"COALESCE({name}_id, 0)" for name in ("entry", "target", "premises", "tool")},
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases are summed: agencies by key (of area days: the areas themselves), local days.

    `discovered` False: what the public reported; True: what police found; None: both. `weekday`
    (1 Monday) and `hour` of the local time a case began can be asked of the cases only.
    """

    agencies: Sequence[int]
    since: date
    until: date
    discovered: bool | None = False
    categories: Collection[int] | None = None
    weekday: int = 0
    hour: int | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """Cases (and of the cases themselves their loss in yuan) by the columns asked for."""

    columns: dict[str, Any]
    cases: Ints
    loss_yuan: Floats

    def __len__(self) -> int:
        return len(self.cases)

    def __getitem__(self, name: str) -> Any:
        return self.columns[name]

    @property
    def total(self) -> int:
        return int(self.cases.sum())


def sums(source: Source, wanted: Wanted, by: Sequence[str]) -> Sums:
    """Sums by these columns of the source; KeyError for a column it does not have."""
    known = COLUMNS[source]
    names = [known[name].format(zone=settings.TIME_ZONE) for name in by]
    counted = (
        ["count(*)", "COALESCE(sum(loss_yuan), 0)"]
        if source is Source.CASES
        else ["COALESCE(sum(cases), 0)", "0"]
    )
    table, within = _within(source, wanted)
    said, values = _narrowed(source, wanted)
    grouped = ", ".join(str(place + 1) for place in range(len(names)))
    statement = f"SELECT {', '.join([*names, *counted])} FROM {table} WHERE {said}"  # noqa: S608 names of this file
    if grouped:
        statement += f" GROUP BY {grouped} ORDER BY {grouped}"
    return _sums(by, _rows(statement, [*within, *values]))


def days_waiting(since: date, until: date) -> int:
    """How many days of the span are out of date in the counts and wait to be counted anew."""
    statement = "SELECT count(DISTINCT day) FROM casestore_staleday WHERE day BETWEEN %s AND %s"
    ((found,),) = _rows(statement, [since, until])
    return int(found)


def _within(source: Source, wanted: Wanted) -> tuple[str, list[Any]]:
    """What is read: a table, or whole months with the days that lie before and after them."""
    if source is not Source.CELL_MONTHS:
        return _TABLES[source], []
    after = wanted.until + timedelta(days=1)
    first, end = _month_from(wanted.since), after.replace(day=1)
    if first >= end:
        return f"({_BY_DAY}) counts", [wanted.since, after]
    parts = f"({_BY_MONTH} UNION ALL {_BY_DAY} UNION ALL {_BY_DAY}) counts"
    return parts, [first, end, wanted.since, first, end, after]


def _month_from(day: date) -> date:
    """The first day of a month on this day or after it."""
    return day if day.day == 1 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _narrowed(source: Source, wanted: Wanted) -> tuple[str, list[Any]]:
    said: list[str] = ["day >= %s", "day <= %s"]
    values: list[Any] = [wanted.since, wanted.until]
    if source is Source.CASES:
        said, values = (
            ["reported_at >= %s", "reported_at < %s"],
            [*span(wanted.since, wanted.until)],
        )
    if source is Source.CELL_MONTHS:
        said, values = [], []
    known = COLUMNS[source]
    asked: dict[str, Any] = {
        f"{known['agency']} = ANY(%s)": list(wanted.agencies),
        "is_discovered = %s": wanted.discovered,
        "category_id = ANY(%s)": None if wanted.categories is None else sorted(wanted.categories),
    }
    if source is Source.CASES:
        zone = settings.TIME_ZONE
        asked[f"{known['weekday'].format(zone=zone)} = %s"] = wanted.weekday or None
        asked[f"{known['hour'].format(zone=zone)} = %s"] = wanted.hour
    given = {words: value for words, value in asked.items() if value is not None}
    return " AND ".join([*said, *given]), [*values, *given.values()]


def _rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    try:
        with as_analysis(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
    except OperationalError as fault:
        if getattr(fault.__cause__, "pgcode", "") != _STOPPED:
            raise
        message = _("Counting this took too long: choose fewer days or a smaller area.")
        raise InvalidInput(message) from fault
    return found


def _sums(by: Sequence[str], rows: list[tuple[Any, ...]]) -> Sums:
    turned = [list(column) for column in zip(*rows, strict=True)] or [
        [] for _ in range(len(by) + 2)
    ]
    columns = {name: np.array(turned[place], dtype=np.int64) for place, name in enumerate(by)}
    for name in columns.keys() & {"day", "month"}:
        columns[name] = columns[name].astype("datetime64[D]")
    loss = np.array([float(one) for one in turned[-1]])
    return Sums(columns, np.array(turned[-2], dtype=np.int64), loss)
