# ruff: noqa: E402 settings come before the imports that need them
"""Positions of 18,300 units against one set-based UPDATE and the ORM, then beside dispatches.

`python -m benchmarks.positions [--units 18300] [--reps 5] [--seconds 20]` makes a database of its
own and starts one uvicorn with as many processes as there are cores. In each repetition the paths
take turns, because only the ratio within one run means anything:

- ours: POST /api/v1/positions/ with a fix of every unit: HTTP, token, JSON, scope, cells, judging,
  newest row, track. Kept only if every row is the newest fix (an older twin is in the batch too).
- update: the limit, one bare UPDATE of the same rows of the same table from unnested arrays.
- orm: bulk_create(update_conflicts=True) of the same rows, batches of 1,000: the best ORM path,
  without HTTP, checks or track.

Then fixes at 1,830 a second are sent in batches while 5 dispatches a second are made by REST; the
p99 of a dispatch is compared with that of the same dispatches without fixes, taken in turns.
"""

import argparse
import http.client
import json
import os
import random
import secrets
import statistics
import subprocess
import sys
import threading
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
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import get_runner

from benchmarks.positions_ground import SOUTH, TOKEN, WEST, Fleet, build_ground
from patrol.positions.models import TrackFix, UnitPosition
from patrol.units.models import Unit

PORT = 8103
RATE, BATCH = 1_830, 183
DISPATCHES = 5
LIMIT_BAR, ORM_BAR, P99_BAR = 0.3, 5.0, 3.0


