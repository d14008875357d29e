"""The crews of a simulated city: they patrol, send where they are, and do what they are sent to do.

Pure: a crew is told the time and answers with what its phone would send; nothing here knows REST.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np

SPEED_KMH: Final = {"foot": 5, "bicycle": 15, "motorcycle": 50, "car": 50, "mixed": 45, "video": 0}
HURRY: Final = 1.5  # with lights on
THERE_M: Final = 30.0
M_PER_DEG: Final = 111_320.0
FASTEST: Final = 3.0  # a fix further away than a car can drive is set aside by the platform
# Seconds at each stage before the next, when nothing has to be driven: middle and spread.
WAITS: Final = {
    "issued": (3.0, 0.3),
    "delivered": (15.0, 0.5),
    "signed": (25.0, 0.5),
    "on_scene": (240.0, 0.4),
    "handled": (90.0, 0.4),
}
NEXT: Final = {
    "issued": "delivered",
    "delivered": "signed",
    "signed": "departed",
    "departed": "on_scene",
    "on_scene": "handled",
    "handled": "fed_back",
}
Spot = tuple[float, float]  # lng, lat in degrees, WGS-84


@dataclass(slots=True)
class Errand:
    """An assignment as its crew knows it: where to, how far it has come, when the next step is."""

    pk: int
    target: Spot | None
    stage: str
    due: datetime


@dataclass(slots=True)
class Crew:
    """One unit on the street."""

    call_sign: str
    kind: str
    place: Spot
    beat: Sequence[Spot]
    errands: dict[int, Errand] = field(default_factory=dict)
    leg: int = 0
    heading: int = 0

    def move(self, seconds: float, *, speed: float) -> None:
        """Drive or walk on: to the call, else along the beat."""
        errand = next(iter(self.errands.values()), None)
        if errand and errand.stage in ("on_scene", "handled", "issued", "delivered", "signed"):
            return
        metres = SPEED_KMH[self.kind] / 3.6 * seconds * min(speed, FASTEST)
        if errand and errand.target:
            self._go(errand.target, metres * HURRY)
        elif self.beat and self._go(self.beat[self.leg % len(self.beat)], metres):
            self.leg += 1

    def _go(self, to: Spot, metres: float) -> bool:
        """Towards `to`, at most so many metres; whether it is there."""
        away = apart_m(self.place, to)
        if away <= max(metres, 1.0):
            self.place = to
            return True
        share = metres / away
        (lng, lat), (to_lng, to_lat) = self.place, to
        east = (to_lng - lng) * math.cos(math.radians(lat))
        self.heading = round(math.degrees(math.atan2(east, to_lat - lat))) % 360
        self.place = (lng + (to_lng - lng) * share, lat + (to_lat - lat) * share)
        return False

    def steps(self, now: datetime) -> Iterator[tuple[Errand, str]]:
        """The steps that are due; an arrival is due when the crew is there."""
        for errand in self.errands.values():
            if errand.stage == "departed":
                target = errand.target
                if target is None or apart_m(self.place, target) <= THERE_M:
                    yield errand, "on_scene"
            elif errand.stage in NEXT and now >= errand.due:
                yield errand, NEXT[errand.stage]

    def fix(self, now: datetime) -> dict[str, Any]:
        """Where it is, as its phone sends it."""
        lng, lat = self.place
        return {
            "unit": self.call_sign,
            "lng": round(lng, 7),
            "lat": round(lat, 7),
            "at": now.isoformat(),
            "accuracy_m": 8,
            "heading": self.heading,
            "source": "phone",
        }


def errand_of(
    row: Mapping[str, Any], *, now: datetime, speed: float, rng: np.random.Generator
) -> Errand:
    """What a row of `GET /assignments/` means to its crew."""
    incident = row["incident"]
    has_place = incident["lng"] is not None and incident["lat"] is not None
    target = (incident["lng"], incident["lat"]) if has_place else None
    errand = Errand(row["id"], target, row["stage"], now)
    errand.due = now + wait(errand.stage, speed=speed, rng=rng)
    return errand


def wait(stage: str, *, speed: float, rng: np.random.Generator) -> timedelta:
    """How long a crew stays at a stage; lognormal, shorter in a faster city."""
    middle, spread = WAITS.get(stage, (0.0, 0.1))
    return timedelta(seconds=middle * float(rng.lognormal(0.0, spread)) / speed)


def apart_m(a: Spot, b: Spot) -> float:
    """Metres between two spots of one city, on a plane."""
    east = (b[0] - a[0]) * math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot(east, b[1] - a[1]) * M_PER_DEG
