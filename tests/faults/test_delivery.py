"""No alert is lost: whatever dies, every screen gets every fact of its scope once, in order."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest
from asgiref.sync import sync_to_async

from grid.ledger.models import EventEntry
from grid.organisation.models import Officer
from tests.cast import Cast, call_cast
from tests.faults.harness import BASE_DIR, Service, running_redis, running_web, service_env
from tests.faults.screen import NetworkScreen
from tests.live.conftest import sign_in

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

SCREENS = 100
WRITERS = 8
EACH = 2_000


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return call_cast()


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
        async with asyncio.timeout(30):
            await asyncio.gather(*(screen.ready.wait() for _, screen in screens))
        await story
        expected = {o.pk: await sync_to_async(seqs_of)(o, since) for o, _ in screens}
        with suppress(TimeoutError):
            async with asyncio.timeout(30):
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
        await asyncio.sleep(3)
        await own_redis.restart_after(2)
        await asyncio.sleep(1)
        await web.restart_after(1)
        await writing

    await watch(screens, asyncio.ensure_future(story()), since)
    assert await sync_to_async(newest)() - since >= WRITERS * EACH
    assert all(screen.connections >= 2 for _, screen in screens)
