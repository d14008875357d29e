"""A day of 200 calls over real HTTP: what becomes of each is decided by the seed before it begins.

Dispatchers and crews are officers with sessions of their own; each call is one function that runs
to its end in a thread, so that the order in which things happen is left to the machine.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from queue import Queue
from random import Random
from typing import Any

import requests
from django.conf import settings
from django.test import Client

from grid.organisation.models import Officer

WITHIN_S = 60
STEPS = ("signed", "departed", "on_scene", "handled", "fed_back")
SAID = "已到场处置，情况已记录。"

# How many lives of each kind there are; a pair takes two calls.
FATES = {
    "plain": 106,
    "on_board": 20,
    "returned": 12,
    "recalled": 12,
    "preempted": 8,
    "queued": 4,
    "reassigned": 8,
    "unsigned": 8,
    "late": 6,
    "waiting": 4,
}
PAIRS = ("preempted", "queued")
CALLS = sum(n * (2 if fate in PAIRS else 1) for fate, n in FATES.items())


class Seat:
    """An officer's line to the platform: REST under a session, as a browser or a phone has it."""

    keys = count(1)

    def __init__(self, url: str, officer: Officer) -> None:
        client = Client()
        client.force_login(officer)
        name = settings.SESSION_COOKIE_NAME
        token = "a" * 32
        self.url, self.officer, self.session = url, officer, requests.Session()
        self.session.cookies.update(
            {name: client.cookies[name].value, settings.CSRF_COOKIE_NAME: token}
        )
        self.session.headers["X-CSRFToken"] = token

    def get(self, path: str, **query: Any) -> Any:
        answer = self.session.get(f"{self.url}/api/v1/{path}", params=query, timeout=WITHIN_S)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
        return answer.json()

    def all(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """Every row of a list, page by page."""
        rows: list[dict[str, Any]] = []
        while True:
            page = self.get(path, limit=200, offset=len(rows), **query)
            rows += page["results"]
            if len(rows) >= page["count"]:
                return rows

    def post(self, path: str, body: Any, *, refused: int | None = None) -> Any:
        """The answer; a refusal must be the one that is expected."""
        headers = {"Idempotency-Key": f"whole-life-{next(self.keys):06d}"}
        target = f"{self.url}/api/v1/{path}"
        answer = self.session.post(target, json=body, headers=headers, timeout=WITHIN_S)
        told = (path, body, answer.status_code, answer.text[:500])
        assert answer.status_code == refused if refused else answer.ok, told
        return answer.json()


def plan(numbers: Sequence[str], rng: Random) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give each call its fate, in an order drawn from the seed; pairs get two calls."""
    waiting = list(numbers)
    fates = [fate for fate, n in FATES.items() for _life in range(n)]
    rng.shuffle(fates)
    for fate in fates:
        taken = [waiting.pop() for _call in range(2 if fate in PAIRS else 1)]
        yield fate, tuple(taken)


def level_of(fate: str, rng: Random) -> int:
    """Calls that are to be late are P4, whose targets are seconds; one that takes a unit is P1."""
    return {"unsigned": 4, "late": 4, "waiting": 4}.get(fate, rng.choice((2, 3, 3)))


def until(ask: Callable[[], Any], *, seconds: float = WITHIN_S) -> Any:
    """Ask again until the answer is true; answers it."""
    deadline = time.monotonic() + seconds
    while not (found := ask()):
        assert time.monotonic() < deadline, f"never came true: {ask}"
        time.sleep(0.1)
    return found


@dataclass(slots=True)
class Day:
    """The desks, the phones by call sign, and the units nobody has sent anywhere."""

    desks: Sequence[Seat]
    phones: dict[str, Seat]
    free: "Queue[str]"
    done: Counter[str] = field(default_factory=Counter)

    def live(self, fate: str, calls: Sequence[str], rng: Random) -> None:
        """One life to its end; `on_board` is what a board began."""
        getattr(self, f"_{fate}")(*calls, rng)
        self.done[fate] += 1

    def follow(self, number: str, rng: Random) -> None:
        """What a board has sent: its crew does the rest."""
        [row] = self._desk(rng).get(f"incidents/{number}/assignments/")["results"]
        self._work(row, rng)
        self._close(number, rng)
        self.done["on_board"] += 1

    def _desk(self, rng: Random) -> Seat:
        return rng.choice(list(self.desks))

    def _send(self, number: str, rng: Random, *signs: str, **more: Any) -> dict[str, Any]:
        body = {"units": list(signs)} | more
        return self._desk(rng).post(f"incidents/{number}/assignments/", body)[0]

    def _work(self, row: dict[str, Any], rng: Random, *, steps: Sequence[str] = STEPS) -> None:
        """The crew's phone shows it and sends its steps, by clocks that are right or slow."""
        phone = self.phones[row["unit"]["call_sign"]]
        mine = phone.get("my-assignments/")["results"]
        assert row["id"] in [task["id"] for task in mine]
        slow = timedelta(seconds=rng.choice((0, 0, 0, 3, 40)))
        for step in steps:
            body: dict[str, Any] = {"to": step, "text": SAID if step == "fed_back" else ""}
            if rng.random() < 0.8:
                body["at"] = (datetime.now(UTC) - slow).isoformat()
            told = phone.post(f"my-assignments/{row['id']}/steps/", body)
            assert told["stage"] == step

    def _close(self, number: str, rng: Random) -> None:
        """Three calls of four are closed, the others wait for it."""
        if rng.random() < 0.75:
            body = {"to": "closed", "disposition": "mediated", "text": "已处置。"}
            self._desk(rng).post(f"incidents/{number}/steps/", body)

    def _finish(self, number: str, rng: Random) -> None:
        """A unit nobody else needs is sent, works and comes back."""
        sign = self.free.get(timeout=WITHIN_S)
        self._work(self._send(number, rng, sign), rng)
        self._close(number, rng)
        self.free.put(sign)

    def _plain(self, number: str, rng: Random) -> None:
        self._finish(number, rng)

    def _returned(self, number: str, rng: Random) -> None:
        """The crew signs and gives it back; the call is in the queue until another is sent."""
        sign = self.free.get(timeout=WITHIN_S)
        row = self._send(number, rng, sign)
        self._work(row, rng, steps=("signed",))
        body = {"to": "returned", "text": "车辆故障"}
        self.phones[sign].post(f"my-assignments/{row['id']}/steps/", body)
        assert self._state(number, rng) == "returned"
        self.free.put(sign)
        self._finish(number, rng)

    def _recalled(self, number: str, rng: Random) -> None:
        sign = self.free.get(timeout=WITHIN_S)
        row = self._send(number, rng, sign)
        self._work(row, rng, steps=STEPS[: rng.choice((0, 1, 2, 3))])
        self._desk(rng).post(f"assignments/{row['id']}/recall/", {"reason": "另有任务"})
        assert self._state(number, rng) == "returned"
        self.free.put(sign)
        self._finish(number, rng)

    def _reassigned(self, number: str, rng: Random) -> None:
        """One act: the call is with one unit or the other, never with none."""
        first, second = (self.free.get(timeout=WITHIN_S) for _unit in range(2))
        row = self._send(number, rng, first)
        self._work(row, rng, steps=STEPS[: rng.choice((0, 1))])
        body = {"unit": second, "reason": "离现场更近"}
        made = self._desk(rng).post(f"assignments/{row['id']}/reassign/", body)
        self._work(made, rng)
        self._close(number, rng)
        for sign in (first, second):
            self.free.put(sign)

    def _preempted(self, number: str, urgent: str, rng: Random) -> None:
        """A unit is taken for a more urgent call; its first one waits again, then is answered."""
        sign = self.free.get(timeout=WITHIN_S)
        row = self._send(number, rng, sign)
        self._work(row, rng, steps=STEPS[: rng.choice((1, 2))])
        more = {"preempt": True, "reason": "更急的警情"}
        taken = self._send(urgent, rng, sign, **more)
        assert self._state(number, rng) == "returned"
        self._work(taken, rng)
        self._close(urgent, rng)
        self.free.put(sign)
        self._finish(number, rng)

    def _queued(self, number: str, second: str, rng: Random) -> None:
        """A busy unit keeps its first call when given a second, and does that one next."""
        sign = self.free.get(timeout=WITHIN_S)
        row = self._send(number, rng, sign)
        self._work(row, rng, steps=("signed", "departed"))
        later = self._send(second, rng, sign)
        assert not later["is_primary"]
        self._work(row, rng, steps=("on_scene", "handled", "fed_back"))
        [now_first] = self.phones[sign].get("my-assignments/")["results"]
        assert (now_first["id"], now_first["is_primary"]) == (later["id"], True)
        self._work(later, rng)
        for each in (number, second):
            self._close(each, rng)
        self.free.put(sign)

    def _unsigned(self, number: str, rng: Random) -> None:
        """Nobody signs: late, sent again, told to a supervisor; it is still open at the end."""
        row = self._send(number, rng, self.free.get(timeout=WITHIN_S))
        self._is_late(row, rng)

    def _late(self, number: str, rng: Random) -> None:
        """Signed for and then nothing for too long; told as late, it goes on."""
        sign = self.free.get(timeout=WITHIN_S)
        row = self._send(number, rng, sign)
        self._is_late(row, rng)
        self._work(row, rng, steps=("signed",))
        self._is_late(row, rng)
        self._work(row, rng, steps=STEPS[1:])
        self._close(number, rng)
        self.free.put(sign)

    def _waiting(self, number: str, rng: Random) -> None:
        """Nobody is sent."""
        assert self._state(number, rng) == "received"

    def _is_late(self, row: dict[str, Any], rng: Random) -> None:
        desk = self._desk(rng)
        until(lambda: desk.get(f"assignments/{row['id']}/")["overdue_at"])

    def _state(self, number: str, rng: Random) -> str:
        return str(self._desk(rng).get(f"incidents/{number}/")["state"])
