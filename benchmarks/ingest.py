# ruff: noqa: E402 settings come before the imports that need them
"""Calls by REST, one at a time and a thousand at a time, against a naive peer and the limit.

`python -m benchmarks.ingest [--reps 5]` makes a database of its own, starts one uvicorn, and
interleaves the paths in each repetition, because only the ratio within one run means anything.
Every figure is kept only if the rows are there: incidents, timeline, events, audit entries.

- single: POST /api/v1/incidents/ by a client system's token, one call after another.
- naive: the same call by DRF serializer and ORM, same checks, same rows (see naive_ingest.py).
- bare: the same view as naive, but it keeps the incident row alone.
- insert: bare INSERT of such rows, one commit each: no server, no checks, no other table.
- batch: POST /api/v1/incidents/batch/ with 1,000 calls; naive batch: 100 calls, many=True.
- copy: COPY of the rows the last batch wrote, four tables, into twins with the same indexes.
"""

import argparse
import http.client
import io
import json
import os
import random
import secrets
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.naive_settings"
os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"], os.environ["FIELD_KEYS"] = (
    secrets.token_urlsafe(60),
    secrets.token_hex(32),
)

import django

django.setup()

from django.conf import settings
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from django.test.utils import get_runner
from django.utils import timezone

from command_center.incidents.models import Incident, TimelineEntry
from command_center.incidents.reference import load
from grid.ledger.models import AuditEntry, EventEntry
from grid.organisation.models import Agency, ClientSystem
from grid.organisation.tokens import digest
from grid.territory.models import Cell

PORT = 8200
TOKEN = "anlan_benchmark"
SINGLES, BATCH, NAIVE_BATCH = 100, 1_000, 100
WEST, SOUTH, STEP = 125.0, 42.8, 0.02
TABLES = (
    "incidents_incident",
    "incidents_timelineentry",
    "ledger_evententry",
    "ledger_auditentry",
)


def build_ground():
    """A city of 300 cells, the category tree, and a client system."""
    load()
    city = Agency.objects.create(code="990000000000", name="示例市局", kind="city")
    stations = [
        Agency.objects.create(code=f"9901{n:02d}000000", name=f"站{n}", kind="station", parent=city)
        for n in range(10)
    ]
    for index in range(300):
        west, south = WEST + index % 20 * STEP, SOUTH + index // 20 * STEP
        outline = MultiPolygon(Polygon.from_bbox((west, south, west + STEP, south + STEP)))
        Cell.objects.create(
            code=f"B-{index}",
            name=f"网格{index}",
            kind="urban",
            agency=stations[index % 10],
            outline=outline,
            valid_from="2020-01-01",
        )
    ClientSystem.objects.create(
        name="bench",
        agency=city,
        token_digest=digest(TOKEN),
        token_hint="bench",
        scopes=["incidents.read", "incidents.report"],
        owner="bench",
        expires_at=timezone.now() + timedelta(days=1),
    )


def a_call(rng, serial):
    return {
        "category": rng.choice(["010101", "030103", "080100", "050402"]),
        "lng": round(WEST + rng.random() * 0.39, 6),
        "lat": round(SOUTH + rng.random() * 0.29, 6),
        "address": f"中央路{rng.randrange(400)}号附近",
        "narrative": "报警人称门锁被撬，屋内物品被翻动，请派民警到场处置",
        "caller_name": "王某某",
        "caller_phone": f"1380000{rng.randrange(10_000):04d}",
        "source": "bench",
        "source_number": f"{serial}-{rng.random()}",
    }


