# ruff: noqa: E402 settings come before the imports that need them
"""A gantry's batch of 5,000 plates against 10,000 notices, beside one hashed IN query.

`python -m benchmarks.lookout [--notices 10000] [--plates 5000] [--reps 15]` makes a database of its
own and one uvicorn. In each repetition, with fresh plates, these take turns, because only the
ratio within one run means anything:

- http: POST /api/v1/lookout-checks/: token, JSON, plain form, hashes, scope, search, hits, tally,
  the answer kept for a repetition, commit;
- service: `check` in this process: plain form, hashes, search, hits, tally, commit;
- limit: the hashes of the plain numbers and one `IN (…)` query over the sought hashes, ids only;
- query: that query alone, its hashes made beforehand.

The same three plates in each batch are sought, and every answer must name them. It exits with 1
where http takes more than three times the limit (median of the ratios).
"""

import argparse
import http.client
import json
import os
import secrets
import statistics
import sys
import time
from uuid import uuid4

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.naive_settings"
os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"], os.environ["FIELD_KEYS"] = (
    secrets.token_urlsafe(60),
    secrets.token_hex(32),
)

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test.utils import get_runner

from benchmarks.lookout_ground import ASKED, SOUGHT, TOKEN, build_ground
from checkpoints.lookout.checking import check
from checkpoints.lookout.keys import indexes_of
from checkpoints.lookout.models import CheckTally, Hit
from grid.organisation.models import ClientSystem
from tests.faults.harness import running_redis, running_web

BAR = 3.0
FOUND = 3
QUERY = """SELECT id FROM lookout_notice WHERE sought_index IN ({}) AND state = 'approved'
    AND valid_from <= now() AND valid_to > now()"""


def plates_of(rep, number):
    """Plates nobody asked about before, and three that are sought at known places."""
    plates = [ASKED.format((rep * number + n) % 100_000) for n in range(number - FOUND)]
    return plates + [SOUGHT.format(n) for n in range(FOUND)]


def over_http(client, plates):
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    body = json.dumps({"checkpoint": "CP1", "plates": plates}, ensure_ascii=False).encode()
    headers["Idempotency-Key"] = str(uuid4())
    began = time.perf_counter()
    client.request("POST", "/api/v1/lookout-checks/", body, headers)
    answer = client.getresponse()
    text = answer.read()
    spent = time.perf_counter() - began
    told = json.loads(text)
    assert answer.status == 200, text[:300]
    assert [one["position"] for one in told["hits"]] == places(plates)
    assert told["checked"] == len(plates)
    return spent


def places(plates):
    return list(range(len(plates) - FOUND, len(plates)))


def by_service(gantry, checkpoint, plates):
    began = time.perf_counter()
    answer = check(by=gantry, checkpoint=checkpoint, plates=plates, channel="api")
    spent = time.perf_counter() - began
    assert [one.position for one in answer.found] == places(plates)
    return spent


def by_query(plates, *, with_hashes):
    began = time.perf_counter()
    (hashes,) = indexes_of(plates, CheckTally.What.PLATE)
    if not with_hashes:
        began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(QUERY.format(", ".join(["%s"] * len(hashes))), hashes)
        assert len(cursor.fetchall()) == FOUND
    return time.perf_counter() - began


def measure(checkpoint, port, given):
    gantry = ClientSystem.objects.select_related("agency").get()
    client = http.client.HTTPConnection("127.0.0.1", port)
    spent = {"http": [], "service": [], "limit": [], "query": []}
    for rep in range(given.reps + 2):
        plates = plates_of(rep, given.plates)
        turn = {
            "http": over_http(client, plates),
            "limit": by_query(plates, with_hashes=True),
            "service": by_service(gantry, checkpoint, plates),
            "query": by_query(plates, with_hashes=False),
        }
        for name, seconds in turn.items():
            if rep >= 2:  # the first two warm plans and caches
                spent[name].append(seconds)
    return spent


def report(spent):
    print("load of this machine: {:.1f} {:.1f} {:.1f}".format(*os.getloadavg()))
    for name, values in spent.items():
        low, high = min(values) * 1e3, max(values) * 1e3
        print(f"{name:8} {statistics.median(values) * 1e3:7.1f} ms [{low:.1f}-{high:.1f}]")
    failed = False
    for name in ("http", "service"):
        for limit in ("limit", "query"):
            ratios = sorted(a / b for a, b in zip(spent[name], spent[limit], strict=True))
            middle = statistics.median(ratios)
            spread = f"[{ratios[0]:.2f}-{ratios[-1]:.2f}]"
            bar = f"bar {BAR:.0f}" if (name, limit) == ("http", "limit") else ""
            failed |= bool(bar) and middle > BAR
            print(f"{name} / {limit:6} {middle:5.2f} × {spread} {bar}")
    return int(failed)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=10_000)
    parser.add_argument("--plates", type=int, default=5_000)
    parser.add_argument("--reps", type=int, default=15)
    given = parser.parse_args()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        checkpoint = build_ground(given.notices)
        with running_redis() as redis, running_web(redis.port) as web:
            failed = report(measure(checkpoint, web.port, given))
        assert Hit.objects.count() == FOUND, "one hit a notice while nobody has confirmed it"
    finally:
        connection.close()
        runner.teardown_databases(databases)
    sys.exit(failed)


if __name__ == "__main__":
    main()
