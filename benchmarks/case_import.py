# ruff: noqa: E402 settings come before the imports that need them
"""A dirty file of 100,000 cases by the import, against COPY of the same rows.

`python -m benchmarks.case_import [--rows 100000] [--reps 1]` makes a database of its own. One row
in a hundred is bad by design, in six ways. In turns:

- import: the whole run: decode, parse, words, cells, datum, doubles, numbers, facts, report.
- copy: COPY of the rows the import wrote into a twin of the table with the same indexes, checks and
  foreign keys, one transaction (the limit).
- again: the same file once more; nothing may change.

Every figure is kept only if each planted bad row is named, by line, and no other. Memory: the peak
of a process of its own that checks the file, against that of one that checks a quarter of the rows.
"""

import argparse
import csv
import os
import random
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "command_center.settings"
os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"] = secrets.token_urlsafe(60)
os.environ["FIELD_KEYS"] = secrets.token_hex(32)

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test.utils import get_runner

from benchmarks.camera_import_file import COLUMNS, ROWS, SOUTH, STEP, WEST, build_ground
from command_center.cases.importing.desk import ImportDesk
from command_center.cases.importing.services import import_now
from command_center.cases.models import Case, CaseImport
from grid.ledger.models import EventEntry
from grid.organisation.models import Agency

COPIED_IN_CHUNKS = 1 << 20
HEAD = ("案件编号", "案别", "发案时间起", "发案时间止", "报案时间", "案发地点",
        "经度", "纬度", "侵入方式", "损失金额", "破案日期", "破案来源")  # fmt: skip
KINDS = ("050201", "050225", "050300", "050240", "盗窃摩托车案")
ENTRIES = ("door_forced", "unlocked", "")
SPOILS = (
    lambda row: row.__setitem__(1, "no such kind"),
    lambda row: row.__setitem__(2, "yesterday"),
    lambda row: row.__setitem__(6, "east"),
    lambda row: row.__setitem__(8, "by magic"),
    lambda row: row.__setitem__(9, "much"),
    lambda row: row.__setitem__(0, "L0"),  # the number of the first row
)


def a_row(rng, number):
    hour = rng.randrange(10, 20)
    day = f"2025-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    is_solved = number % 5 == 0
    return [
        f"L{number}", rng.choice(KINDS), f"{day} {hour}:15", f"{day} {hour}:45",
        f"{day} {hour + 1}:05", f"中央路{number % 900}号{number % 53}栋",
        round(WEST + rng.random() * COLUMNS * STEP * 0.999, 6),
        round(SOUTH + rng.random() * ROWS * STEP * 0.999, 6), rng.choice(ENTRIES),
        rng.randrange(10_000), "2026-01-05" if is_solved else "", "视频" if is_solved else "",
    ]  # fmt: skip


def write_file(path, rows, rng):
    """The file with one bad row in a hundred; answers the lines that are bad."""
    bad = {line for line in range(3, rows + 2) if line % 100 == 0}
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(HEAD)
        for number in range(rows):
            row = a_row(rng, number)
            if (line := number + 2) in bad:
                SPOILS[line // 100 % len(SPOILS)](row)
            writer.writerow(row)
    return bad


def the_desk():
    return ImportDesk(Agency.objects.get(parent=None))


def run_import(path, bad, rows):
    """Seconds of one import; asserts that exactly the planted rows are named."""
    start = time.perf_counter()
    run = import_now(path, desk=the_desk(), only_valid=True, is_dry_run=False)
    seconds = time.perf_counter() - start
    assert run.state == CaseImport.State.DONE, run.refusal
    named = set(run.faults.values_list("row", flat=True))
    assert named == bad, (sorted(named ^ bad)[:10], len(named), len(bad))
    assert run.read == rows
    return run, seconds


def one(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


def again(path, bad, rows):
    stamp = "SELECT sum(version), sum(hashtext(c::text)::bigint) FROM cases_case c"
    before, facts = one(stamp), EventEntry.objects.exclude(kind="cases.imported").count()
    run, seconds = run_import(path, bad, rows)
    assert (run.created, run.changed, run.unchanged) == (0, 0, rows - len(bad))
    assert one(stamp) == before
    assert EventEntry.objects.exclude(kind="cases.imported").count() == facts
    return seconds


def make_twin():
    """An empty table like the cases', with their indexes, checks and foreign keys."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS twin_case")
        cursor.execute("CREATE TABLE twin_case (LIKE cases_case INCLUDING ALL)")
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'cases_case'::regclass AND contype = 'f'"
        )
        for (definition,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE twin_case ADD {definition}")


def copy(folder, rows):
    """COPY of what the import wrote into the twin."""
    listed = ", ".join(f'"{field.column}"' for field in Case._meta.concrete_fields)
    path = folder / "rows.copy"
    with path.open("wb") as target, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY cases_case ({listed}) TO STDOUT", target)
    make_twin()
    with path.open("rb") as source, connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute("BEGIN")
        cursor.copy_expert(f"COPY twin_case ({listed}) FROM STDIN", source, COPIED_IN_CHUNKS)
        assert cursor.rowcount == rows
        cursor.execute("COMMIT")
        return time.perf_counter() - start


def peak_of(path):
    """Peak memory in MB of a process of its own that checks the file."""
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.case_import", "--only", str(path)],
        env=os.environ | {"DATABASE_URL": url}, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return float(done.stdout.split()[-1])


def check_only(path):
    """What `peak_of` runs: one dry run, then the peak in MB."""
    run = import_now(Path(path), desk=the_desk(), is_dry_run=True)
    assert run.state == CaseImport.State.TRIED, run.refusal
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def measure(folder, rows, reps):
    path, small = folder / "cases.csv", folder / "small.csv"
    bad = write_file(path, rows, random.Random(7))
    print(f"{rows:,} rows, {path.stat().st_size / 1e6:.1f} MB, {len(bad):,} bad")
    for _rep in range(reps):
        one("TRUNCATE cases_case, cases_caseimport CASCADE")
        run, taken = run_import(path, bad, rows)
        assert Case.objects.count() == run.created == rows - len(bad)
        copied = copy(folder, run.created)
        part = copied / taken
        print(f"import {taken:.1f} s, copy {copied:.1f} s: {part:.3f} of COPY", flush=True)
        print(f"again {again(path, bad, rows):.1f} s, nothing changed", flush=True)
    write_file(small, rows // 4, random.Random(8))
    print(f"peak {peak_of(path):.0f} MB; of a quarter of the rows {peak_of(small):.0f} MB")
    print("load of this machine: {:.1f} {:.1f} {:.1f}".format(*os.getloadavg()))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--reps", type=int, default=1)
    parser.add_argument("--only", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        check_only(given.only)
        return
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        build_ground()
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), given.rows, given.reps)
    finally:
        connection.close()
        runner.teardown_databases(databases)


if __name__ == "__main__":
    main()
