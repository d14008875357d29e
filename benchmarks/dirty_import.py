# ruff: noqa: E402 settings come before the imports that need them
"""What the benchmarks of imports share: a dirty file in, timed against COPY of what it became.

In turns, in a database of its own:

- import: the whole run, every check and all that hangs on it.
- again: the same file once more; nothing may change.
- dry: the same file, checked only.
- copy: COPY of the rows the import wrote into a twin of the table with the same indexes, checks,
  generated columns and foreign keys, one transaction (the limit).
- text: COPY of the file itself into a table of text columns, no index and no check.

One row in a hundred is bad by design. Every figure is kept only if each of them is named, by line,
and no other. Memory: the peak of a process of its own that checks the file, against that of one
that checks a quarter of the rows.
"""

import argparse
import csv
import os
import random
import resource
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "command_center.settings"
os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"] = secrets.token_urlsafe(60)
os.environ["FIELD_KEYS"] = secrets.token_hex(32)

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test.utils import get_runner

from grid.ledger.models import EventEntry
from grid.organisation.models import Agency

BAR = 0.1
COPIED_IN_CHUNKS = 1 << 20
AT_MOST_A_FACT = 1  # that a file was taken in


@dataclass(frozen=True)
class Came:
    """What a run says of itself."""

    read: int
    created: int
    changed: int
    named: set[int]  # lines


@dataclass(frozen=True)
class Subject:
    """What is imported: the module that is run, its table, the file, and how it is taken in.

    `row` makes the values of a row by number, `spoils` each make one bad; `take` imports the file
    at a path, or only checks it; `emptied` are the tables to clear before each round.
    """

    module: str
    model: Any
    emptied: str
    head: Sequence[str]
    row: Callable[[random.Random, int], dict[str, Any]]
    spoils: Sequence[Callable[[dict[str, Any]], None]]
    take: Callable[[Path, Agency, bool], Came]
    ground: Callable[[], None]
    rows: int


def write_file(subject, path, rows, rng):
    """The file with one bad row in a hundred; answers the lines that are bad."""
    bad = {line for line in range(3, rows + 2) if line % 100 == 0}
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(subject.head)
        for number in range(rows):
            row = subject.row(rng, number)
            if (line := number + 2) in bad:
                subject.spoils[line // 100 % len(subject.spoils)](row)
            writer.writerow(row.values())
    return bad


def the_city():
    return Agency.objects.get(parent=None)


def run_import(subject, path, bad, rows, *, is_dry_run=False):
    """Seconds of one import; asserts that exactly the planted rows are named."""
    start = time.perf_counter()
    came = subject.take(path, the_city(), is_dry_run)
    seconds = time.perf_counter() - start
    assert came.named == bad, (sorted(came.named ^ bad)[:10], len(came.named), len(bad))
    assert came.read == rows
    return came, seconds


def first(subject, path, bad, rows):
    one(f"TRUNCATE {subject.emptied} CASCADE")
    came, seconds = run_import(subject, path, bad, rows)
    assert subject.model.objects.count() == came.created == rows - len(bad)
    return seconds


def again(subject, path, bad, rows):
    table = subject.model._meta.db_table
    stamp = f"SELECT sum(version), sum(hashtext(t::text)::bigint) FROM {table} t"
    before, facts = one(stamp), EventEntry.objects.count()
    came, seconds = run_import(subject, path, bad, rows)
    assert (came.created, came.changed) == (0, 0)
    assert one(stamp) == before
    assert EventEntry.objects.count() <= facts + AT_MOST_A_FACT
    return seconds


def one(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


def make_twin(table):
    """An empty table like that one, with its indexes, checks and foreign keys."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS twin")
        cursor.execute(f"CREATE TABLE twin (LIKE {table} INCLUDING ALL)")
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = 'f'",
            [table],
        )
        for (definition,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE twin ADD {definition}")


def copy(subject, folder, rows):
    """COPY of what the import wrote into the twin."""
    fields = subject.model._meta.concrete_fields
    names = [f.column for f in fields if not getattr(f, "generated", False)]
    listed, table = ", ".join(f'"{name}"' for name in names), subject.model._meta.db_table
    path = folder / "rows.copy"
    with path.open("wb") as target, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({listed}) TO STDOUT", target)
    make_twin(table)
    with path.open("rb") as source, connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute("BEGIN")
        cursor.copy_expert(f"COPY twin ({listed}) FROM STDIN", source, COPIED_IN_CHUNKS)
        assert cursor.rowcount == rows
        cursor.execute("COMMIT")
        return time.perf_counter() - start


def copy_text(path):
    """COPY of the file as it is into columns of text."""
    with path.open("rb") as source, connection.cursor() as cursor:
        width = len(source.readline().decode().split(","))
        source.seek(0)
        cursor.execute("DROP TABLE IF EXISTS twin_text")
        cursor.execute(f"CREATE TABLE twin_text ({', '.join(f'c{n} text' for n in range(width))})")
        start = time.perf_counter()
        cursor.copy_expert("COPY twin_text FROM STDIN (FORMAT csv, HEADER)", source)
        return time.perf_counter() - start


def peak_of(subject, path):
    """Peak memory in MB of a process of its own that checks the file."""
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    done = subprocess.run(
        [sys.executable, "-m", subject.module, "--only", str(path)],
        env=os.environ | {"DATABASE_URL": url}, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return float(done.stdout.split()[-1])


def spread(values):
    return f"{statistics.median(values):8,.2f} [{min(values):,.2f}-{max(values):,.2f}]"


def measure(subject, folder, rows, reps):
    """Whether the bar is met, after everything was said."""
    path, small = folder / "whole.csv", folder / "small.csv"
    bad = write_file(subject, path, rows, random.Random(7))
    found = {name: [] for name in ("import", "copy", "text", "again", "dry")}
    for _rep in range(reps):
        found["import"].append(first(subject, path, bad, rows))
        found["copy"].append(copy(subject, folder, rows - len(bad)))
        found["text"].append(copy_text(path))
        found["again"].append(again(subject, path, bad, rows))
        found["dry"].append(run_import(subject, path, bad, rows, is_dry_run=True)[1])
    print(f"{rows:,} rows, {path.stat().st_size / 1e6:.1f} MB, {len(bad):,} bad, all named")
    for name, seconds in found.items():
        print(f"{name:8} {spread(seconds)} s")
    ratios = [c / i for c, i in zip(found["copy"], found["import"], strict=True)]
    print("load of this machine: {:.1f} {:.1f} {:.1f}".format(*os.getloadavg()))
    raw = [t / i for t, i in zip(found["text"], found["import"], strict=True)]
    print(f"text / import  {spread(raw)}")
    write_file(subject, small, rows // 4, random.Random(8))
    whole_mb, quarter_mb = peak_of(subject, path), peak_of(subject, small)
    print(f"peak memory {whole_mb:.0f} MB; of a quarter of the rows {quarter_mb:.0f} MB")
    is_met = statistics.median(ratios) >= BAR
    print(f"import against copy {spread(ratios)} bar {BAR} {'met' if is_met else 'NOT MET'}")
    return is_met


def main(subject, told):
    """Run the benchmark of that subject; `told` is what the module says of itself."""
    parser = argparse.ArgumentParser(description=told)
    parser.add_argument("--rows", type=int, default=subject.rows)
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--only", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        subject.take(Path(given.only), the_city(), True)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        subject.ground()
        with tempfile.TemporaryDirectory() as folder:
            is_met = measure(subject, Path(folder), given.rows, given.reps)
    finally:
        connection.close()
        runner.teardown_databases(databases)
    sys.exit(not is_met)
