"""Spans between stamps, counted by PostgreSQL in one pass over the calls of a period.

The rows come from the ORM, inside the viewer's scope; what is done with them is one fixed text of
SQL for figures and for the calls behind them, so that a figure and its list cannot differ.
Seconds are exact to the microsecond; days are local calendar days of the deployment's zone.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from command_center.dispatch.figures.measures import place

# `width_bucket` counts lower bounds as inside; with signs turned, upper bounds are.
_SPANS_SQL: Final = """
), calls AS (
    SELECT *, ARRAY[c_reported, c_answered, c_intake_done, c_dispatched, c_delivered, c_signed,
        c_departed, c_on_scene, c_handled, c_fed_back, c_revisited, c_closed] AS stamps
    FROM base
), spans AS (
    SELECT calls.*, span.name AS span,
        stamps[span.starts] AS began, stamps[span.ends] AS ended,
        extract(epoch FROM stamps[span.ends] - stamps[span.starts])::float8 AS seconds,
        span.thresholds,
        CASE
            WHEN c_excluded <> '' THEN c_excluded
            WHEN span.needs_dispatch AND c_dispatched IS NULL THEN
                CASE WHEN c_is_open THEN 'pending' ELSE 'not_dispatched' END
            WHEN stamps[span.ends] IS NULL AND c_furthest < span.ends AND c_is_cut THEN 'cut'
            WHEN stamps[span.ends] IS NULL AND c_furthest < span.ends AND c_is_open THEN 'pending'
            WHEN stamps[span.starts] IS NULL OR stamps[span.ends] IS NULL THEN 'missing'
            WHEN stamps[span.ends] < stamps[span.starts] THEN 'backwards'
            ELSE ''
        END AS reason
    FROM calls JOIN jsonb_to_recordset(%s::jsonb) AS span(
        name text, starts int, ends int, thresholds float8[], needs_dispatch bool,
        forces text[], valid_from date, valid_to date)
    ON (cardinality(span.forces) = 0 OR c_force = ANY(span.forces))
        AND (span.valid_from IS NULL OR c_day >= span.valid_from)
        AND (span.valid_to IS NULL OR c_day < span.valid_to)
), told AS (
    SELECT *, CASE WHEN reason = '' THEN
        cardinality(thresholds) - width_bucket(-seconds, thresholds) END AS band
    FROM spans
)
"""
_COUNT_SQL: Final = """
SELECT span, reason, GROUPING(c_group) = 0, GROUPING(band) = 0, c_group, max(c_label), band,
    count(*), percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY seconds), avg(seconds)
FROM told
GROUP BY GROUPING SETS (
    (span, reason), (span, reason, c_group), (span, reason, band), (span, reason, c_group, band))
ORDER BY span, c_group, GROUPING(band) DESC, band
"""
_BEHIND_SQL: Final = """
, behind AS (
    SELECT * FROM told WHERE reason = %s AND (%s OR c_group = %s) AND (%s OR band = %s)
)
"""
_ROWS_SQL: Final = """
SELECT c_number, c_unit, c_label, c_level, began, ended, seconds, band FROM behind
ORDER BY seconds DESC NULLS LAST, c_number, c_unit LIMIT %s OFFSET %s
"""
_TOTAL_SQL: Final = "SELECT count(*) FROM behind"
FEW: Final = 5  # fewer calls say little about a place or an hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What is measured: stamps by name, upper bounds in seconds, and for which forces and days."""

    name: str
    starts: str
    ends: str
    bounds: Sequence[int] = ()
    needs_dispatch: bool = True
    forces: Sequence[str] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def as_json(self) -> dict[str, Any]:
        """As the SQL above reads it."""
        return {
            "name": self.name,
            "starts": place(self.starts),
            "ends": place(self.ends),
            "thresholds": sorted(-bound for bound in self.bounds),
            "needs_dispatch": self.needs_dispatch,
            "forces": list(self.forces),
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
        }


