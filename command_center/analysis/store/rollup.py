"""Counting cases by day and month again: the days that changed, or a span of years.

A day is counted anew and its month put right in one transaction under the role of the analysis,
so that a reader sees the old counts or the new ones. One process refreshes at a time.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection

from grid.ledger.analysis_role import as_analysis

_LOCK: Final = 7_010_311  # of the database, held until the transaction ends
CHUNK_DAYS: Final = 31
_TAKE: Final = """
    DELETE FROM casestore_staleday
     WHERE day IN (SELECT DISTINCT day FROM casestore_staleday ORDER BY day LIMIT %s)
    RETURNING day
"""
_FORGET_AREAS: Final = "DELETE FROM casestore_areaday WHERE day = ANY(%(days)s)"
_KEY: Final = "agency_id, cell_id, category_id, is_discovered"
# Only what differs is written, and each difference goes into its month as well.
_DAYS: Final = """
WITH fresh AS MATERIALIZED (
    SELECT (c.reported_at AT TIME ZONE '{zone}')::date AS day, c.agency_id,
           COALESCE(c.cell_id, 0) AS cell_id, c.category_id, c.is_discovered, count(*) AS cases
      FROM analysis_cases c
     WHERE c.reported_at >= %(first)s::date::timestamp AT TIME ZONE '{zone}'
       AND c.reported_at < (%(last)s::date + 1)::timestamp AT TIME ZONE '{zone}'
       AND (c.reported_at AT TIME ZONE '{zone}')::date = ANY(%(days)s::date[])
     GROUP BY 1, 2, 3, 4, 5),
kept AS MATERIALIZED (SELECT * FROM casestore_caseday WHERE day = ANY(%(days)s)),
changed AS MATERIALIZED (
    SELECT day, {key}, kept.id, COALESCE(fresh.cases, 0) AS cases,
           COALESCE(fresh.cases, 0) - COALESCE(kept.cases, 0) AS more
      FROM fresh FULL JOIN kept USING (day, {key})
     WHERE fresh.cases IS DISTINCT FROM kept.cases),
gone AS (
    DELETE FROM casestore_caseday d USING changed c WHERE d.id = c.id AND c.cases = 0),
altered AS (
    UPDATE casestore_caseday d SET cases = c.cases FROM changed c
     WHERE d.id = c.id AND c.cases > 0),
added AS (
    INSERT INTO casestore_caseday (day, {key}, cases)
    SELECT day, {key}, cases FROM changed WHERE id IS NULL),
moved AS (
    SELECT date_trunc('month', day::timestamp)::date AS month, {key}, sum(more) AS more
      FROM changed GROUP BY 1, 2, 3, 4, 5 HAVING sum(more) <> 0),
months AS MATERIALIZED (
    SELECT month, {key}, m.id, COALESCE(m.cases, 0) + moved.more AS cases
      FROM moved LEFT JOIN casestore_casemonth m USING (month, {key})),
months_gone AS (
    DELETE FROM casestore_casemonth m USING months c WHERE m.id = c.id AND c.cases = 0),
months_altered AS (
    UPDATE casestore_casemonth m SET cases = c.cases FROM months c
     WHERE m.id = c.id AND c.cases > 0)
INSERT INTO casestore_casemonth (month, {key}, cases)
SELECT month, {key}, cases FROM months WHERE id IS NULL
"""
_FORGET_MONTH: Final = "DELETE FROM casestore_casemonth WHERE month = %(month)s"
_MONTH: Final = """
INSERT INTO casestore_casemonth (month, {key}, cases)
SELECT %(month)s, {key}, sum(cases) FROM casestore_caseday
 WHERE day >= %(month)s AND day < %(month)s + interval '1 month'
 GROUP BY 2, 3, 4, 5
"""
_AREAS: Final = """
    INSERT INTO casestore_areaday (area_id, day, category_id, is_discovered, cases)
    WITH own AS (
        SELECT agency_id, day, category_id, is_discovered, sum(cases) AS cases
          FROM casestore_caseday WHERE day = ANY(%(days)s) GROUP BY 1, 2, 3, 4),
    above AS (
        SELECT a.id AS agency_id, up.id AS area_id FROM organisation_agency a
          JOIN organisation_agency up ON starts_with(a.path, up.path))
    SELECT above.area_id, own.day, own.category_id, own.is_discovered, sum(own.cases)
      FROM own JOIN above USING (agency_id)
     GROUP BY 1, 2, 3, 4
"""


def refresh(days: Iterable[date]) -> int:
    """Count some local days anew; how many days."""
    wanted = sorted(set(days))
    for begin in range(0, len(wanted), CHUNK_DAYS):
        with as_analysis():
            _hold()
            _count(wanted[begin : begin + CHUNK_DAYS])
    return len(wanted)


def refresh_stale() -> int:
    """Count every day anew that a case changed since it was counted; how many days.

    A mark is struck in the transaction that counts its day: a case entered meanwhile leaves a mark
    of its own, and its day is counted once more.
    """
    done = 0
    while taken := _refresh_some():
        done += taken
    return done


def _refresh_some() -> int:
    with as_analysis(), connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM casestore_staleday)")
        if not cursor.fetchone()[0]:
            return 0
        _hold()
        cursor.execute(_TAKE, [CHUNK_DAYS])
        days = sorted({day for (day,) in cursor.fetchall()})
        _count(days)
    return len(days)


def rebuild(since: date, until: date) -> int:
    """Count every day from `since` to `until` anew, a month at a time; how many days.

    Their months are added up from their days afterwards, whatever they held.
    """
    length = (until - since).days + 1
    days = [since + timedelta(days=offset) for offset in range(length)]
    done = refresh(days)
    for month in sorted({day.replace(day=1) for day in days}):
        with as_analysis():
            _hold()
            _add_up(month)
    return done


def _add_up(month: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_MONTH, {"month": month})
        cursor.execute(_MONTH.format(key=_KEY), {"month": month})


def _hold() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _count(days: list[date]) -> None:
    if not days:
        return
    # Their bounds as well, so that a short span is read by the index of reports.
    span: dict[str, Any] = {"days": days, "first": min(days), "last": max(days)}
    with connection.cursor() as cursor:
        cursor.execute(_DAYS.format(zone=settings.TIME_ZONE, key=_KEY), span)
        cursor.execute(_FORGET_AREAS, span)
        cursor.execute(_AREAS, span)
