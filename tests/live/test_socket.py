"""What a dispatcher's screen hears."""

import json
import threading

import pytest
from django.db import transaction

from grid.ledger import hub, tailer
from grid.ledger.models import Epoch, SeatCursor
from grid.organisation.models import Agency
from tests.cast import Cast
from tests.live.conftest import Open, Screen, happen, in_db, sign_in, stop_hub
from tests.waiting import LONG_S


def happen_in_vain(agency: Agency) -> None:
    """Facts of a transaction that is rolled back: their numbers are never given again."""
    with transaction.atomic():
        happen(agency, times=2)
        transaction.set_rollback(True)


async def test_a_fact_appears_on_an_open_screen(people: Cast, open_screen: Open) -> None:
    screen = await open_screen(people.nora)
    await screen.resume()
    seq = (await in_db(happen)(people.north_station))[0]
    fact = (await screen.facts(1))[0]
    assert fact["seq"] == seq
    assert fact["t"] == "ev"
    assert fact["kind"] == "incidents.received"
    assert fact["subject_id"] == "A0"
    assert fact["payload"] == {"n": 0}
    assert fact["agency_path"] == people.north_station.path


async def test_hello_says_which_log_and_whose_scope(people: Cast, open_screen: Open) -> None:
    seq = (await in_db(happen)(people.north, times=3))[-1]
    screen = await open_screen(people.nora)
    assert screen.hello["t"] == "hello"
    assert screen.hello["head"] == seq
    assert screen.hello["min"] <= seq - 2
    assert screen.hello["heartbeat_s"] == hub.HEARTBEAT_S
    assert screen.hello["scope"] == people.north.code
    assert screen.hello["epoch"]


async def test_nothing_is_sent_before_the_screen_says_where_it_stands(
    people: Cast, open_screen: Open
) -> None:
    screen = await open_screen(people.nora)
    await in_db(happen)(people.north)
    assert await screen.receive_nothing(timeout=0.3)


async def test_each_branch_hears_its_own_and_the_city_hears_all(
    people: Cast, open_screen: Open
) -> None:
    nora, sam, chief = [await open_screen(o) for o in (people.nora, people.sam, people.chief)]
    for screen in (nora, sam, chief):
        await screen.resume()
    north = await in_db(happen)(people.north_station, times=3)
    south = await in_db(happen)(people.south_station, times=2)
    assert [f["seq"] for f in await nora.facts(3)] == north
    assert [f["seq"] for f in await sam.facts(2)] == south
    assert [f["seq"] for f in await chief.facts(5)] == north + south
    assert await nora.receive_nothing(timeout=0.2)


async def test_a_fact_of_a_superior_agency_stays_above(people: Cast, open_screen: Open) -> None:
    nora = await open_screen(people.nora)
    await nora.resume()
    await in_db(happen)(people.city)
    last = await in_db(happen)(people.north)
    assert [f["seq"] for f in await nora.facts(1)] == last


@pytest.mark.parametrize("kind", ["organisation.role_granted", "incidents.revealed", "unheard.of"])
async def test_a_kind_nobody_may_see_is_not_sent(
    people: Cast, open_screen: Open, kind: str
) -> None:
    chief = await open_screen(people.chief)
    await chief.resume()
    await in_db(happen)(people.north, kind=kind)
    last = await in_db(happen)(people.north)
    assert [f["seq"] for f in await chief.facts(1)] == last


async def test_a_screen_that_was_away_gets_what_it_missed_and_nothing_twice(
    people: Cast, open_screen: Open
) -> None:
    screen = await open_screen(people.nora)
    await screen.resume()
    seqs = await in_db(happen)(people.north, times=5)
    await screen.facts(5)
    await screen.disconnect()
    again = await open_screen(people.nora)
    await again.resume(since=seqs[2])
    assert [f["seq"] for f in await again.facts(2)] == seqs[3:]
    assert await again.receive_nothing(timeout=0.2)


async def test_many_facts_of_one_moment_come_in_one_frame(people: Cast, open_screen: Open) -> None:
    screen = await open_screen(people.nora)
    await screen.resume()
    await in_db(happen)(people.north, times=200)
    frame = await screen.frame()
    assert frame["t"] == "evs"
    assert len(frame["events"]) == 200


async def test_a_screen_older_than_the_ring_is_caught_up_from_the_table(
    people: Cast, open_screen: Open
) -> None:
    first = (await in_db(happen)(people.north, times=2_000))[0]
    for _ in range(4):
        await in_db(happen)(people.north, times=2_000)
    screen = await open_screen(people.nora)
    await screen.resume(since=first - 1)
    facts = await screen.facts(10_000)
    assert [f["seq"] for f in facts] == list(range(first, first + 10_000))
    live = await in_db(happen)(people.north)
    assert [f["seq"] for f in await screen.facts(1)] == live


