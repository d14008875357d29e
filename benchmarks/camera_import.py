# ruff: noqa: E402 settings come before the imports that need them
"""A dirty file of 55,425 cameras by the import, against COPY of the same rows.

`python -m benchmarks.camera_import [--rows 55425] [--reps 3]` makes a database of its own. One row
in a hundred is bad by design, in six ways. In turns:

- import: the whole run: decode, parse, rules, cells, datum, doubles, upsert, facts, report.
- again: the same file once more; nothing may change.
- dry: the same file, checked only.
- copy: COPY of the rows the import wrote into a twin of the table with the same indexes, checks,
  generated columns and foreign keys, one transaction (the limit).
- text: COPY of the file itself into a table of text columns, no index and no check.

Every figure is kept only if each planted bad row is named, by line, and no other.
Bar: import at least 0.1 times copy. Memory: the peak of a process of its own that checks the file,
against that of one that checks a quarter of the rows.
"""

import argparse
import os
import random
import resource
import secrets
import statistics
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

from benchmarks.camera_import_file import build_ground, write_file
from grid.ledger.actors import Actor
from grid.ledger.models import EventEntry
from grid.organisation.models import Agency
from video.intake.models import IntakeRun
from video.intake.services import import_now
from video.register.models import Camera, CameraLink

BAR = 0.1
COPIED_IN_CHUNKS = 1 << 20


def the_city():
    return Agency.objects.get(parent=None)


def clear():
    CameraLink.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE video_camera CASCADE")
        cursor.execute("TRUNCATE videointake_intakerun CASCADE")


def run_import(path, bad, rows, **how):
    """Seconds of one import; asserts that exactly the planted rows are named."""
    city = the_city()
    by = Actor("system", "0", "bench", city.path, "import")
    start = time.perf_counter()
    run = import_now(path, by=by, agency=city, valid_rows_only=True, **how)
    seconds = time.perf_counter() - start
    assert run.state == IntakeRun.State.DONE, run.refusal
    named = set(run.faults.values_list("line", flat=True))
    assert named == bad, (sorted(named ^ bad)[:10], len(named), len(bad))
    assert run.rows_read == rows
    return run, seconds


def first(path, bad, rows):
    clear()
    run, seconds = run_import(path, bad, rows)
    assert Camera.objects.count() == run.rows_created == rows - len(bad)
    return seconds


def again(path, bad, rows):
    stamp = (
        "SELECT sum(version), max(updated_at), sum(hashtext(c::text)::bigint) FROM video_camera c"
    )
    facts = EventEntry.objects.count()
    before = one(stamp)
    run, seconds = run_import(path, bad, rows)
    assert (run.rows_created, run.rows_changed) == (0, 0)
    assert one(stamp) == before
    assert EventEntry.objects.count() == facts
    return seconds


def one(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def make_twin():
    """An empty table like the cameras', with their indexes, checks and foreign keys."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS twin_camera")
        cursor.execute("CREATE TABLE twin_camera (LIKE video_camera INCLUDING ALL)")
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'video_camera'::regclass AND contype = 'f'"
        )
        for (definition,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE twin_camera ADD {definition}")


def copy(folder, rows):
    """COPY of what the import wrote into the twin."""
    names = [
        field.column
        for field in Camera._meta.concrete_fields
        if not getattr(field, "generated", False)
    ]
    listed = ", ".join(f'"{name}"' for name in names)
    path = folder / "rows.copy"
    with path.open("wb") as target, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY video_camera ({listed}) TO STDOUT", target)
    make_twin()
    with path.open("rb") as source, connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute("BEGIN")
        cursor.copy_expert(f"COPY twin_camera ({listed}) FROM STDIN", source, COPIED_IN_CHUNKS)
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


def peak_of(path, rows):
    """Peak memory in MB of a process of its own that imports the file."""
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    command = [sys.executable, "-m", "benchmarks.camera_import", "--only", str(path)]
    environment = os.environ | {"DATABASE_URL": url}
    done = subprocess.run(
        [*command, "--rows", str(rows)], env=environment, capture_output=True, check=True, text=True
    )
    return float(done.stdout.split()[-1])


def import_only(path):
    """What `peak_of` runs: one dry run, then the peak in MB."""
    city = the_city()
    by = Actor("system", "0", "bench", city.path, "import")
    run = import_now(Path(path), by=by, agency=city, is_dry_run=True)
    assert run.state == IntakeRun.State.DONE, run.refusal
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def spread(values):
    return f"{statistics.median(values):8,.2f} [{min(values):,.2f}-{max(values):,.2f}]"


def measure(folder, rows, reps):
    path = folder / "cameras.csv"
    bad = write_file(path, rows, random.Random(7))
    found = {name: [] for name in ("import", "again", "dry", "copy", "text")}
    for _rep in range(reps):
        found["import"].append(first(path, bad, rows))
        found["copy"].append(copy(folder, rows - len(bad)))
        found["text"].append(copy_text(path))
        found["again"].append(again(path, bad, rows))
        found["dry"].append(run_import(path, bad, rows, is_dry_run=True)[1])
    print(f"{rows:,} rows, {path.stat().st_size / 1e6:.1f} MB, {len(bad):,} bad, all named")
    for name, seconds in found.items():
        print(f"{name:8} {spread(seconds)} s")
    ratios = [c / i for c, i in zip(found["copy"], found["import"], strict=True)]
    print("load of this machine: {:.1f} {:.1f} {:.1f}".format(*os.getloadavg()))
    raw = [t / i for t, i in zip(found["text"], found["import"], strict=True)]
    print(f"text / import  {spread(raw)}")
    small = folder / "small.csv"
    write_file(small, rows // 4, random.Random(8))
    whole_mb, quarter_mb = peak_of(path, rows), peak_of(small, rows // 4)
    print(f"peak memory {whole_mb:.0f} MB; of a quarter of the rows {quarter_mb:.0f} MB")
    is_met = statistics.median(ratios) >= BAR
    print(f"import against copy {spread(ratios)} bar {BAR} {'met' if is_met else 'NOT MET'}")
    return not is_met


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=55_425)
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--only", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        import_only(given.only)
        return
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        build_ground()
        with tempfile.TemporaryDirectory() as folder:
            failed = measure(Path(folder), given.rows, given.reps)
    finally:
        connection.close()
        runner.teardown_databases(databases)
    sys.exit(failed)


if __name__ == "__main__":
    main()
