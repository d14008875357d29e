"""A simulated day: in order, at its speed, every call carried to its end, nothing done twice."""

from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests

from command_center.demo import player as module
from command_center.demo.player import STEPS, Deed, Player
from command_center.demo.rest import Rest
from command_center.demo.scripts import live_day
from command_center.incidents.states import TRANSITIONS
from tests.cast import Cast

FAST = 1e9


class Answer:
    def __init__(self, status: int, number: str = "") -> None:
        self.status_code, self.ok, self.text = status, status < 400, "because"
        self.number = number

    def json(self) -> dict[str, str]:
        return {"number": self.number}


class Platform:
    """Stands in for the network: keeps what was posted, breaks the line when told to."""

    def __init__(self, breaks: int = 0, status: int = 201) -> None:
        self.posts: list[tuple[str, dict[str, Any], str]] = []
        self.breaks, self.status = breaks, status

    def request(
        self, method: str, url: str, *, json: Any, headers: dict[str, str], timeout: float
    ) -> Answer:
        assert method == "POST"
        self.posts.append((url, json, headers["Idempotency-Key"]))
        if self.breaks:
            self.breaks -= 1
            raise requests.ConnectionError
        return Answer(self.status, f"26-{len(self.posts):04}")


@pytest.fixture(autouse=True)
def _no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.time, "sleep", lambda seconds: None)


def player(platform: Platform, **more: Any) -> Player:
    said: list[str] = []
    rest = Rest(base="http://x", token="t", say=said.append, _session=platform)
    return Player(rest=rest, speed=FAST, **more)


def test_a_call_is_carried_through_every_step_to_its_close() -> None:
    platform = Platform()
    playing = player(platform)
    playing.plan([(0, Deed("incidents/", {"category": "010100"}, "mediated"))])
    playing.play()
    steps = [body["to"] for url, body, _key in platform.posts if url.endswith("/steps/")]
    assert steps == [step for _after, step in STEPS]
    assert platform.posts[-1][1]["disposition"] == "mediated"
    assert playing.rest.counts["incidents"] == playing.rest.counts["closed"] == 1


def test_the_steps_played_are_steps_the_state_machine_has() -> None:
    for before, after in pairwise(["received", *(step for _after, step in STEPS)]):
        assert after in TRANSITIONS[before]


def test_deeds_are_done_in_order_of_their_second_whatever_the_order_given() -> None:
    platform = Platform()
    playing = player(platform)
    playing.plan([(9, Deed("b/", {})), (1, Deed("a/", {})), (9, Deed("c/", {}))])
    playing.play()
    assert [url[-2] for url, _body, _key in platform.posts] == ["a", "b", "c"]


def test_a_broken_line_is_tried_again_under_the_same_key() -> None:
    platform = Platform(breaks=2)
    playing = player(platform)
    playing.plan([(0, Deed("incidents/", {}))])
    playing.play()
    assert len(platform.posts) == 3
    assert len({key for _url, _body, key in platform.posts}) == 1
    assert playing.rest.counts["incidents"] == 1


def test_a_refusal_is_counted_and_the_day_goes_on() -> None:
    platform = Platform(status=400)
    playing = player(platform)
    playing.plan([(0, Deed("incidents/", {}, "mediated")), (1, Deed("incidents/", {}))])
    playing.play()
    assert playing.rest.counts == {"refused 400": 2}


def test_after_its_minutes_the_player_stops() -> None:
    platform = Platform()
    playing = player(platform)
    playing.speed = 1
    playing.plan([(0, Deed("a/", {})), (3600, Deed("b/", {}))])
    playing.play(for_s=10)
    assert len(platform.posts) == 1


@pytest.mark.django_db
def test_a_day_of_calls_lies_in_the_citys_cells_and_is_the_same_for_one_seed(cast: Cast) -> None:
    now = datetime(2026, 11, 21, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    day = list(live_day(cast.city, now=now, seed=3, calls_per_day=60))
    calls = [(at_s, deed.body) for at_s, deed in day if deed.path == "incidents/"]
    assert len(calls) == 60
    assert all(0 <= at_s < 86_400 for at_s, _body in calls)
    assert all(125.10 <= b["lng"] <= 125.14 and 42.88 <= b["lat"] <= 42.92 for _at, b in calls)
    assert sum(deed.path == "buttons/press/" for _at, deed in day) == 2
    again = list(live_day(cast.city, now=now, seed=3, calls_per_day=60))
    assert [deed.body for _at, deed in again] == [deed.body for _at, deed in day]
