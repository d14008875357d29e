"""The rounds of simulated crews: begun when due, checked in point by point, ended in time."""

from collections.abc import Iterator, Mapping
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
_FORGOTTEN: Final = 0.05  # the share of points a crew passes by without checking in


@dataclass(slots=True)
class Walk:
    """A round under way: its points still to visit, in the order drawn."""

    pk: int
    due_end: datetime
    points: list[dict[str, Any]]

    @property
    def next_spot(self) -> Spot | None:
        found = next((p for p in self.points if p["lng"] is not None), None)
        return (found["lng"], found["lat"]) if found else None


@dataclass(slots=True)
class Walks:
    """Every crew's round; crews on a call let their points wait, and may miss them."""

    rest: Rest
    crews: Mapping[str, Crew]
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
                self._take(sign, self.rest.get(f"rounds/{row['id']}/"))

    def check_in(self, now: datetime) -> None:
        """Who is at the next point checks in; whose round is over ends it."""
        for sign, walk in list(self._walks.items()):
            crew, spot = self.crews[sign], walk.next_spot
            if spot:
                crew.beat = [spot]
            if spot and apart_m(crew.place, spot) <= THERE_M:
                self._visit(crew, walk, now)
            if not walk.next_spot or now >= walk.due_end:
                body = {"unit": sign, "at": now.isoformat()}
                self.rest.post(f"rounds/{walk.pk}/finish/", body, what="rounds ended")
                del self._walks[sign]

    def _rows(self, state: str) -> Iterator[dict[str, Any]]:
        day = timezone.localdate().isoformat()
        told = self.rest.get(f"rounds/?state={state}&day={day}&limit=200")
        yield from (told["results"] if told else ())

    def _begin(self, row: Mapping[str, Any], now: datetime) -> None:
        sign = row["unit"]["call_sign"] if row["unit"] else ""
        crew = self.crews.get(sign)
        if crew and not crew.errands and sign not in self._walks:
            body = {"unit": sign, "at": now.isoformat()}
            self._take(sign, self.rest.post(f"rounds/{row['id']}/start/", body, what="rounds"))

    def _take(self, sign: str, told: dict[str, Any] | None) -> None:
        if told:
            waiting = [point for point in told["points"] if point["state"] == "pending"]
            self._walks[sign] = Walk(told["id"], datetime.fromisoformat(told["due_end"]), waiting)

    def _visit(self, crew: Crew, walk: Walk, now: datetime) -> None:
        point = walk.points.pop(0)
        if self.rng.random() < _FORGOTTEN:
            return
        fix = crew.fix(now)
        body = {
            "unit": crew.call_sign,
            "point": point["point"],
            "method": "geofence",
            "lng": fix["lng"],
            "lat": fix["lat"],
            "at": fix["at"],
            "client_ref": uuid4().hex,
        }
        self.rest.post(f"rounds/{walk.pk}/visits/", body, what="check-ins")