async def test_a_screen_ahead_of_this_process_waits_for_what_comes_after(
    people: Cast, open_screen: Open
) -> None:
    screen = await open_screen(people.nora)
    seqs = await in_db(happen)(people.north, times=2)
    await screen.resume(since=seqs[-1])
    seqs = await in_db(happen)(people.north, times=1)
    assert [f["seq"] for f in await screen.facts(1)] == seqs


@pytest.mark.parametrize(
    ("resume", "reason"),
    [
        ({"epoch": "another-life"}, "epoch"),
        ({"since": 10**12}, "epoch"),
        ({"view": "another-view"}, "scope"),
    ],
)
async def test_a_cursor_that_means_nothing_here_is_told_to_start_over(
    people: Cast, open_screen: Open, resume: dict, reason: str
) -> None:
    screen = await open_screen(people.nora)
    await screen.resume(**({"since": screen.hello["head"]} | resume))
    frame = await screen.frame()
    assert (frame["t"], frame["reason"]) == ("reset", reason)
    await in_db(happen)(people.north)
    assert await screen.receive_nothing(timeout=0.3)


async def test_a_cursor_from_before_the_oldest_fact_is_too_old(
    people: Cast, open_screen: Open
) -> None:
    await in_db(happen_in_vain)(people.north)
    [oldest] = await in_db(happen)(people.north)
    screen = await open_screen(people.nora)
    assert screen.hello["min"] == oldest
    await screen.resume(since=oldest - 2)
    assert (await screen.frame())["reason"] == "too_old"


async def test_the_same_screen_goes_on_in_another_process(people: Cast, open_screen: Open) -> None:
    screen = await open_screen(people.nora)
    await screen.resume()
    seen = await in_db(happen)(people.north, times=3)
    await screen.facts(3)
    screen.stop(exceptions=False)
    await stop_hub()  # the process ends; a new one knows nothing of the old
    missed = await in_db(happen)(people.north, times=2)
    again = await open_screen(people.nora)
    await again.resume(since=seen[-1])
    assert [f["seq"] for f in await again.facts(2)] == missed


@pytest.mark.parametrize(
    "origin", [None, (b"origin", b"null"), (b"origin", b"https://elsewhere.example")]
)
async def test_a_page_of_another_host_is_refused_before_anything_is_said(
    people: Cast, origin: tuple[bytes, bytes] | None
) -> None:
    screen = Screen(await in_db(sign_in)(people.nora), origin=origin)
    connected, code = await screen.connect()
    assert not connected
    assert code != 4401


async def test_another_address_than_ours_is_no_socket(people: Cast) -> None:
    screen = Screen(await in_db(sign_in)(people.nora))
    screen.scope["path"] = "/ws/elsewhere/"
    assert not (await screen.connect())[0]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"t":"resume"}',
        '{"t":"drop"}',
        '{"t":"ack","seq":-1}',
        '{"t":"ack","seq":"1"}',
        '{"t":"resume","epoch":"e","since":1e400}',
        '{"t":"resume","epoch":"e","since":99999999999999999999}',
        json.dumps({"t": "resume", "epoch": "x" * 70_000, "since": 1}),
        "\x00",
    ],
)
async def test_a_frame_that_is_not_ours_closes_the_socket(
    people: Cast, open_screen: Open, text: str
) -> None:
    screen = await open_screen(people.nora)
    await screen.send_to(text_data=text)
    assert await screen.closed_with() == 4400


async def test_a_binary_frame_closes_the_socket(people: Cast, open_screen: Open) -> None:
    screen = await open_screen(people.nora)
    await screen.send_to(bytes_data=b"\x00\x01")
    assert await screen.closed_with() == 4400


async def test_a_flood_of_frames_closes_the_socket(people: Cast, open_screen: Open) -> None:
    screen = await open_screen(people.nora)
    for _ in range(200):
        await screen.send_to(text_data='{"t":"ack","seq":0}')
    assert await screen.closed_with() == 4429


async def test_one_officer_may_open_only_so_many_screens(
    people: Cast, open_screen: Open, settings
) -> None:
    settings.LIVE_SOCKETS_PER_OFFICER = 2
    first = await open_screen(people.nora)
    await open_screen(people.nora)
    third = Screen(await in_db(sign_in)(people.nora))
    assert (await third.connect())[0]
    assert await third.closed_with() == 4429
    await first.disconnect()
    assert (await open_screen(people.nora)).hello["t"] == "hello"


async def test_a_log_with_another_epoch_sends_every_screen_back_to_the_state(
    people: Cast, open_screen: Open, monkeypatch
) -> None:
    monkeypatch.setattr(tailer, "RECHECK_EVERY", 1)
    screen = await open_screen(people.nora)
    await screen.resume()
    await in_db(happen)(people.north)
    await screen.facts(1)  # the old epoch's resume is answered: it cannot meet the new epoch
    await in_db(Epoch.objects.update)(value="restored")
    reset = await screen.frame()
    assert (reset["t"], reset["reason"], reset["epoch"]) == ("reset", "epoch", "restored")
    screen.hello = await screen.frame()
    assert screen.hello["epoch"] == "restored"
    await screen.resume()
    last = await in_db(happen)(people.north)
    assert [f["seq"] for f in await screen.facts(1)] == last


