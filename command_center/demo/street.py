"""The street of a simulated city: its crews, played against a running platform through REST."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np

from command_center.demo.crews import Crew, Errand, errand_of, wait
from command_center.demo.rest import Rest
from command_center.demo.walks import Walks
from grid.organisation.models import Agency
from patrol.units.models import Unit

TICK_S: Final = 2.0
_FED_BACK: Final = "已到场处置，情况已记录。"
_CLOSED: Final = "已处置。"


@dataclass(slots=True)
class Street:
    """Moves the crews every two seconds, sends where they are, and takes the steps due."""

    rest: Rest
    crews: dict[str, Crew]
    walks: Walks
    speed: float = 1.0
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(1))

    def tick(self, seconds: float) -> None:
        """One look round: what is new, who moves, who says what."""
        now = datetime.now(UTC)
        self._hear(now)
        self.walks.look(now)
        for crew in self.crews.values():
            crew.move(seconds, speed=self.speed)
            for errand, step in list(crew.steps(now)):
                self._step(errand, step, now)
        self.walks.check_in(now)
        fixes = [crew.fix(now) for crew in self.crews.values() if crew.kind != "video"]
        self.rest.post("positions/", {"fixes": fixes})

    def _hear(self, now: datetime) -> None:
        """Each crew's errands as the platform has them; what is over there is over here."""
        told = self.rest.get("assignments/?open=true&limit=200")
        if told is None:
            return
        known = {row["id"] for row in told["results"]}
        for crew in self.crews.values():
            crew.errands = {pk: e for pk, e in crew.errands.items() if pk in known}
        for row in told["results"]:
            crew_sent = self.crews.get(row["unit"]["call_sign"])
            if crew_sent:
                self._tell(crew_sent, row, now)

    def _tell(self, crew: Crew, row: Mapping[str, Any], now: datetime) -> None:
        errand = crew.errands.get(row["id"])
        if errand is None or errand.stage != row["stage"]:
            crew.errands[row["id"]] = errand_of(row, now=now, speed=self.speed, rng=self.rng)

    def _step(self, errand: Errand, step: str, now: datetime) -> None:
        body = {"to": step, "channel": "radio"}
        if step == "fed_back":
            body["text"] = _FED_BACK
        if self.rest.post(f"assignments/{errand.pk}/steps/", body, what=step):
            errand.stage = step
        errand.due = now + wait(errand.stage, speed=self.speed, rng=self.rng)


@dataclass(slots=True)
class Desk:
    """A simulated dispatcher: sends the best unit to each call that waits, closes what is done."""

    rest: Rest
    dispositions: Mapping[str, str]  # by number of the incident

    def tick(self) -> None:
        for number in self._numbers("received", "returned"):
            found = self.rest.get(f"incidents/{number}/recommendation/?limit=1")
            units = [unit["call_sign"] for unit in (found or {}).get("units", [])]
            if units:
                body = {"units": units, "channel": "api"}
                self.rest.post(f"incidents/{number}/assignments/", body, what="sent")
        for number in self._numbers("fed_back"):
            body = {"to": "closed", "disposition": self.dispositions[number], "text": _CLOSED}
            self.rest.post(f"incidents/{number}/steps/", body, what="closed")

    def _numbers(self, *states: str) -> Iterator[str]:
        """The simulation's own calls in one of the states; a person's calls are left to people."""
        for state in states:
            told = self.rest.get(f"incidents/?state={state}&limit=200&ordering=-reported_at")
            for row in told["results"] if told else ():
                if row["number"] in self.dispositions:
                    yield row["number"]


def crews_of(agency: Agency) -> dict[str, Crew]:
    """The units on duty below an agency that have a position, each at the place it was last."""
    units = Unit.objects.filter(agency__path__startswith=agency.path, is_active=True)
    there = units.exclude(status__in=("off", "out")).select_related("position")
    return {
        unit.call_sign: Crew(
            call_sign=unit.call_sign,
            kind=unit.kind,
            place=(unit.position.point.x, unit.position.point.y),
            beat=list(_beat_round(unit.position.point.x, unit.position.point.y)),
        )
        for unit in there.filter(position__isnull=False)
    }


def _beat_round(lng: float, lat: float) -> Iterable[tuple[float, float]]:
    """A block of about 300 m a side, for who has no round to walk."""
    return ((lng + e * 0.004, lat + n * 0.003) for e, n in ((0, 0), (1, 0), (1, 1), (0, 1)))


def live(*acts: Any, for_s: float | None = None) -> None:
    """Let every act have its turn about every two seconds; `for_s` real seconds or for ever.

    An act is called with the seconds since its last turn.
    """
    began = last = time.monotonic()
    while for_s is None or last < began + for_s:
        time.sleep(max(0.0, last + TICK_S - time.monotonic()))
        now = time.monotonic()
        for act in acts:
            act(now - last)
        last = now