@contextmanager
def server():
    """One uvicorn worker over the benchmark's database."""
    environment = os.environ | {
        "DATABASE_URL": "postgres://{USER}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    }
    command = [sys.executable, "-m", "uvicorn", "command_center.asgi:application"]
    command += ["--port", str(PORT), "--log-level", "error", "--no-access-log"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        for _try in range(200):
            try:
                http.client.HTTPConnection("127.0.0.1", PORT, timeout=1).connect()
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def post(client, path, body, key):
    headers = {
        "Authorization": f"Bearer {TOKEN}",
        "Content-Type": "application/json",
        "Idempotency-Key": f"bench-{key}",
    }
    client.request("POST", path, json.dumps(body), headers)
    answer = client.getresponse()
    text = answer.read()
    if answer.status != 201:
        raise SystemExit(f"{path}: {answer.status} {text[:500]!r}")
    return json.loads(text)


def counts():
    return [model.objects.count() for model in (Incident, TimelineEntry, EventEntry, AuditEntry)]


def timed(work, rows, tables=4):
    """Rows a second; the rows must be in all four tables afterwards, or in the first alone."""
    before, start = counts(), time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    grown = [after - earlier for after, earlier in zip(counts(), before, strict=True)]
    assert grown == [rows] * tables + [0] * (4 - tables), grown
    return rows / seconds


def singles(client, path, rng, rep, tables=4):
    bodies = [a_call(rng, f"{path}{rep}-{n}") for n in range(SINGLES)]

    def work():
        for n, body in enumerate(bodies):
            post(client, path, body, f"{path}{rep}-{n}".replace("/", "_"))

    return timed(work, SINGLES, tables)


def batch(client, path, rng, rep, size=BATCH):
    bodies = [a_call(rng, f"{path}{rep}-{n}") for n in range(size)]
    return timed(lambda: post(client, path, bodies, f"{path}{rep}".replace("/", "_")), size)


def prepare_copy():
    """Empty twins of the four tables, with the same indexes, checks and foreign keys."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE copy_{table} (LIKE {table} INCLUDING ALL)")
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conrelid = %s::regclass AND contype = 'f'",
                [table],
            )
            for (definition,) in cursor.fetchall():
                definition = definition.replace("incidents_incident(", "copy_incidents_incident(")
                cursor.execute(f"ALTER TABLE copy_{table} ADD {definition}")


def copy_last_batch():
    """The limit: COPY of the rows the last batch wrote, all four tables, one transaction."""
    texts = []
    with connection.cursor() as cursor:
        for table in TABLES:
            key = "seq" if table.startswith("ledger") else "id"
            target = io.StringIO()
            cursor.copy_expert(
                f"COPY (SELECT * FROM {table} ORDER BY {key} DESC LIMIT {BATCH}) TO STDOUT",
                target,
            )
            texts.append(target.getvalue())
        start = time.perf_counter()
        cursor.execute("BEGIN")
        for table, text in zip(TABLES, texts, strict=True):
            cursor.copy_expert(f"COPY copy_{table} FROM STDIN", io.StringIO(text))
            assert cursor.rowcount == BATCH
        cursor.execute("COMMIT")
    return BATCH / (time.perf_counter() - start)


def insert_singles():
    """The limit of one call at a time: one bare INSERT and commit each, no server, no checks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM incidents_incident ORDER BY id DESC LIMIT %s", [SINGLES])
        names = ", ".join(column.name for column in cursor.description)
        rows = cursor.fetchall()
        cursor.execute("DROP TABLE IF EXISTS copy_single")
        cursor.execute("CREATE TABLE copy_single (LIKE incidents_incident INCLUDING ALL)")
        marks = ", ".join(["%s"] * len(rows[0]))
        start = time.perf_counter()
        for row in rows:
            cursor.execute(f"INSERT INTO copy_single ({names}) VALUES ({marks})", row)
    return SINGLES / (time.perf_counter() - start)


def spread(values):
    return f"{statistics.median(values):8,.2f} [{min(values):,.2f}-{max(values):,.2f}]"


def measure(reps):
    rng = random.Random(7)
    own, own_batch = "/api/v1/incidents/", "/api/v1/incidents/batch/"
    naive, bare = "/api/v1/naive-incidents/", "/api/v1/bare-incidents/"
    names = ("single", "naive", "bare", "insert", "batch", "copy", "naive batch")
    rates = {name: [] for name in names}
    client = http.client.HTTPConnection("127.0.0.1", PORT)
    for path in (own, naive):
        singles(client, path, rng, "warm")
    batch(client, own_batch, rng, "warm")
    prepare_copy()
    for rep in range(reps):
        rates["single"].append(singles(client, own, rng, rep))
        rates["naive"].append(singles(client, naive, rng, rep))
        rates["bare"].append(singles(client, bare, rng, rep, tables=1))
        rates["insert"].append(insert_singles())
        rates["batch"].append(batch(client, own_batch, rng, rep))
        rates["copy"].append(copy_last_batch())
        rates["naive batch"].append(batch(client, naive, rng, f"b{rep}", NAIVE_BATCH))
    return rates


def report(rates):
    def ratio(name, other):
        return [a / b for a, b in zip(rates[name], rates[other], strict=True)]

    for name, values in rates.items():
        print(f"{name:12} {spread(values)} rows/s")
    bars = (("single", "naive", 3.5), ("batch", "copy", 0.25))
    print("load of this machine: {:.1f} {:.1f} {:.1f}".format(*os.getloadavg()))
    print(f"single / bare          {spread(ratio('single', 'bare'))}")
    print(f"single / bare INSERT   {spread(ratio('single', 'insert'))}")
    print(f"batch / naive batch    {spread(ratio('batch', 'naive batch'))}")
    failed = False
    for name, other, bar in bars:
        values = ratio(name, other)
        is_met = statistics.median(values) >= bar
        failed |= not is_met
        print(f"{name} / {other:14} {spread(values)} bar {bar} {'met' if is_met else 'NOT MET'}")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reps", type=int, default=5)
    reps = parser.parse_args().reps
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        build_ground()
        with server():
            failed = report(measure(reps))
    finally:
        connection.close()
        runner.teardown_databases(databases)
    sys.exit(failed)


if __name__ == "__main__":
    main()