async def test_a_resume_that_was_on_its_way_when_the_epoch_ended_is_no_second_reset(
    people: Cast, open_screen: Open, monkeypatch
) -> None:
    monkeypatch.setattr(tailer, "RECHECK_EVERY", 1)
    screen = await open_screen(people.nora)
    await in_db(Epoch.objects.update)(value="restored")
    assert (await screen.frame())["t"] == "reset"
    await screen.resume()  # sent before the reset was read: the old epoch's
    screen.hello = await screen.frame()
    await screen.resume()
    last = await in_db(happen)(people.north)
    assert [f["seq"] for f in await screen.facts(1)] == last


async def test_a_screen_still_catching_up_when_the_epoch_ends_goes_on_in_the_new_one(
    people: Cast, open_screen: Open, monkeypatch
) -> None:
    read, gone_on = hub.read_sight, threading.Event()

    def read_late(*args, **kwargs):
        gone_on.wait(LONG_S)
        return read(*args, **kwargs)

    for module in (hub, tailer):
        monkeypatch.setattr(module, "RING", 20)
    monkeypatch.setattr(tailer, "RECHECK_EVERY", 1)
    monkeypatch.setattr(hub, "read_sight", read_late)
    first = (await in_db(happen)(people.north, times=40))[0]
    screen = await open_screen(people.nora)
    await screen.resume(since=first)
    await in_db(Epoch.objects.update)(value="restored")
    assert (await screen.frame())["t"] == "reset"
    screen.hello = await screen.frame()
    await screen.resume()
    gone_on.set()
    last = await in_db(happen)(people.north)
    assert [f["seq"] for f in await screen.facts(1)] == last


async def test_a_screen_that_has_slept_past_the_ring_gets_everything(
    people: Cast, open_screen: Open, monkeypatch
) -> None:
    for module in (hub, tailer):
        monkeypatch.setattr(module, "RING", 20)
    monkeypatch.setattr(hub, "PAGE", 30)
    monkeypatch.setattr(tailer, "PAGE", 30)
    awake, sleeper = await open_screen(people.nora), await open_screen(people.nora)
    await awake.resume()
    seqs: list[int] = []
    for _ in range(12):
        seqs += await in_db(happen)(people.north, times=15)
        await in_db(happen)(people.south, times=5)
    assert [f["seq"] for f in await awake.facts(180)] == seqs
    await sleeper.resume()
    assert [f["seq"] for f in await sleeper.facts(180)] == seqs
    seqs = await in_db(happen)(people.north, times=3)
    assert [f["seq"] for f in await sleeper.facts(3)] == seqs


async def test_the_heartbeat_says_how_far_the_log_and_this_screen_are(
    people: Cast, open_screen: Open, monkeypatch
) -> None:
    monkeypatch.setattr(hub, "HEARTBEAT_S", 0.2)
    screen = await open_screen(people.nora)
    await screen.resume()
    mine = await in_db(happen)(people.north)
    theirs = await in_db(happen)(people.south)
    beat = await screen.frame()
    while beat["t"] != "hb" or beat["head"] < theirs[0]:
        beat = await screen.frame()
    assert beat == {"t": "hb", "head": theirs[0], "sent": mine[0]}


async def test_a_process_that_no_longer_sees_the_log_falls_silent(
    people: Cast, open_screen: Open, monkeypatch
) -> None:
    monkeypatch.setattr(hub, "HEARTBEAT_S", 0.1)
    screen = await open_screen(people.nora)
    monkeypatch.setattr(hub, "BLIND_AFTER_S", -1.0)
    while not await screen.receive_nothing(timeout=0.3):
        assert (await screen.frame())["t"] == "hb"


async def test_the_register_says_which_screen_has_fallen_behind(
    people: Cast, open_screen: Open, monkeypatch
) -> None:
    monkeypatch.setattr(hub, "HEARTBEAT_S", 0.1)
    screen = await open_screen(people.nora)
    await screen.resume()
    seq = (await in_db(happen)(people.north))[0]
    mine = SeatCursor.objects.visible_to(people.chief)
    while not await in_db(mine.filter(sent_seq=seq, behind_since__isnull=False).exists)():
        await screen.frame()
    await screen.send_to(text_data=json.dumps({"t": "ack", "seq": seq}))
    while not await in_db(mine.filter(acked_seq=seq, behind_since=None).exists)():
        await screen.frame()
    assert await in_db(lambda: mine.get().label)() == str(people.nora)
    assert not await in_db(SeatCursor.objects.visible_to(people.sam).exists)()
