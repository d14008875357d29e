"""Plays a plan of deeds against a running platform, through REST like any district's system."""

import heapq
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin
from uuid import uuid4

import requests

_TIMEOUT_S: Final = 10
_TRIES: Final = 4
# Simulated seconds after the report, and the step taken then.
STEPS: Final = (
    (45, "dispatched"),
    (70, "accepted"),
    (130, "departed"),
    (560, "on_scene"),
    (800, "handling"),
    (2000, "fed_back"),
    (2600, "closed"),
)


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do: POST `body` to `path`; a report goes on with its steps."""

    path: str
    body: Mapping[str, Any]
    disposition: str = ""  # of a report: what it will be closed with
    pace: float = 1.0  # of a report: how much slower its steps are than usual


@dataclass(slots=True)
class Player:
    """Does deeds when their simulated second has come, `speed` times as fast as life."""

    base: str
    token: str
    speed: float
    say: Callable[[str], object] = print
    counts: Counter[str] = field(default_factory=Counter)
    numbers: list[str] = field(default_factory=list)
    _queue: list[tuple[float, int, Deed]] = field(default_factory=list)
    _order: int = 0
    _session: requests.Session = field(default_factory=requests.Session)

    def plan(self, deeds: Iterable[tuple[float, Deed]]) -> None:
        """Queue deeds, each at its simulated second from the start."""
        for at_s, deed in deeds:
            self._order += 1
            heapq.heappush(self._queue, (at_s, self._order, deed))

    def play(self, *, for_s: float | None = None) -> None:
        """Until everything is done, or `for_s` real seconds are over."""
        began = time.monotonic()
        while self._queue:
            at_s, _order, deed = heapq.heappop(self._queue)
            due = began + at_s / self.speed
            if for_s is not None and due > began + for_s:
                return
            time.sleep(max(0.0, due - time.monotonic()))
            self._do(at_s, deed)

    def _do(self, at_s: float, deed: Deed) -> None:
        answer = self._post(deed.path, deed.body)
        if answer is None or not answer.ok:
            status = answer.status_code if answer is not None else "no answer"
            reason = answer.text[:200] if answer is not None else ""
            self.counts[f"refused {status}"] += 1
            self.say(f"{deed.path}: {status} {reason}")
            return
        self.counts[str(deed.body.get("to", deed.path.rstrip("/").rsplit("/", 1)[-1]))] += 1
        if deed.path == "incidents/":
            number = answer.json()["number"]
            self.numbers.append(number)
            self.plan(_follow(at_s, number, deed))

    def _post(self, path: str, body: Mapping[str, Any]) -> requests.Response | None:
        """The answer; a lost line is tried again with the same key, so nothing happens twice."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": str(uuid4())}
        url = urljoin(self.base, f"/api/v1/{path}")
        for attempt in range(_TRIES):
            try:
                return self._session.post(url, json=body, headers=headers, timeout=_TIMEOUT_S)
            except requests.ConnectionError:
                time.sleep(0.5 * 2**attempt)
        return None


def _follow(at_s: float, number: str, deed: Deed) -> Iterable[tuple[float, Deed]]:
    if not deed.disposition:
        return
    for after_s, step in STEPS:
        body: dict[str, Any] = {"to": step}
        if step == "closed":
            body |= {"disposition": deed.disposition, "text": "已处置。"}
        yield at_s + after_s * deed.pace, Deed(f"incidents/{number}/steps/", body)
