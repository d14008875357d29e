"""What simulated checkpoints count and see: the past hour, lanes and queues, passing plates.

Counts come some minutes after the hour; now and then one is forgotten until after it was due.
Plates are impossible ones: nothing of them is kept here or there, but by a rare hit on a notice
of the demo city.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import pi, sin
from typing import Any, Final
from uuid import uuid4

from django.utils import timezone

from command_center.demo.gates.agenda import Agenda, Luck
from command_center.demo.notices import SOUGHT_PLATE
from command_center.demo.rest import Rest

HOUR: Final = timedelta(hours=1)
MOST_BACK: Final = 24  # hours caught up with after a standstill
BUSY: Final = {"level1": 3.0, "level2": 1.8, "level3": 1.0, "temporary": 0.5}
PASSING: Final = 90  # vehicles past a grade-3 checkpoint in its busiest hour
AFTER_S: Final = (120.0, 840.0)  # after the hour, in any city
FORGOTTEN_S: Final = (1380.0, 2400.0)
_FORGETS: Final = 0.03
LANES_EVERY_S: Final = (420.0, 900.0)
PLATES_EVERY_S: Final = (60.0, 120.0)
HIT = 0.0005  # of the questions
_SIGNS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


@dataclass(frozen=True, slots=True)
class Gate:
    """One checkpoint as its agency's system knows it; `asks` is where plates are read."""

    code: str
    grade: str
    lanes_in: int
    lanes_out: int
    asks: str


@dataclass(slots=True)
class Counting:
    """The figures of one agency's checkpoints."""

    rest: Rest
    agenda: Agenda
    luck: Luck
    gates: list[Gate] = field(default_factory=list)

    def begin(self, now: datetime) -> None:
        """Everything of the next hour; what was missed while nothing ran is counted first."""
        for gate in self.gates:
            self.agenda.put(now + self._soon("first", gate.code), self._hours(gate))
            self.agenda.put(now + self._soon("lanes", gate.code), self._lanes(gate))
            self.agenda.put(now + self._soon("plates", gate.code), self._plates(gate))

    def _soon(self, *about: object) -> timedelta:
        return self.luck.span(5, 60, *about)

    def _hours(self, gate: Gate) -> Any:
        """Count every full hour after the last one that was counted."""

        def act(now: datetime) -> None:
            told = self.rest.get(f"check-today/{gate.code}/")
            over = now.replace(minute=0, second=0, microsecond=0)
            if told is not None:
                last = told["last_hour"]
                first = max(
                    datetime.fromisoformat(last) + HOUR if last else over - HOUR,
                    over - MOST_BACK * HOUR,
                )
                hours = [first + n * HOUR for n in range(int((over - first) / HOUR))]
                self._count(gate, hours)
            self.agenda.put(over + HOUR + self._delay(gate, over), act)

        return act

    def _delay(self, gate: Gate, hour: datetime) -> timedelta:
        """How long after the hour its count is sent; no city is faster than the clock."""
        about = (gate.code, f"{hour:%Y%m%d%H}")
        span = FORGOTTEN_S if self.luck.happens(_FORGETS, "forgets", *about) else AFTER_S
        return timedelta(seconds=float(self.luck.of("delay", *about).uniform(*span)))

    def _count(self, gate: Gate, hours: list[datetime]) -> None:
        counts = [row for hour in hours for row in self._rows(gate, hour)]
        if counts:
            body = {"client_ref": uuid4().hex, "counts": counts}
            self.rest.post("check-counts/", body, what="hours counted")

    def _rows(self, gate: Gate, hour: datetime) -> list[dict[str, Any]]:
        rng = self.luck.of("count", gate.code, f"{hour:%Y%m%d%H}")
        passing = round(BUSY[gate.grade] * PASSING * busy_at(hour) * rng.uniform(0.8, 1.2))
        vehicles = round(passing * 0.07 * rng.uniform(0.7, 1.3))
        same = {"checkpoint": gate.code, "hour": hour.isoformat()}
        return [
            {**same, "kind": "vehicles", "passing": passing},
            {**same, "kind": "vehicles", "reason": "routine", "checked": vehicles},
            {**same, "kind": "people", "reason": "routine", "checked": round(vehicles * 1.7)},
        ]

    def _lanes(self, gate: Gate) -> Any:
        """How many lanes are open and how long the queues are; again in some minutes."""

        def act(now: datetime) -> None:
            rng = self.luck.of("queue", gate.code, now.isoformat())
            crowd = busy_at(now) * BUSY[gate.grade]
            shut = int(gate.lanes_out > 1 and rng.random() < 0.15)
            body = {
                "checkpoint": gate.code,
                "open_in": gate.lanes_in,
                "open_out": gate.lanes_out - shut,
                "queue_in_m": round(float(rng.gamma(1.2, 12.0)) * crowd),
                "queue_out_m": round(float(rng.gamma(1.2, 25.0)) * crowd * (1 + shut)),
                "client_ref": uuid4().hex,
            }
            self.rest.post("check-lanes/", body, what="lanes reported")
            self.agenda.put(now + self.luck.span(*LANES_EVERY_S, gate.code, now), act)

        return act

    def _plates(self, gate: Gate) -> Any:
        """Ask about what has just passed: impossible plates, very rarely one that is sought."""

        def act(now: datetime) -> None:
            rng = self.luck.of("plates", gate.code, now.isoformat())
            count = 1 + int(rng.poisson(3 * busy_at(now) * BUSY[gate.grade]))
            signs = rng.choice(list(_SIGNS), size=(count, 4))
            plates = ["演E0" + "".join(row) for row in signs]
            if rng.random() < HIT:
                plates.append(SOUGHT_PLATE)
            body = {"checkpoint": gate.asks, "plates": plates}
            self.rest.post("lookout-checks/", body, what="checks asked")
            self.agenda.put(now + self.luck.span(*PLATES_EVERY_S, gate.code, now), act)

        return act


def busy_at(at: datetime) -> float:
    """How busy the roads are at a local hour, of 1."""
    return 0.25 + 0.75 * max(0.0, sin(pi * (timezone.localtime(at).hour - 5) / 17))
