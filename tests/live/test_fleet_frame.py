"""The fleet on the live link: once a second, per scope, only what changed, never in the way."""

import asyncio
import json
from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from command_center.alerts import consumers
from grid.ledger.outlet import Outlet, Passed, text_message
from grid.ledger.snapshots import Frame, Pusher, Snapshot, snapshots
from grid.organisation.models import Agency
from patrol.positions import fleet_frame
from patrol.positions.models import UnitPosition
from patrol.units.models import Unit
from tests.cast import Cast
from tests.live.conftest import Open, Screen, happen, in_db
from tests.patrol.make import make_unit

MOVES = iter(range(1, 1_000))


@pytest.fixture(autouse=True)
def _no_fleet_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a new process: another test's fleet may have had as many writes."""
    monkeypatch.setattr(fleet_frame, "_fleet", None)


def stand(unit: Unit, *, age_s: int = 5, **said: Any) -> None:
    """The unit has a position; each call is a newer write."""
    now = timezone.now()
    point = Point(125.11, 42.91, srid=4326)
    values = {
        "point": point,
        "device_time": now - timedelta(seconds=age_s),
        "still_since": now,
        "still_at": point,
        "written_by": next(MOVES),
    }
    UnitPosition.objects.update_or_create(unit=unit, defaults=values | said)


async def watch(screen: Screen, *what: str) -> None:
    await screen.send_to(text_data=json.dumps({"t": "watch", "what": list(what)}))


async def placed(cast: Cast, agency: Agency, call_sign: str, **said: Any) -> Unit:
    unit: Unit = await in_db(make_unit)(cast, agency=agency, call_sign=call_sign)
    await in_db(stand)(unit, **said)
    return unit


async def test_a_screen_that_watches_is_shown_the_units_of_its_scope_and_no_others(
    people: Cast, open_screen: Open
) -> None:
    await placed(people, people.north_station, "N-1", source="radio", speed_kmh=30.0, heading=90)
    await placed(people, people.south_station, "S-1", age_s=400)
    nora, sam, chief = [await open_screen(o) for o in (people.nora, people.sam, people.chief)]
    for screen in (nora, sam, chief):
        await watch(screen, "pos")
    frame = await nora.frame()
    assert frame["t"] == "pos"
    assert frame["at"]
    [[call_sign, lng, lat, age_s, heading, speed, is_stale]] = frame["units"]
    assert (call_sign, lng, lat, heading, speed, is_stale) == ("N-1", 125.11, 42.91, 90, 30, False)
    assert age_s >= 5
    [south] = (await sam.frame())["units"]
    assert (south[0], south[6]) == ("S-1", True)
    assert [unit[0] for unit in (await chief.frame())["units"]] == ["N-1", "S-1"]


async def test_nothing_is_sent_while_nothing_changes_and_a_move_is_sent_at_once(
    people: Cast, open_screen: Open
) -> None:
    unit = await placed(people, people.north_station, "N-1")
    nora, sam = await open_screen(people.nora), await open_screen(people.sam)
    for screen in (nora, sam):
        await watch(screen, "pos")
        await screen.frame()
    assert await nora.receive_nothing(timeout=1.6)
    await in_db(stand)(unit, point=Point(125.12, 42.91, srid=4326))
    assert (await nora.frame())["units"][0][1] == 125.12
    assert await sam.receive_nothing(timeout=0.3)


async def test_a_screen_that_does_not_watch_or_stops_watching_hears_facts_alone(
    people: Cast, open_screen: Open
) -> None:
    unit = await placed(people, people.north_station, "N-1")
    nora = await open_screen(people.nora)
    await nora.resume()
    assert await nora.receive_nothing(timeout=1.2)
    await watch(nora, "pos", "unheard of")
    assert (await nora.frame())["t"] == "pos"
    await watch(nora)
    await in_db(stand)(unit)
    await in_db(happen)(people.north)
    assert (await nora.frame())["t"] == "ev"
    assert await nora.receive_nothing(timeout=1.2)


async def test_a_watch_that_is_no_list_of_names_closes_the_socket(
    people: Cast, open_screen: Open
) -> None:
    nora = await open_screen(people.nora)
    await nora.send_to(text_data='{"t":"watch","what":[1]}')
    assert await nora.closed_with() == consumers.MALFORMED


async def test_who_may_not_read_units_is_shown_none(people: Cast, open_screen: Open) -> None:
    nora = await open_screen(people.nora)
    seat = next(iter(consumers.current_hub().seats))
    shown = Snapshot("secret", "nowhere.", 1.0, lambda paths: {p: Frame(1, "x") for p in paths})
    seat.watching = frozenset({"secret"})
    await Pusher(lambda: [seat]).push(shown)
    assert await nora.receive_nothing(timeout=0.2)


async def test_who_looks_away_while_a_frame_is_read_is_not_shown_it(
    people: Cast, open_screen: Open
) -> None:
    nora = await open_screen(people.nora)
    seat = next(iter(consumers.current_hub().seats))
    seat.watching = frozenset({"x"})

    def read(paths: Collection[str]) -> dict[str, Frame]:
        seat.watching = frozenset()
        return {path: Frame(1, '{"t":"x"}') for path in paths}

    pusher = Pusher(lambda: [seat])
    await pusher.push(Snapshot("x", "patrol.", 1.0, read))
    assert await nora.receive_nothing(timeout=0.1)
    await pusher.close()


async def test_a_socket_that_is_still_taking_something_is_passed_over() -> None:
    free, sent = asyncio.Event(), []

    async def send(message: Any) -> None:
        await free.wait()
        sent.append(message["text"])

    outlet = Outlet(send)
    outlet.push(text_message("a fact"))
    frames = [outlet.offer(text_message(f"frame {n}") | {"lossy": True}) for n in range(50)]
    assert not any(frames)
    outlet.push(text_message("the next fact"))
    free.set()
    await outlet.flushed()
    assert sent == ["a fact", "the next fact"]
    assert outlet.offer(text_message("the newest frame"))


async def test_a_full_transport_passes_a_frame_over_and_stays_open() -> None:
    async def send(message: Any) -> None:
        raise Passed

    outlet = Outlet(send)
    assert not outlet.offer(text_message("a frame"))
    assert not outlet.is_closed


async def test_a_screen_that_was_passed_over_is_given_the_frame_when_it_is_free(
    people: Cast, open_screen: Open
) -> None:
    nora = await open_screen(people.nora)
    seat = next(iter(consumers.current_hub().seats))
    shown = Snapshot(
        "x", "patrol.", 1.0, lambda paths: {p: Frame("same", '{"t":"x"}') for p in paths}
    )
    seat.watching = frozenset({"x"})
    pusher, offer = Pusher(lambda: [seat]), Outlet.offer
    try:
        Outlet.offer = lambda self, message: False  # type: ignore[method-assign]
        await pusher.push(shown)
        assert await nora.receive_nothing(timeout=0.1)
    finally:
        Outlet.offer = offer  # type: ignore[method-assign]
    for _again in range(2):
        await pusher.push(shown)
    assert (await nora.frame())["t"] == "x"
    assert await nora.receive_nothing(timeout=0.2)
    await pusher.close()


def test_the_fleet_is_registered_for_those_who_read_units() -> None:
    assert snapshots["pos"].needs == "patrol."
    assert snapshots["pos"].every_s == 1.0