@contextmanager
def server():
    """The platform as it is served: one uvicorn with a process a core."""
    environment = os.environ | {
        "DATABASE_URL": "postgres://{USER}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    }
    command = [sys.executable, "-m", "uvicorn", "command_center.asgi:application"]
    command += ["--port", str(PORT), "--log-level", "error", "--no-access-log"]
    command += ["--workers", "2"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        for _try in range(300):
            try:
                http.client.HTTPConnection("127.0.0.1", PORT, timeout=1).connect()
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def post(client, path, body, key=""):
    """The answer of one POST; anything but 200 and 201 ends the run."""
    headers = {
        "Authorization": f"Bearer {TOKEN}",
        "Content-Type": "application/json",
        "Idempotency-Key": f"bench-{key or secrets.token_hex(8)}",
    }
    client.request("POST", path, body if isinstance(body, bytes) else json.dumps(body), headers)
    answer = client.getresponse()
    text = answer.read()
    if answer.status not in (200, 201):
        raise SystemExit(f"{path}: {answer.status} {text[:500]!r}")
    return json.loads(text)


def body_of(fixes, older=()):
    """The fixes as a body; `older` are twins from a second before, which must lose."""
    said = [
        {
            "unit": n,
            "lng": x,
            "lat": y,
            "at": at.isoformat(),
            "source": "vehicle",
            "speed_kmh": 18.5,
        }
        for n, x, y, at in fixes
    ]
    said += [
        {"unit": n, "lng": x, "lat": y, "at": (at - timedelta(seconds=1)).isoformat()}
        for n, x, y, at in older
    ]
    return json.dumps({"fixes": said}).encode()


def check_newest(fixes):
    """Every row is exactly the fix that is the newest."""
    wanted = {name: (lng, lat, at) for name, lng, lat, at in fixes}
    rows = UnitPosition.objects.values_list("unit__call_sign", "point", "device_time")
    found = {
        n: (round(p.x, 6), round(p.y, 6), at)
        for n, p, at in rows.filter(unit__call_sign__in=wanted)
    }
    assert found == wanted, "a row is not the newest fix"


def ours(fleet):
    fixes = fleet.step()
    client = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    body, before = body_of(fixes, older=fixes[:100]), TrackFix.objects.count()
    start = time.perf_counter()
    answer = post(client, "/api/v1/positions/", body)
    seconds = time.perf_counter() - start
    assert (answer["newest"], answer["older"]) == (len(fixes), 100), answer
    assert TrackFix.objects.count() == before + len(fixes) + 100
    check_newest(fixes)
    return len(fixes) / seconds


_LIMIT = """
    UPDATE positions_unitposition AS p
       SET point = ST_SetSRID(ST_MakePoint(f.lng, f.lat), 4326)::geography, device_time = f.at
      FROM unnest(%s::bigint[], %s::float8[], %s::float8[], %s::timestamptz[])
           AS f(unit_id, lng, lat, at)
     WHERE p.unit_id = f.unit_id AND p.device_time < f.at
"""


def limit(ids, fleet):
    fixes = fleet.step()
    columns = ([ids[f[0]] for f in fixes], [f[1] for f in fixes], [f[2] for f in fixes])
    texts = ["{" + ",".join(map(str, column)) + "}" for column in columns]
    texts.append("{" + ",".join(f[3].isoformat() for f in fixes) + "}")
    with connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute(_LIMIT, texts)
        seconds = time.perf_counter() - start
        assert cursor.rowcount == len(fixes)
    check_newest(fixes)
    return len(fixes) / seconds


def orm(ids, fleet):
    fixes = fleet.step()
    start = time.perf_counter()
    rows = [
        UnitPosition(
            unit_id=ids[name],
            point=Point(lng, lat, srid=4326),
            still_at=Point(lng, lat, srid=4326),
            device_time=at,
            server_time=at,
            still_since=at,
            source="vehicle",
        )
        for name, lng, lat, at in fixes
    ]
    UnitPosition.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["unit"],
        update_fields=["point", "still_at", "device_time", "server_time", "still_since", "source"],
    )
    seconds = time.perf_counter() - start
    check_newest(fixes)
    return len(fixes) / seconds


def batches(units, reps):
    """Rows a second of the three paths, `reps` times in turn."""
    fleet = Fleet(units)
    ids = dict(Unit.objects.values_list("call_sign", "id"))
    client = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    post(client, "/api/v1/positions/", body_of(fleet.step()))  # the first of each unit
    rates = {"ours": [], "update": [], "orm": []}
    for _rep in range(reps):
        with connection.cursor() as cursor:
            cursor.execute("VACUUM positions_unitposition")
        rates["ours"].append(ours(fleet))
        rates["update"].append(limit(ids, fleet))
        rates["orm"].append(orm(ids, fleet))
        print("  rows/s", {name: f"{values[-1]:,.0f}" for name, values in rates.items()})
    return fleet, rates


def feed(fleet, seconds, sent):
    """Fixes at the rate of a province, a batch each tenth of a second; counts what was newest."""
    client = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    rounds = int(seconds * RATE / BATCH)
    # Bodies first: what the devices do must not compete with the server for this core's time.
    bodies = [
        body_of(fleet.step((fleet.rows * 2)[n * BATCH % len(fleet.rows) :][:BATCH], seconds=0.02))
        for n in range(rounds)
    ]
    start = time.perf_counter()
    for number, body in enumerate(bodies):
        wait = start + number * BATCH / RATE - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        sent.append(post(client, "/api/v1/positions/", body)["newest"])
    sent.append(-(time.perf_counter() - start))


class Dispatching:
    """Dispatches: incidents with a unit assigned to each, by REST."""

    def __init__(self, units):
        self.client = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self.rng = random.Random(11)
        self.units = iter(range(units - 1, 0, -1))

    def one(self):
        """Milliseconds of assigning one unit to an incident that has just come in."""
        call = {
            "category": "010101",
            "lng": round(WEST + 0.01 + self.rng.random() * 0.37, 6),
            "lat": round(SOUTH + 0.01 + self.rng.random() * 0.27, 6),
            "address": "中央路 1 号",
            "narrative": "报警人称门锁被撬",
        }
        incident = post(self.client, "/api/v1/incidents/", call)
        where = f"/api/v1/incidents/{incident['number']}/assignments/"
        start = time.perf_counter()
        post(self.client, where, {"units": [f"P{next(self.units):05d}"]})
        return (time.perf_counter() - start) * 1000

    def at_rate(self, seconds):
        """So many seconds of dispatches at their rate."""
        taken, start = [], time.perf_counter()
        for number in range(int(seconds * DISPATCHES)):
            wait = start + number / DISPATCHES - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            taken.append(self.one())
        return taken


def beside_dispatches(fleet, units, seconds, rounds=2):
    """Milliseconds of dispatches without and with fixes coming in, in turns; fixes a second."""
    dispatching = Dispatching(units)
    dispatching.at_rate(3)  # caches and plans
    idle, busy, rates = [], [], []
    for _round in range(rounds):
        idle += dispatching.at_rate(seconds / 2)
        sent = []
        feeder = threading.Thread(target=feed, args=(fleet, seconds / 2, sent))
        feeder.start()
        while not sent and feeder.is_alive():
            time.sleep(0.01)
        busy += dispatching.at_rate(seconds / 2)
        feeder.join()
        took = -sent.pop()
        assert sum(sent) == len(sent) * BATCH, "a fix was not the newest"
        rates.append(sum(sent) / took)
    return idle, busy, rates


def spread(values, digits=2):
    return f"[{min(values):,.{digits}f}-{max(values):,.{digits}f}]"


def p99(values):
    return statistics.quantiles(values, n=100, method="inclusive")[98]


def report_batches(rates):
    failed = 0
    of_limit = [a / b for a, b in zip(rates["ours"], rates["update"], strict=True)]
    of_orm = [a / b for a, b in zip(rates["ours"], rates["orm"], strict=True)]
    for name, values, bar in (
        ("end to end / one UPDATE", of_limit, LIMIT_BAR),
        ("end to end / bulk_create(update_conflicts)", of_orm, ORM_BAR),
    ):
        is_met = statistics.median(values) >= bar
        failed |= not is_met
        middle = statistics.median(values)
        print(
            f"{name:44} {middle:6.2f} {spread(values)} bar {bar} {'met' if is_met else 'NOT MET'}"
        )
    return failed


def report_dispatches(idle, busy, rates):
    ratio = p99(busy) / p99(idle)
    for name, values in (("idle", idle), ("busy", busy)):
        middle, high = statistics.median(values), p99(values)
        print(f"dispatch {name}: p50 {middle:.0f} ms, p99 {high:.0f} ms, n={len(values)}")
    kept_up = min(rates) >= RATE * 0.98
    print(
        f"{'fixes a second sustained':44} {min(rates):,.0f} {spread(rates, 0)} bar {RATE:,}"
        f" {'met' if kept_up else 'NOT MET'}"
    )
    is_met = ratio <= P99_BAR
    print(
        f"{'p99 of a dispatch, busy / idle':44} {ratio:6.2f} bar {P99_BAR}"
        f" {'met' if is_met else 'NOT MET'}"
    )
    return not (kept_up and is_met)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=18_300)
    parser.add_argument("--reps", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=20)
    asked = parser.parse_args()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        build_ground(asked.units)
        with server():
            fleet, rates = batches(asked.units, asked.reps)
            failed = report_batches(rates)
            failed |= report_dispatches(*beside_dispatches(fleet, asked.units, asked.seconds))
    finally:
        connection.close()
        runner.teardown_databases(databases)
    sys.exit(failed)


if __name__ == "__main__":
    main()
