"""The rounds of simulated crews: begun when due, checked in point by point, ended in time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import numpy as np
from django.utils import timezone

from command_center.demo.crews import Crew, Spot, apart_m
from command_center.demo.rest import Rest

EVERY: Final = timedelta(seconds=20)
THERE_M: Final = 25.0
LOOK: Final = timedelta(seconds=60)  # how long a video desk watches one camera
_FORGOTTEN: Final = 0.05  # the share of points a crew passes by without checking in


@dataclass(slots=True)
class Walk:
    """A round under way: its points still to visit, in the order drawn."""

    pk: int
    due_end: datetime
    points: list[dict[str, Any]]
    beat: Sequence[Spot]  # where the crew goes when the round is over
    looked: datetime  # since when a video desk watches the camera it is at

    @property
    def point(self) -> dict[str, Any] | None:
        """The next one."""
        return self.points[0] if self.points else None

    @property
    def spot(self) -> Spot | None:
        """Where the next point is; None for a camera, which nobody walks to."""
        point = self.point
        return (point["lng"], point["lat"]) if point and point["lng"] is not None else None


@dataclass(slots=True)
class Walks:
    """Every crew's round; crews on a call let their points wait, and may miss them."""

    rest: Rest
    crews: Mapping[str, Crew]
    speed: float = 1.0
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(2))
    _walks: dict[str, Walk] = field(default_factory=dict)
    _looked: datetime | None = None

    def look(self, now: datetime) -> None:
        """Every 20 s: begin what is due, hear of what is under way."""
        if self._looked and now < self._looked + EVERY:
            return
        self._looked = now
        for state in ("scheduled", "ready", "overdue"):
            for row in self._rows(state):
                if datetime.fromisoformat(row["due_start"]) <= now:
                    self._begin(row, now)
        for row in self._rows("active"):
            sign = row["unit"]["call_sign"] if row["unit"] else ""
            if sign in self.crews and sign not in self._walks:
                self._take(sign, self.rest.get(f"rounds/{row['id']}/"), now)

    def check_in(self, now: datetime) -> None:
        """Who is at the next point checks in; whose round is over ends it."""
        for sign, walk in list(self._walks.items()):
            crew = self.crews[sign]
            if walk.spot:
                crew.beat = [walk.spot]
            if walk.point and self._is_there(crew, walk, now):
                self._visit(crew, walk, now)
            if not walk.point or now >= walk.due_end:
                self._finish(sign, now)

    def end(self, now: datetime) -> None:
        """The simulation is over: nobody is left on a round that no one will walk on."""
        for sign in list(self._walks):
            self._finish(sign, now)

    def _is_there(self, crew: Crew, walk: Walk, now: datetime) -> bool:
        if walk.spot:
            return apart_m(crew.place, walk.spot) <= THERE_M
        return now >= walk.looked + LOOK / self.speed

    def _rows(self, state: str) -> Iterator[dict[str, Any]]:
        day = timezone.localdate().isoformat()
        told = self.rest.get(f"rounds/?state={state}&day={day}&limit=200")
        yield from (told["results"] if told else ())

    def _begin(self, row: Mapping[str, Any], now: datetime) -> None:
        sign = row["unit"]["call_sign"] if row["unit"] else ""
        crew = self.crews.get(sign)
        if crew and not crew.errands and sign not in self._walks:
            body = {"unit": sign, "at": now.isoformat()}
            begun = self.rest.post(f"rounds/{row['id']}/start/", body, what="rounds begun")
            self._take(sign, begun, now)

    def _take(self, sign: str, told: dict[str, Any] | None, now: datetime) -> None:
        if told:
            waiting = [point for point in told["points"] if point["state"] == "pending"]
            due_end, beat = datetime.fromisoformat(told["due_end"]), self.crews[sign].beat
            self._walks[sign] = Walk(told["id"], due_end, waiting, beat, now)

    def _visit(self, crew: Crew, walk: Walk, now: datetime) -> None:
        spot, point, walk.looked = walk.spot, walk.points.pop(0), now
        if self.rng.random() < _FORGOTTEN:
            return
        body = {
            "unit": crew.call_sign,
            "point": point["point"],
            "method": "geofence" if spot else "hand",
            "at": now.isoformat(),
            "client_ref": uuid4().hex,
        }
        if spot:
            fix = crew.fix(now)
            body |= {"lng": fix["lng"], "lat": fix["lat"]}
        self.rest.post(f"rounds/{walk.pk}/visits/", body, what="points checked in")

    def _finish(self, sign: str, now: datetime) -> None:
        walk = self._walks.pop(sign)
        self.crews[sign].beat = walk.beat
        body = {"unit": sign, "at": now.isoformat()}
        told = self.rest.post(f"rounds/{walk.pk}/finish/", body, what="rounds ended")
        missed = [point for point in (told or {}).get("points", ()) if point["state"] == "missed"]
        self.rest.counts["points missed"] += len(missed)
