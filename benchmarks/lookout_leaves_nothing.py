# ruff: noqa: E402 settings come before the imports that need them
"""100,000 plates that nobody seeks, asked about over HTTP; then memory and disk are searched.

`python -m benchmarks.lookout_leaves_nothing [--plates 100000]` makes a PostgreSQL, a Redis and a
web server of its own; PostgreSQL logs every statement with its values, which no deployment does.
The plates go in batches of 5,000 as gantries send them, a hundred more one by one, in UTF-8 and in
escaped JSON by turns. Then every plate is looked for as it is written in UTF-8, UTF-16, escaped
JSON and hex:

- disk: the whole data folder of PostgreSQL (tables, indexes, WAL, temporary files), its log, the
  web server's log, a dump of Redis;
- memory: every process of PostgreSQL and Redis, and the web server right after the last answer and
  after the traffic of other requests.

It exits with 1 where one is found in any of them.
"""

import argparse
import http.client
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from uuid import uuid4

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.naive_settings"
os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"], os.environ["FIELD_KEYS"] = (
    secrets.token_urlsafe(60),
    secrets.token_hex(32),
)

import django

django.setup()

import redis as redis_client
from django.conf import settings
from django.db import connection
from django.test.utils import get_runner

from benchmarks.lookout_ground import ASKED, TOKEN, build_ground
from tests.faults.harness import running_postgres, running_redis, running_web

BATCH, SINGLES, OTHERS = 5_000, 100, 400
HEAD = ASKED.format(0)[:3]
HEADS = [
    (HEAD.encode(), rb"\d{5}"),
    (HEAD.encode("utf-16-le"), rb"(?:\d\x00){5}"),
    (json.dumps(HEAD)[1:-1].encode(), rb"\d{5}"),
    (HEAD.encode().hex().encode(), rb"(?:3\d){5}"),
]
PATTERNS = [(head, re.compile(re.escape(head) + digits)) for head, digits in HEADS]
PIECE, OVERLAP = 64 << 20, 64


def found_in(data):
    """The distinct plates in some bytes; looking for the head first is far quicker."""
    return {
        match.group(0)
        for head, pattern in PATTERNS
        if head in data
        for match in pattern.finditer(data)
    }


def found_on_disk(*folders):
    found = set()
    for folder in folders:
        for path in Path(folder).rglob("*"):
            if path.is_file():
                found |= found_in(path.read_bytes())
    return found


def found_in_memory(pid, seen=None):
    """The distinct plates in everything a process may write to; what is shared is read once."""
    found, seen = set(), set() if seen is None else seen
    place = Path(f"/proc/{pid}")
    with (place / "maps").open() as maps, (place / "mem").open("rb", 0) as memory:
        for line in maps:
            span, rights, _offset, device, inode = line.split()[:5]
            if "w" not in rights or ("s" in rights and (span, device, inode) in seen):
                continue
            seen.add((span, device, inode))
            start, end = (int(part, 16) for part in span.split("-"))
            for at in range(start, end, PIECE):
                try:
                    memory.seek(at)
                    found |= found_in(memory.read(min(PIECE + OVERLAP, end - at)))
                except OSError:
                    continue  # a page that cannot be read holds nothing that can be found
    return found


def family(pid):
    """A process and its children."""
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [pid, *map(int, listed.stdout.split())]


class Gantry:
    """A client that asks, and forgets with its process."""

    def __init__(self, port):
        self.client = http.client.HTTPConnection("127.0.0.1", port)

    def ask(self, plates, *, escaped=False):
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        headers["Idempotency-Key"] = str(uuid4())
        body = json.dumps({"checkpoint": "CP1", "plates": plates}, ensure_ascii=escaped)
        self.client.request("POST", "/api/v1/lookout-checks/", body.encode(), headers)
        answer = self.client.getresponse()
        told = json.loads(answer.read())
        assert (answer.status, told["hits"], told["checked"]) == (200, [], len(plates)), told

    def other(self):
        """A request of another kind: a page that asks for a sign-in."""
        self.client.request("GET", "/accounts/login/?next=/" + "x" * 200)
        self.client.getresponse().read()


def run(given, web, postgres, redis, folders):
    gantry = Gantry(web.port)
    for first in range(0, given.plates, BATCH):
        batch = [ASKED.format(n) for n in range(first, min(first + BATCH, given.plates))]
        gantry.ask(batch, escaped=first // BATCH % 2 == 1)
    for n in range(SINGLES):
        gantry.ask([ASKED.format(n * 7)], escaped=n % 2 == 1)
    at_once = found_in_memory(web.process.pid)
    for _turn in range(OTHERS):
        gantry.other()
    redis_client.Redis(port=redis.port).save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    servers, shared = [*family(postgres.process.pid), redis.process.pid], set()
    behind = set().union(*(found_in_memory(pid, shared) for pid in servers))
    return {
        "web server, at once": (len(at_once), True),
        f"web server, {OTHERS} other requests later": (
            len(found_in_memory(web.process.pid)),
            True,
        ),
        f"PostgreSQL and Redis, {len(servers)} processes": (
            len(behind),
            True,
        ),
        "disk: data, WAL, logs, dump": (len(found_on_disk(*folders)), True),
    }


def log_everything(url):
    """PostgreSQL writes each statement with its values to its log."""
    for name, value in (("log_min_duration_statement", "0"), ("log_statement", "'all'")):
        statement = f"ALTER SYSTEM SET {name} = {value}"
        subprocess.run(["psql", "-Xqc", statement, "-d", url], check=True)
    subprocess.run(["psql", "-Xqtc", "SELECT pg_reload_conf()", "-d", url], check=True)


def measure(given):
    with (
        tempfile.TemporaryDirectory() as place,
        running_redis(Path(place)) as redis,
        running_postgres() as (server, postgres),
    ):
        log_everything(postgres.url)
        with running_web(redis.port, DATABASE_URL=postgres.url) as web:
            folders = (place, postgres.home, server.log.parent, web.log.parent)
            found = run(given, web, server, redis, folders)
            logged = server.log.read_text(errors="replace").count("string_to_array")
            assert logged >= given.plates // BATCH, "PostgreSQL did not log what it was asked"
            planted = Path(place) / "planted"
            planted.write_text(ASKED.format(12345))
            assert len(found_on_disk(place)) == 1, "the search itself finds what is there"
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plates", type=int, default=100_000)
    given = parser.parse_args()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        build_ground(100)
        found = measure(given)
    finally:
        connection.close()
        runner.teardown_databases(databases)
    print(f"of {given.plates} plates that nobody seeks, found again:")
    for where, (number, is_barred) in found.items():
        print(f"  {where:45} {number:6}{'   (bar 0)' if is_barred else ''}")
    sys.exit(any(number for number, is_barred in found.values() if is_barred))


if __name__ == "__main__":
    main()
