"""Counting one day of cases again, against one bare statement that does the same.

    python -m benchmarks.case_rollup [--rows 10000000] [--rounds 7] [--keep]

In turns: `rollup.refresh` of a day (the role, the lock, the counts by cell and those by area of
every level), and the limit, DELETE and INSERT … SELECT … GROUP BY of the same day of a table with
the same rows and indexes. The counts are asserted to agree. Bar: at most 2 times the
limit (median of the ratios). Without a bar: the same of a day that nothing is counted of yet, as
after a file of old cases; then each of its rows changes a row of its month too.
"""

import statistics
from datetime import timedelta

from django.db import connection, transaction

from benchmarks.case_ground import LAST, cases, options, timed
from command_center.analysis.store import rollup

BAR = 2.0
_TABLE = """
CREATE TABLE IF NOT EXISTS bare_day (LIKE casestore_caseday INCLUDING ALL);
TRUNCATE bare_day;
INSERT INTO bare_day (day, agency_id, cell_id, category_id, is_discovered, cases)
SELECT day, agency_id, cell_id, category_id, is_discovered, cases FROM casestore_caseday;
ANALYZE bare_day;
"""
_BARE = """
INSERT INTO bare_day (day, agency_id, cell_id, category_id, is_discovered, cases)
SELECT %(day)s, agency_id, COALESCE(cell_id, 0), category_id, found_by <> 'reported', count(*)
  FROM cases_case
 WHERE reported_at >= %(day)s::timestamp AT TIME ZONE 'Asia/Shanghai'
   AND reported_at < (%(day)s::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
   AND state <> 'void'
 GROUP BY 2, 3, 4, 5
"""


def bare(day):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM bare_day WHERE day = %s", [day])
        cursor.execute(_BARE, {"day": day})


_FORGET = """
WITH gone AS (DELETE FROM casestore_caseday WHERE day = %(day)s RETURNING *)
UPDATE casestore_casemonth m SET cases = m.cases - gone.cases FROM gone
 WHERE m.month = date_trunc('month', gone.day::timestamp)::date
   AND (m.agency_id, m.cell_id, m.category_id, m.is_discovered)
     = (gone.agency_id, gone.cell_id, gone.category_id, gone.is_discovered)
"""


def forget(day):
    """As if nothing of the day had been counted, here and there."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FORGET, {"day": day})
        cursor.execute("DELETE FROM casestore_areaday WHERE day = %s", [day])
        cursor.execute("DELETE FROM bare_day WHERE day = %s", [day])


def counts(table, day):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT agency_id, cell_id, category_id, is_discovered, cases FROM {table}"
            " WHERE day = %s ORDER BY 1, 2, 3, 4",
            [day],
        )
        return cursor.fetchall()


def main():
    asked = options(__doc__)
    with cases(asked.rows, keep=asked.keep):
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute(_TABLE)
            cursor.execute("RESET statement_timeout")
        ratios, ours, limits, first = [], [], [], []
        for at in range(asked.rounds + 2):  # the first two warm up
            day = LAST - timedelta(days=30 * (at % 9))
            limit, _ = timed(lambda day=day: bare(day))
            our, _ = timed(lambda day=day: rollup.refresh([day]))
            assert counts("bare_day", day) == counts("casestore_caseday", day)
            if at >= 2:
                ratios.append(our / limit)
                ours.append(our)
                limits.append(limit)
            forget(day)
            limit, _ = timed(lambda day=day: bare(day))
            our, _ = timed(lambda day=day: rollup.refresh([day]))
            assert counts("bare_day", day) == counts("casestore_caseday", day)
            first.append(our / limit)
    ratio = statistics.median(ratios)
    print(f"one bare statement  {statistics.median(limits) * 1000:.0f} ms")
    print(f"refresh of a day    {statistics.median(ours) * 1000:.0f} ms")
    print(f"ratio               {ratio:.2f} x  [{min(ratios):.2f}-{max(ratios):.2f}]  (<= {BAR:g})")
    print(f"of a day not counted before: {statistics.median(first):.2f} x")
    raise SystemExit(0 if ratio <= BAR else 1)


if __name__ == "__main__":
    main()
