"""The counts of the daily sheets of every area, against one GROUP BY of one day of the cases.

    python -m benchmarks.case_sheets [--rows 10000000] [--rounds 7] [--keep]

In turns: from the counts by day, for each area (each agency with all below it) and category,
yesterday, the day before, the same weekday of eight weeks and the same day last year; and the
limit, one GROUP BY of the one day over the cases. The day's sum is asserted to agree. Bar: at most
5 times the limit (median of the ratios). Beside it, without a bar: the same counts straight from
the cases.
"""

import statistics
from datetime import timedelta

import numpy as np
from django.db import connection

from benchmarks.case_ground import LAST, cases, options, timed
from command_center.analysis.store import reading
from grid.organisation.models import Agency

BAR = 5.0
DAYS = sorted({
    LAST, LAST - timedelta(days=1), LAST.replace(year=LAST.year - 1),
    *(LAST - timedelta(days=7 * week) for week in range(1, 9)),
})  # fmt: skip
_LIMIT = """
SELECT agency_id, category_id, count(*) FROM cases_case
 WHERE reported_at >= %(day)s::timestamp AT TIME ZONE 'Asia/Shanghai'
   AND reported_at < (%(day)s::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
   AND state <> 'void' AND found_by = 'reported'
 GROUP BY 1, 2
"""
_RAW = """
SELECT d.day, up.id, c.category_id, count(*) FROM unnest(%(days)s::date[]) AS d(day)
  JOIN cases_case c ON c.reported_at >= d.day::timestamp AT TIME ZONE 'Asia/Shanghai'
                   AND c.reported_at < (d.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
  JOIN organisation_agency a ON a.id = c.agency_id
  JOIN organisation_agency up ON starts_with(a.path, up.path)
 WHERE c.state <> 'void' AND c.found_by = 'reported' AND c.reported_at >= %(first)s
 GROUP BY 1, 2, 3
"""


def rows(statement, **values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def sheets(areas):
    """By area, category and day: one array of counts."""
    found = reading.area_counts(areas, DAYS[0], LAST, days=DAYS)
    days = np.array(DAYS, dtype="datetime64[D]")
    kinds, kind = np.unique(found.category, return_inverse=True)
    table = np.zeros((len(areas), len(kinds), len(days)), dtype=np.int64)
    at = np.searchsorted(np.array(areas), found.area), kind, np.searchsorted(days, found.day)
    np.add.at(table, at, found.cases)
    return table


def main():
    asked = options(__doc__)
    with cases(asked.rows, keep=asked.keep):
        areas = sorted(Agency.objects.values_list("pk", flat=True))
        city = Agency.objects.get(parent__isnull=True, cells=None, path__startswith="2204")
        ratios, ours, limits = [], [], []
        for at in range(asked.rounds + 1):
            limit, truth = timed(lambda: rows(_LIMIT, day=LAST))
            our, table = timed(lambda: sheets(areas))
            assert table[areas.index(city.pk), :, -1].sum() == sum(n for *_, n in truth)
            if at:
                ratios.append(our / limit)
                ours.append(our)
                limits.append(limit)
        raw, _found = timed(lambda: rows(_RAW, days=DAYS, first=DAYS[0]))
    ratio = statistics.median(ratios)
    print(f"{len(areas)} areas, {len(DAYS)} days, {table.shape[1]} categories")
    print(f"one GROUP BY of the day  {statistics.median(limits) * 1000:.0f} ms")
    print(f"all sheets' counts       {statistics.median(ours) * 1000:.0f} ms")
    print(f"ratio   {ratio:.2f} x  [{min(ratios):.2f}-{max(ratios):.2f}]  (<= {BAR:g})")
    print(f"the same from the cases  {raw * 1000:.0f} ms")
    raise SystemExit(0 if ratio <= BAR else 1)


if __name__ == "__main__":
    main()
