"""Plays a plan of deeds against a running platform, through REST like any district's system."""

import heapq
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from command_center.demo.rest import Rest

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
    """Does deeds when their simulated second has come, `speed` times as fast as life.

    `follows` says whether a report is taken through its steps here; crews do it otherwise.
    """

    rest: Rest
    speed: float
    follows: bool = True
    numbers: list[str] = field(default_factory=list)
    dispositions: dict[str, str] = field(default_factory=dict)  # by number, for who closes it
    _queue: list[tuple[float, int, Deed]] = field(default_factory=list)
    _order: int = 0

    def plan(self, deeds: Iterable[tuple[float, Deed]]) -> None:
        """Queue deeds, each at its simulated second from the start."""
        for at_s, deed in deeds:
            self._order += 1
            heapq.heappush(self._queue, (at_s, self._order, deed))

    def play(self, *, for_s: float | None = None) -> None:
        """Until everything is done, or `for_s` real seconds are over."""
        began = time.monotonic()
        while self._queue:
            due = began + self._queue[0][0] / self.speed
            if for_s is not None and due > began + for_s:
                return
            time.sleep(max(0.0, due - time.monotonic()))
            self.play_due(time.monotonic() - began)

    def play_due(self, seconds: float) -> None:
        """Do what is due when so many real seconds are over since the start."""
        while self._queue and self._queue[0][0] / self.speed <= seconds:
            at_s, _order, deed = heapq.heappop(self._queue)
            self._do(at_s, deed)

    @property
    def is_over(self) -> bool:
        return not self._queue

    def _do(self, at_s: float, deed: Deed) -> None:
        answer = self.rest.post(deed.path, deed.body, what=str(deed.body.get("to", "")))
        if answer is None or deed.path != "incidents/":
            return
        number = answer["number"]
        self.numbers.append(number)
        self.dispositions[number] = deed.disposition
        if self.follows:
            self.plan(_follow(at_s, number, deed))


def _follow(at_s: float, number: str, deed: Deed) -> Iterable[tuple[float, Deed]]:
    if not deed.disposition:
        return
    for after_s, step in STEPS:
        body: dict[str, Any] = {"to": step}
        if step == "closed":
            body |= {"disposition": deed.disposition, "text": "已处置。"}
        yield at_s + after_s * deed.pace, Deed(f"incidents/{number}/steps/", body)
