"""Rows against columns of the explorer, from the counts by day and from the cases.

    python -m benchmarks.case_pivot [--rows 10000000] [--rounds 5] [--keep]

Asked as the page asks (reading, fitting, addresses and all), of the whole city. What the counts
hold is asked of the cases as well, up to a million of them, and both tables are asserted to be
equal. No bar: a page should answer within a second.
"""

import statistics
from datetime import timedelta
from unittest import mock

from django.db import connection

from benchmarks.case_ground import FIRST, LAST, cases, options, timed
from command_center.analysis.explorer.asked import Asked
from command_center.analysis.explorer.counted import MOST_READ
from command_center.analysis.explorer.pivot import pivot
from command_center.analysis.explorer.zerodays import CELL, zero_table
from command_center.analysis.store.sums import Source
from grid.organisation.models import Agency

ASKED = (
    ("28 days, area by class", 28, "agency", "class", "count"),
    ("a year, area by class, last year", 364, "agency", "class", "last_year"),
    ("3 years, category by month", 0, "category", "month", "count"),
    ("3 years, area by month", 0, "agency", "month", "count"),
    ("28 days, cell by category", 28, "cell", "category", "count"),
    ("a year, cell by month", 364, "cell", "month", "count"),
    ("3 years, cell by month", 0, "cell", "month", "count"),
    ("3 years, cell by category", 0, "cell", "category", "count"),
)
ONLY_CASES = (
    ("28 days, hour by class", 28, "hour", "class", "count"),
    ("12 weeks, weekday by area", 84, "weekday", "agency", "count"),
)


def question(city, days):
    since = LAST - timedelta(days=days - 1) if days else FIRST
    return Asked(agency=city, counted="all", since=since, until=LAST, found="reported")


def medians(work, rounds):
    took = [timed(work) for _round in range(rounds)]
    return statistics.median(seconds for seconds, _found in took) * 1000, took[-1][1]


def of_the_cases(said, **asked_for):
    """The same table from the cases themselves."""
    explorer = "command_center.analysis.explorer"
    with (
        mock.patch(f"{explorer}.pivot.source_of", lambda *_names, **_more: Source.CASES),
        mock.patch(f"{explorer}.counted.MOST_READ", asked_for.pop("most")),
    ):
        return pivot(said, **asked_for)


def main():
    asked = options(__doc__)
    with cases(asked.rows, keep=asked.keep):
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
        city = Agency.objects.get(kind=Agency.Kind.CITY)
        for name, days, rows, columns, measure in ASKED:
            said, names = question(city, days), {"rows": rows, "columns": columns}
            quick, table = medians(lambda: pivot(said, **names, measure=measure), asked.rounds)  # noqa: B023 run at once
            print(f"{name:<34} {table.cases:>10,} {quick:>7.0f} ms", end="")
            if table.cases > MOST_READ:
                print()
                continue
            told = names | {"measure": measure, "most": asked.rows}
            slow, other = timed(lambda: of_the_cases(said, **told))  # noqa: B023 run at once
            assert (table.lines, table.cases) == (other.lines, other.cases)
            print(
                f"{name:<34} {table.cases:>10,} {quick:>7.0f} ms, of cases {slow * 1000:>7.0f} ms"
            )
        for name, days, rows, columns, measure in ONLY_CASES:
            said = question(city, days)
            took, table = medians(
                lambda: pivot(said, rows=rows, columns=columns, measure=measure),  # noqa: B023 run at once
                asked.rounds,
            )
            print(f"{name:<34} {table.cases:>10,} {took:>7.0f} ms")
        said = question(city, 364)
        took, table = medians(lambda: zero_table(said, CELL), asked.rounds)
        print(f"{'a year, days without a case':<34} {len(table.rows):>10,} {took:>7.0f} ms")


if __name__ == "__main__":
    main()
