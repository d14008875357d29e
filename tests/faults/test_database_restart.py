"""PostgreSQL dies under load and comes back: nothing is lost, halved or doubled."""

import asyncio
import json
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

import psycopg2
import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from command_center.incidents.reference import load
from command_center.incidents.targets import ensure_default_targets
from grid.ledger.actors import PLATFORM
from grid.organisation.services.clients import create_client
from script.house.postgres import Postgres, binaries
from tests.cast import Cast, call_cast
from tests.faults.harness import (
    BASE_DIR,
    Service,
    crash,
    running_postgres,
    running_redis,
    running_web,
    service_env,
)
from tests.faults.screen import NetworkScreen
from tests.incidents.conftest import BURGLARY, NORTH
from tests.live.conftest import happen, sign_in
from tests.waiting import LONG_S, ended

pytestmark = [
    pytest.mark.fault,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(binaries() is None, reason="PostgreSQL's own programs are not installed"),
]

POSTERS = 4
REFUSED = (503, "1")  # with how many seconds to wait before the next try


@dataclass
class Poster:
    """A client system that reports incidents and repeats each until it is taken."""

    port: int
    token: str
    name: str
    taken: list[str] = field(default_factory=list)
    answers: list[tuple[int, str | None]] = field(default_factory=list)

    def run(self, stopped: threading.Event) -> None:
        number = 0
        while not stopped.is_set():
            number += 1
            source_number = f"{self.name}-{number}"
            while (status := self._post(source_number)) != 201 and not stopped.is_set():
                time.sleep(0.1)
            self.taken += [source_number] if status == 201 else []

    def _post(self, source_number: str) -> int:
        said = {"category": BURGLARY, "address": "示例路 1 号", "narrative": "有人撬门", **NORTH}
        body = said | {"source": "restart", "source_number": source_number}
        link = HTTPConnection("127.0.0.1", self.port, timeout=LONG_S)
        link.request(
            "POST",
            "/api/v1/incidents/",
            json.dumps(body),
            {
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "Idempotency-Key": f"key-{source_number}",
            },
        )
        answer = link.getresponse()
        answer.read()
        link.close()
        self.answers.append((answer.status, answer.headers["Retry-After"]))
        return answer.status


@dataclass
class Reader:
    """A seat that loads its state over and over."""

    port: int
    cookie: str
    answers: list[tuple[int, str | None]] = field(default_factory=list)

    def run(self, stopped: threading.Event) -> None:
        while not stopped.is_set():
            link = HTTPConnection("127.0.0.1", self.port, timeout=LONG_S)
            link.request("GET", "/api/v1/state/", headers={"Cookie": self.cookie})
            answer = link.getresponse()
            answer.read()
            link.close()
            self.answers.append((answer.status, answer.headers["Retry-After"]))
            time.sleep(0.05)


@pytest.fixture
def people(transactional_db: None) -> Cast:
    cast = call_cast()
    load()
    ensure_default_targets(cast.city)
    # A screen that heard of no fact may be behind the beginning of a log.
    happen(cast.city, kind="alerts.raised")
    return cast


def read(postgres: Postgres, sql: str) -> list[Any]:
    link = psycopg2.connect(postgres.url)
    try:
        with link.cursor() as cursor:
            cursor.execute(sql)
            return [row[0] for row in cursor.fetchall()]
    finally:
        link.close()


def reporting_token(people: Cast) -> str:
    _, token = create_client(
        name="restart",
        agency=people.north,
        scopes=["incidents.report"],
        owner="test",
        by=PLATFORM,
    )
    return token


