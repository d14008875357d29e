"""No alert is lost: whatever dies, every screen gets every fact of its scope once, in order."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
import redis.asyncio
from asgiref.sync import sync_to_async

from grid.ledger import hints
from grid.ledger.models import EventEntry
from grid.organisation.models import Officer
from tests.cast import Cast, call_cast
from tests.faults.harness import BASE_DIR, Service, running_redis, running_web, service_env
from tests.faults.screen import NetworkScreen
from tests.live.conftest import happen, sign_in
from tests.waiting import LONG_S

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

SCREENS = 100
WRITERS = 8
EACH = 2_000 if os.environ.get("WHOLE_LIFE") == "1" else 1_000


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast, and a fact: a screen that heard of none may be behind the beginning of a log."""
    cast = call_cast()
    happen(cast.city)
    return cast


@pytest.fixture
def own_redis() -> Iterator[Service]:
    with running_redis() as service:
        yield service


@pytest.fixture
def web(people: Cast, own_redis: Service) -> Iterator[Service]:
    with running_web(own_redis.port) as service:
        yield service


def seqs_of(officer: Officer, after: int) -> list[int]:
    rows = EventEntry.objects.filter(seq__gt=after, agency_path__startswith=officer.agency_path)
    return list(rows.order_by("seq").values_list("seq", flat=True))


def newest() -> int:
    return EventEntry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


async def write(redis: Service, people: Cast, each: int) -> None:
    """Run the writers to their end."""
    paths = [people.north_station.path, people.south_station.path, people.city.path]
    writers = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.write_facts",
        str(each),
        *paths,
        env=service_env(redis.port),
        cwd=BASE_DIR,
    )
    assert await writers.wait() == 0


async def open_screens(
    web: Service, officers: list[Officer], number: int, since: int
) -> list[tuple[Officer, NetworkScreen]]:
    keys = [await sync_to_async(sign_in)(officer) for officer in officers]
    return [
        (officers[n % len(officers)], NetworkScreen(web.port, keys[n % len(keys)], since=since))
        for n in range(number)
    ]


async def watch(
    screens: list[tuple[Officer, NetworkScreen]], story: "asyncio.Future[None]", since: int
) -> None:
    """Keep the screens running through the story, then until each has its last fact."""
    tasks = [asyncio.create_task(screen.run()) for _, screen in screens]
    try:
        async with asyncio.timeout(LONG_S):
            await asyncio.gather(*(screen.ready.wait() for _, screen in screens))
        await story
        expected = {o.pk: await sync_to_async(seqs_of)(o, since) for o, _ in screens}
        with suppress(TimeoutError):
            async with asyncio.timeout(LONG_S):
                while any(len(s.got) < len(expected[o.pk]) for o, s in screens):
                    await asyncio.sleep(0.05)
        for officer, screen in screens:
            assert screen.got == expected[officer.pk]
            assert screen.breaks == 0
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_every_screen_gets_every_fact_once_and_in_order_whatever_dies(
    people: Cast, own_redis: Service, web: Service
) -> None:
    since = await sync_to_async(newest)()
    officers = [people.nora, people.sam, people.chief]
    screens = await open_screens(web, officers, SCREENS, since)

    async def story() -> None:
        writing = asyncio.create_task(write(own_redis, people, EACH))
        async with asyncio.timeout(LONG_S):
            while not all(screen.got for _, screen in screens):
                await asyncio.sleep(0.05)
        await own_redis.restart_after(2)
        await asyncio.sleep(1)
        await web.restart_after(1)
        await writing
        async with asyncio.timeout(LONG_S):
            while not all(screen.connections >= 2 for _, screen in screens):
                await asyncio.sleep(0.05)

    await watch(screens, asyncio.ensure_future(story()), since)
    assert await sync_to_async(newest)() - since >= WRITERS * EACH


async def test_a_redis_that_forgets_everything_changes_nothing(
    people: Cast, own_redis: Service, web: Service
) -> None:
    since = await sync_to_async(newest)()
    screens = await open_screens(web, [people.nora, people.sam, people.chief], 30, since)

    async def story() -> None:
        writing = asyncio.create_task(write(own_redis, people, 100))
        client = redis.asyncio.Redis(port=own_redis.port)
        while not writing.done():
            await client.flushall()
            await client.client_kill_filter(_type="pubsub")
            await asyncio.sleep(0.2)
        await client.aclose()
        await writing

    await watch(screens, asyncio.ensure_future(story()), since)
    assert await sync_to_async(newest)() - since >= WRITERS * 100
    assert all(screen.connections == 1 for _, screen in screens)


async def test_a_frozen_redis_fails_no_write_and_loses_no_fact(
    people: Cast, own_redis: Service, web: Service
) -> None:
    since = await sync_to_async(newest)()
    screens = await open_screens(web, [people.nora, people.sam, people.chief], 30, since)

    async def story() -> None:
        await write(own_redis, people, 20)
        own_redis.signal(signal.SIGSTOP)
        await write(own_redis, people, 50)  # each of its 400 transactions commits, or it fails
        own_redis.signal(signal.SIGCONT)
        await write(own_redis, people, 20)

    await watch(screens, asyncio.ensure_future(story()), since)
    assert await sync_to_async(newest)() - since >= WRITERS * 90
    assert all(screen.connections == 1 for _, screen in screens)


@pytest.mark.django_db
def test_a_write_beside_a_frozen_redis_waits_for_one_timeout_at_most(
    people: Cast, own_redis: Service, settings, capsys
) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{own_redis.port}/0"
    hints._client.cache_clear()
    happen(people.north)
    own_redis.signal(signal.SIGSTOP)
    before = hints.counts.failed
    took = []
    for _ in range(100):
        began = time.monotonic()
        happen(people.north)
        took.append(time.monotonic() - began)
    hints._client.cache_clear()
    with capsys.disabled():
        print(f"\nbeside a frozen Redis: slowest write {max(took) * 1000:.0f} ms")
    assert hints.counts.failed - before <= 1 + sum(took) / hints.BREAK_S
    assert EventEntry.objects.filter(agency_path=people.north.path).count() == 101