@dataclass(slots=True)
class Tally:
    """A number of calls with median, P90 and mean in seconds; None where there is none."""

    n: int = 0
    median_s: float | None = None
    p90_s: float | None = None
    mean_s: float | None = None

    @property
    def is_small(self) -> bool:
        return 0 < self.n < FEW


@dataclass(slots=True)
class GroupTally:
    """One group of a figure: an agency, an hour, a unit."""

    key: str
    label: str
    tally: Tally
    bands: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Counted:
    """All that one pass says about one span."""

    tally: Tally = field(default_factory=Tally)
    bands: dict[int, int] = field(default_factory=dict)
    excluded: dict[str, int] = field(default_factory=dict)
    groups: list[GroupTally] = field(default_factory=list)

    @property
    def n_excluded(self) -> int:
        return sum(self.excluded.values())


def count(base: QuerySet[Any, Any], spans: Iterable[Span]) -> dict[str, Counted]:
    """Tallies, bands, groups and exclusions of each span over the calls of `base`."""
    wanted = list(spans)
    found = {span.name: Counted() for span in wanted}
    if not wanted:
        return found
    for row in _all(base, wanted, _COUNT_SQL, []):
        name, reason, is_group, is_band, key, label, band, n, percentiles, mean = row
        counted = found[name]
        if reason:
            counted.excluded[reason] = max(n, counted.excluded.get(reason, 0))
        elif is_group and is_band:
            counted.groups[-1].bands[band] = n  # its group came just before
        elif is_group:
            entry = GroupTally(key=key, label=label or key, tally=_tally(n, percentiles, mean))
            counted.groups.append(entry)
        elif is_band:
            counted.bands[band] = n
        else:
            counted.tally = _tally(n, percentiles, mean)
    return found


def _tally(n: int, percentiles: Sequence[float] | None, mean: float | None) -> Tally:
    median, p90 = percentiles or (None, None)
    return Tally(n=n, median_s=median, p90_s=p90, mean_s=mean)


@dataclass(frozen=True, slots=True)
class Call:
    """One call behind a figure; `seconds` is None where a stamp is missing."""

    number: str
    unit: str
    group: str
    level: int
    began: datetime | None
    ended: datetime | None
    seconds: float | None
    band: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Which of the calls: counted (no reason) or left out for one, of a group, in a band."""

    reason: str = ""
    group: str | None = None
    band: int | None = None

    def parameters(self) -> list[Any]:
        """For the three conditions of `_BEHIND_SQL`."""
        any_group, any_band = self.group is None, self.band is None
        return [self.reason, any_group, self.group or "", any_band, self.band or 0]


class CallList(Sequence[Call]):
    """The calls behind a figure, longest first; read page by page."""

    def __init__(self, base: QuerySet[Any, Any], spans: Sequence[Span], which: Behind) -> None:
        self.base, self.spans, self.which = base, spans, which
        self._total: int | None = None

    def __len__(self) -> int:
        if self._total is None:
            self._total = self._rows(_TOTAL_SQL, [])[0][0]
        return self._total

    def __getitem__(self, wanted: Any) -> Any:
        if not isinstance(wanted, slice):
            return self[wanted : wanted + 1][0]
        first, last, _step = wanted.indices(len(self))
        rows = self._rows(_ROWS_SQL, [max(0, last - first), first])
        return [Call(*row) for row in rows]

    def _rows(self, what: str, more: list[Any]) -> list[Any]:
        if not self.spans:
            return [(0,)] if what == _TOTAL_SQL else []
        return _all(self.base, self.spans, _BEHIND_SQL + what, self.which.parameters() + more)


def _all(base: QuerySet[Any, Any], spans: Iterable[Span], what: str, more: list[Any]) -> list[Any]:
    rows_sql, parameters = base.query.sql_with_params()
    shape = json.dumps([span.as_json() for span in spans])
    with connection.cursor() as cursor:
        cursor.execute("WITH base AS (" + rows_sql + _SPANS_SQL + what, [*parameters, shape, *more])
        rows: list[Any] = cursor.fetchall()
    return rows