@asynccontextmanager
async def watching(screens: list[NetworkScreen]) -> AsyncIterator[None]:
    """The screens are open, and connect again for as long as the block lasts."""
    tasks = [asyncio.create_task(screen.run()) for screen in screens]
    try:
        async with asyncio.timeout(LONG_S):
            await asyncio.gather(*(screen.ready.wait() for screen in screens))
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def live_worker(redis_port: int, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    argv = [sys.executable, "manage.py", "run_live"]
    quiet, env = subprocess.DEVNULL, service_env(redis_port, **more)
    worker = subprocess.Popen(argv, cwd=BASE_DIR, env=env, stdout=quiet, stderr=quiet)
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait(LONG_S)


@contextmanager
def working(*jobs: Callable[[threading.Event], None]) -> Iterator[None]:
    """The jobs in threads, until the block ends and each has finished what it was at."""
    stopped = threading.Event()
    threads = [threading.Thread(target=job, args=(stopped,)) for job in jobs]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopped.set()
        ended(threads)


async def taken_more(posters: list[Poster], each: int) -> None:
    """Wait until every poster has had so many more reports taken."""
    goals = [len(p.taken) + each for p in posters]
    async with asyncio.timeout(LONG_S):
        while any(len(p.taken) < goal for p, goal in zip(posters, goals, strict=True)):
            await asyncio.sleep(0.05)


async def all_refused(*clients: Poster | Reader) -> None:
    """Wait until each has been answered that the database is away."""
    async with asyncio.timeout(LONG_S):
        while any(client.answers[-1] != REFUSED for client in clients):
            await asyncio.sleep(0.05)


async def outage(database: Service, posters: list[Poster], reader: Reader) -> None:
    """Some load, the crash in the middle of it, the way back, and load again."""
    await taken_more(posters, 5)
    await asyncio.to_thread(crash, database)
    await all_refused(*posters, reader)
    await asyncio.to_thread(database.start)
    await taken_more(posters, 5)


async def all_seen(screens: list[NetworkScreen], wanted: list[int]) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(LONG_S):
            while any(len(screen.got) < len(wanted) for screen in screens):
                await asyncio.sleep(0.05)
    for screen in screens:
        assert screen.got == wanted
        assert screen.breaks == 0


def nothing_is_halved(postgres: Postgres, posters: list[Poster]) -> None:
    """Each report that was taken is there once, with its fact and its audit entry."""
    reported = "SELECT source_number FROM incidents_incident WHERE source = 'restart'"
    assert sorted(read(postgres, reported)) == sorted(n for p in posters for n in p.taken)
    numbers = sorted(read(postgres, "SELECT number FROM incidents_incident"))
    for place, word in (("ledger_evententry", "kind"), ("ledger_auditentry", "action")):
        of_each = f"SELECT subject_id FROM {place} WHERE {word} = 'incidents.received'"
        assert sorted(read(postgres, of_each)) == numbers


async def test_a_database_that_crashes_under_load_loses_and_halves_nothing(people: Cast) -> None:
    token = await sync_to_async(reporting_token)(people)
    officers = (people.nora, people.chief)
    cookies = [await sync_to_async(sign_in)(officer) for officer in officers]
    with running_redis() as redis, running_postgres() as (database, postgres):
        own = {"DATABASE_URL": postgres.url}
        since = read(postgres, "SELECT coalesce(max(seq), 0) FROM ledger_evententry")[0]
        with running_web(redis.port, **own) as web, live_worker(redis.port, **own) as worker:
            screens = [NetworkScreen(web.port, cookies[n % 2], since=since) for n in range(10)]
            posters = [Poster(web.port, token, f"p{n}") for n in range(POSTERS)]
            reader = Reader(web.port, f"{settings.SESSION_COOKIE_NAME}={cookies[0]}")
            async with watching(screens):
                with working(*(p.run for p in posters), reader.run):
                    await outage(database, posters, reader)
                log = f"SELECT seq FROM ledger_evententry WHERE seq > {since} ORDER BY seq"
                await all_seen(screens, read(postgres, log))
            assert worker.poll() is None
            nothing_is_halved(postgres, posters)
    assert {answer for p in posters for answer in p.answers} == {(201, None), REFUSED}
    assert set(reader.answers) == {(200, None), REFUSED}
    assert all(p.answers[-1] == (201, None) for p in posters)
