# ruff: noqa: E402 settings come before the imports that need them
"""A database of its own with so many cases of three years, and their counts by day.

Copies the database of `DATABASE_URL`, which holds a city (`manage.py load_demo`), empties its cases
and writes the new ones by one INSERT over generate_series. Every case of the same number is the
same on every machine. `--keep` leaves the database for the next benchmark of the same size.
"""

import argparse
import os
import time
from contextlib import contextmanager
from datetime import date, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")

import django

django.setup()

from django.db import connection

from command_center.analysis.store import grants, rollup

LAST = date(2026, 3, 1)
FIRST = LAST - timedelta(days=3 * 365 - 1)
KEPT = ("case_recent", "case_agency_day", "cases_case_pkey")  # what readers of days go by

_BARE_TABLE = """
SELECT format('ALTER TABLE cases_case DROP CONSTRAINT %I', conname) FROM pg_constraint
 WHERE conrelid = 'cases_case'::regclass AND contype = 'u'
"""
_INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'cases_case'"
_CASES = """
INSERT INTO cases_case (id, number, kind, state, found_by, occurred_from, occurred_to, reported_at,
       result, address, point, source_crs, incident_number, source, source_agency, entered_at,
       entered_by, version, agency_id, cell_id, category_id)
SELECT n, 'B' || n, 'criminal', CASE WHEN n %% 200 = 0 THEN 'void' ELSE 'open' END,
       CASE WHEN n %% 20 = 0 THEN 'patrol' ELSE 'reported' END,
       t.at - interval '5 hours', t.at - interval '2 hours', t.at, '', '',
       ST_MakePoint(125 + (n %% 700) / 1000.0, 42.8 + (n %% 500) / 1000.0)::geography, 'wgs84', '',
       'bench', '', t.at, 'B', 1, g.agencies[p.at], g.cells[p.at],
       g.categories[1 + floor(power(hashint8(n * 7) / 4294967296.0 + 0.5, 2)
                              * array_length(g.categories, 1))::int]
  FROM generate_series(1, %(rows)s) AS n
 CROSS JOIN (SELECT array_agg(id ORDER BY id) AS cells,
                    array_agg(agency_id ORDER BY id) AS agencies,
                    (SELECT array_agg(id ORDER BY id) FROM cases_casecategory
                      WHERE NOT is_sensitive AND depth >= 2) AS categories
               FROM territory_cell WHERE is_leaf AND valid_to IS NULL) g
 CROSS JOIN LATERAL (SELECT %(first)s::timestamptz
       + make_interval(secs => (hashint8(n) / 4294967296.0 + 0.5) * %(days)s * 86400) AS at) t
 CROSS JOIN LATERAL (SELECT 1 + floor((hashint8(n * 3) / 4294967296.0 + 0.5)
                                      * array_length(g.cells, 1))::int AS at) p
"""


def options(text):
    """The arguments all benchmarks of cases take."""
    parser = argparse.ArgumentParser(description=text)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--keep", action="store_true", help="leave the database for the next one")
    return parser.parse_args()


@contextmanager
def cases(rows, *, keep):
    """Work in that database; it is made where there is none."""
    home = connection.settings_dict["NAME"]
    name = f"anlan_cases_{rows}"
    connection.close()
    is_there = _on("postgres", "SELECT count(*) FROM pg_database WHERE datname = %s", [name])
    if not is_there:
        _on("postgres", f"CREATE DATABASE {name} TEMPLATE {home}")
    _go(name)
    is_whole = is_there
    try:
        if not is_there:
            _fill(rows)
        is_whole = True
        yield
    finally:
        connection.close()
        if not (keep and is_whole):
            _on("postgres", f"DROP DATABASE {name}")
        _go(home)


def _go(name):
    connection.close()
    connection.settings_dict["NAME"] = name


def _on(name, statement, values=None):
    _go(name)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0] if cursor.description else None


def _fill(rows):
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET session_replication_role = replica")
        cursor.execute(
            "TRUNCATE cases_case, casestore_caseday, casestore_casemonth, casestore_areaday CASCADE"
        )
        cursor.execute(_BARE_TABLE)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        cursor.execute(_INDEXES)
        made_again = []
        for index, statement in cursor.fetchall():
            if index != "cases_case_pkey":
                cursor.execute(f"DROP INDEX {index}")
            if index in KEPT[:2]:
                made_again.append(statement)
        days = (LAST - FIRST).days + 1
        cursor.execute(_CASES, {"rows": rows, "first": f"{FIRST} 00:00+08", "days": days})
        for statement in made_again:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin; ANALYZE cases_case")
    print(f"{rows:,} cases written in {time.perf_counter() - began:.0f} s")
    grants.grant()
    began = time.perf_counter()
    rollup.rebuild(FIRST, LAST)
    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM ANALYZE casestore_caseday, casestore_casemonth, casestore_areaday, cases_case"
        )
        cursor.execute("SELECT count(*) FROM casestore_caseday")
        fine = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM casestore_areaday")
        coarse = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM casestore_casemonth")
        monthly = cursor.fetchone()[0]
    took = time.perf_counter() - began
    print(
        f"counted by day in {took:.0f} s: {fine:,} rows by cell, {monthly:,} by cell and month,"
        f" {coarse:,} by area"
    )


def timed(work):
    """Seconds, and what came of it."""
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found
