"""The cube of two years, year on year, by area, category and month; beside DuckDB.

    python -m benchmarks.case_cube [--rows 10000000] [--rounds 5] [--keep]

In turns over the same rows: from our counts by day, from the cases in SQL, and DuckDB over a
parquet file of the cases (its making is printed, not counted). All three cubes are asserted to be
equal. There is no bar: how far one columnar reader of one file is from counts that are always at
hand is worth knowing.
"""

import statistics
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
from django.db import connection

from benchmarks.case_ground import LAST, cases, options, timed

THIS, LAST_YEAR = (LAST.year - 1, LAST.year - 2)  # the two whole years before
_RAW = """
WITH c AS (SELECT agency_id, category_id, reported_at AT TIME ZONE 'Asia/Shanghai' AS at
             FROM cases_case WHERE state <> 'void' AND found_by = 'reported'
              AND reported_at >= '{last}-01-01 00:00+08'
              AND reported_at < '{after}-01-01 00:00+08'),
     m AS (SELECT agency_id, category_id, extract(month FROM at)::int AS month,
                  extract(year FROM at)::int AS y, count(*) AS n FROM c GROUP BY 1, 2, 3, 4)
SELECT up.id, category_id, month, COALESCE(sum(n) FILTER (WHERE y = {this}), 0)::bigint,
       COALESCE(sum(n) FILTER (WHERE y = {last}), 0)::bigint
  FROM m JOIN organisation_agency a ON a.id = m.agency_id
  JOIN organisation_agency up ON starts_with(a.path, up.path) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_ROLLED = """
SELECT area_id, category_id, extract(month FROM day)::int AS month,
       COALESCE(sum(cases) FILTER (WHERE day >= '{this}-01-01'), 0)::bigint,
       COALESCE(sum(cases) FILTER (WHERE day < '{this}-01-01'), 0)::bigint
  FROM casestore_areaday
 WHERE NOT is_discovered AND day >= '{last}-01-01' AND day < '{after}-01-01'
 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_DUCK = """
WITH m AS (SELECT agency_id, category_id, month(reported) AS month, year(reported) AS y,
                  count(*) AS n
             FROM read_parquet('{file}') GROUP BY ALL)
SELECT up.area, category_id, month,
       CAST(COALESCE(sum(n) FILTER (WHERE y = {this}), 0) AS BIGINT),
       CAST(COALESCE(sum(n) FILTER (WHERE y = {last}), 0) AS BIGINT)
  FROM m JOIN up ON up.agency = m.agency_id GROUP BY ALL ORDER BY 1, 2, 3
"""
_OUT = """
COPY (SELECT agency_id, category_id, reported_at AT TIME ZONE 'Asia/Shanghai' AS at FROM cases_case
       WHERE state <> 'void' AND found_by = 'reported'
         AND reported_at >= '{last}-01-01 00:00+08' AND reported_at < '{after}-01-01 00:00+08')
  TO STDOUT CSV
"""


def said(statement, **more):
    return statement.format(this=THIS, last=LAST_YEAR, after=THIS + 1, **more)


def of_postgres(statement):
    with connection.cursor() as cursor:
        cursor.execute(said(statement))
        return cursor.fetchall()


def export(folder):
    """The cases as parquet, and who is above whom as a table of DuckDB."""
    sheet, file = folder / "cases.csv", folder / "cases.parquet"
    with connection.cursor() as cursor, sheet.open("w") as out:
        cursor.copy_expert(said(_OUT), out)
        cursor.execute(
            "SELECT a.id, up.id FROM organisation_agency a"
            " JOIN organisation_agency up ON starts_with(a.path, up.path)"
        )
        pairs = cursor.fetchall()
    duck = duckdb.connect()
    duck.execute("SET threads = 2")
    columns = "{'agency_id': 'BIGINT', 'category_id': 'BIGINT', 'reported': 'TIMESTAMP'}"
    duck.execute(
        f"COPY (SELECT * FROM read_csv('{sheet}', columns={columns})) TO '{file}' (FORMAT parquet)"
    )
    duck.execute("CREATE TABLE up (agency BIGINT, area BIGINT)")
    duck.executemany("INSERT INTO up VALUES (?, ?)", pairs)
    return duck, file


def main():
    asked = options(__doc__)
    with cases(asked.rows, keep=asked.keep), tempfile.TemporaryDirectory() as folder:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
        began = time.perf_counter()
        duck, file = export(Path(folder))
        print(f"parquet written in {time.perf_counter() - began:.0f} s (not counted)")
        ways = {
            "from counts by day": lambda: of_postgres(_ROLLED),
            "from the cases, SQL": lambda: of_postgres(_RAW),
            "DuckDB over parquet": lambda: duck.execute(said(_DUCK, file=file)).fetchall(),
        }
        took = {name: [] for name in ways}
        for _round in range(asked.rounds):
            cubes = []
            for name, work in ways.items():
                seconds, cube = timed(work)
                took[name].append(seconds)
                cubes.append(np.array(cube))
            assert all(np.array_equal(cubes[0], cube) for cube in cubes[1:])
    print(f"{len(cubes[0]):,} cells of the cube, equal in all three")
    for name, seconds in took.items():
        print(f"{name:<20} {statistics.median(seconds) * 1000:>6.0f} ms")


if __name__ == "__main__":
    main()
