"""What is to be done when: acts with their moments, and chances that are the same every time."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

Act = Callable[[datetime], None]


@dataclass(slots=True)
class Agenda:
    """Acts in the order of their moments; an act may put others on it."""

    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: int = 0

    def put(self, at: datetime, act: Act) -> None:
        self._order += 1
        heapq.heappush(self._acts, (at, self._order, act))

    def play(self, now: datetime) -> None:
        """Everything that is due."""
        while self._acts and self._acts[0][0] <= now:
            _at, _order, act = heapq.heappop(self._acts)
            act(now)


@dataclass(frozen=True, slots=True)
class Luck:
    """Chances by seed and what they are about: the same switch goes the same way every time."""

    seed: int
    speed: float = 1.0

    def of(self, *about: object) -> np.random.Generator:
        """The chances of one thing."""
        return np.random.default_rng([self.seed, *"|".join(map(str, about)).encode()])

    def span(self, low_s: float, high_s: float, *about: object) -> timedelta:
        """Some seconds between two, fewer in a faster city."""
        return timedelta(seconds=float(self.of(*about).uniform(low_s, high_s)) / self.speed)

    def happens(self, share: float, *about: object) -> bool:
        return bool(self.of(*about).random() < share)
