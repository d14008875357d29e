"""Two years of invented calls: when, where and what, from one seed.

Pure numpy: daily, weekly and seasonal rhythm per category, more calls where more people live, and
on top what `fixtures/planted.toml` says. Nothing here knows the database.
"""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from command_center.demo.ground import FIXTURES, anywhere

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
DAYS: Final = 730
_DAY_S: Final = 86_400
_HOURS: Final[dict[str, list[float]]] = {  # relative, hour 0 to 23 of the local day
    "flat": [1] * 24,
    "day": [1, 1, 1, 1, 1, 2, 4, 7, 10, 11, 11, 9, 7, 8, 10, 10, 9, 8, 6, 5, 4, 3, 2, 1],
    "evening": [3, 2, 1, 1, 1, 1, 2, 3, 4, 4, 5, 6, 6, 5, 5, 5, 6, 8, 11, 13, 13, 11, 8, 5],
    "night": [10, 10, 9, 8, 6, 4, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 4, 5, 7, 9, 10, 11, 11],
    "rush": [1, 1, 1, 1, 1, 2, 6, 14, 12, 7, 6, 6, 6, 6, 6, 7, 10, 14, 11, 7, 5, 4, 3, 2],
}
_WEEKDAY: Final = np.array([1.0, 0.97, 0.96, 0.98, 1.08, 1.12, 1.02])  # Monday first
_ANCHORS: Final = 6  # street corners per cell round which calls happen
_ANCHOR_SPREAD_M: Final = 60.0
M_PER_DEG_LAT: Final = 111_320.0


@dataclass(frozen=True, slots=True)
class CellRow:
    """A leaf cell as the generator sees it."""

    code: str
    town: str
    name: str
    is_urban: bool
    outline: shapely.Geometry


@dataclass(frozen=True, slots=True)
class Calls:
    """Aligned arrays, in order of time: `second` counts from local midnight of the first day."""

    second: Ints
    kind: Ints  # row of the table of kinds
    cell: Ints  # row of the cells
    lng: Floats
    lat: Floats
    anchor: Ints

    def __len__(self) -> int:
        return len(self.second)


@dataclass(frozen=True, slots=True)
class Kind:
    """How often a category is called in, when, and what comes of it."""

    category: str
    per_year: float
    hours: str
    peak_month: int
    swing: float
    urban: float
    disposition: str
    narratives: tuple[str, ...]


def read_kinds() -> list[Kind]:
    """fixtures/demo_calls.csv."""
    with (FIXTURES / "demo_calls.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Kind(
                category=row["category"],
                per_year=float(row["per_year"]),
                hours=row["hours"],
                peak_month=int(row["peak_month"]),
                swing=float(row["swing"]),
                urban=float(row["urban"]),
                disposition=row["disposition"],
                narratives=tuple(row["narrative"].split("|")),
            )
            for row in csv.DictReader(lines)
        ]


def read_planted() -> dict[str, Any]:
    """fixtures/planted.toml."""
    return tomllib.loads((FIXTURES / "planted.toml").read_text(encoding="utf-8"))


class CallGenerator:
    """Draws calls for the `DAYS` days up to `now` (local time) on the given cells."""

    def __init__(
        self, cells: Sequence[CellRow], *, now: datetime, seed: int = 1, scale: float = 1.0
    ) -> None:
        self.cells, self.kinds, self.now, self.scale = cells, read_kinds(), now, scale
        self.rng = np.random.default_rng(seed)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        self.first_midnight = midnight - timedelta(days=DAYS - 1)
        self.last_second = (DAYS - 1) * _DAY_S + int((now - midnight).total_seconds())
        self.outlines = np.array([c.outline for c in cells])
        shapely.prepare(self.outlines)
        self.urban = np.array([c.is_urban for c in cells])
        self.crowd = self.rng.gamma(2.0, 0.5, len(cells))  # some cells are simply busier
        anchors = np.arange(len(cells)).repeat(_ANCHORS)
        x, y = self._anywhere(anchors)
        self.anchor_x, self.anchor_y = x.reshape(-1, _ANCHORS), y.reshape(-1, _ANCHORS)

    def draw(self, *, planted: bool = True) -> Calls:
        """All calls up to now; what is planted belongs to the demo city's own towns."""
        parts = [self._everyday(number) for number in range(len(self.kinds))]
        if planted:
            parts += self._planted(read_planted())
        joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
        keep = np.flatnonzero((joined[0] >= 0) & (joined[0] <= self.last_second))
        order = keep[np.argsort(joined[0][keep], kind="stable")]
        return Calls(*(column[order] for column in joined))

    def _planted(self, plan: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        return [
            *(self._surge(s) for s in plan["surge"]),
            *(self._near_repeats(n) for n in plan["near_repeat"]),
            *(self._repeat_addresses(r) for r in plan["repeat_address"]),
            self._just_now(plan["now"]),
        ]

    def _everyday(self, number: int) -> tuple[Any, ...]:
        kind = self.kinds[number]
        days = [self.first_midnight + timedelta(days=d) for d in range(DAYS)]
        month = np.array([d.month - 1 + d.day / 31 for d in days])
        season = 1 + kind.swing * np.cos((month - kind.peak_month + 0.5) * 2 * np.pi / 12)
        weight = season * _WEEKDAY[[d.weekday() for d in days]]
        count = self.rng.poisson(kind.per_year * DAYS / 365 * self.scale)
        day = self.rng.choice(DAYS, count, p=weight / weight.sum())
        pull = self.crowd * np.where(self.urban, kind.urban * 4, 1.0)
        cell = self.rng.choice(len(self.cells), count, p=pull / pull.sum())
        return self._at_corners(day, number, cell)

    def _surge(self, surge: Mapping[str, Any]) -> tuple[Any, ...]:
        number = self._kind(surge["category"])
        days = np.arange(DAYS - 1 - surge["from_days_ago"], DAYS - surge["to_days_ago"])
        extra = self.rng.poisson(surge["extra_per_day"], len(days))
        inside = [i for i, c in enumerate(self.cells) if c.town == surge["town"]]
        return self._at_corners(
            days.repeat(extra), number, self.rng.choice(inside, int(extra.sum()))
        )

    def _near_repeats(self, plan: Mapping[str, Any]) -> tuple[Any, ...]:
        number = self._kind(plan["category"])
        starts = self._at_corners(
            self.rng.integers(0, DAYS - plan["within_days"], plan["chains"]),
            number,
            self.rng.choice(np.flatnonzero(self.urban), plan["chains"]),
        )
        low, high = plan["followers"]
        of = np.arange(plan["chains"]).repeat(self.rng.integers(low, high + 1, plan["chains"]))
        lag = self.rng.integers(_DAY_S // 4, plan["within_days"] * _DAY_S, len(of))
        east, north = self._disc(len(of), plan["radius_m"])
        lat = starts[4][of] + north / M_PER_DEG_LAT
        lng = starts[3][of] + east / (M_PER_DEG_LAT * np.cos(np.radians(lat)))
        stays = shapely.intersects_xy(self.outlines[starts[2][of]], lng, lat)
        follow = (starts[0][of] + lag, starts[1][of], starts[2][of], lng, lat, starts[5][of])
        pairs = zip(starts, follow, strict=True)
        return tuple(np.concatenate([start, more[stays]]) for start, more in pairs)

    def _repeat_addresses(self, plan: Mapping[str, Any]) -> tuple[Any, ...]:
        number, (low, high) = self._kind(plan["category"]), plan["calls"]
        homes = self._at_corners(
            np.zeros(plan["addresses"], dtype=np.int64),
            number,
            self.rng.choice(np.flatnonzero(self.urban), plan["addresses"]),
        )
        of = np.arange(plan["addresses"]).repeat(
            self.rng.integers(low, high + 1, plan["addresses"])
        )
        back = self.rng.integers(0, plan["within_days"], len(of))
        second = self._clock(DAYS - 1 - back, self.kinds[number].hours)
        return (second, *(column[of] for column in homes[1:]))

    def _just_now(self, plan: Mapping[str, Any]) -> tuple[Any, ...]:
        count = plan["calls"]
        kinds = np.array([self._kind(c) for c in plan["categories"]])
        cell = self.rng.choice(np.flatnonzero(self.urban), count)
        _second, _kind, cell, lng, lat, anchor = self._at_corners(
            np.zeros(count, dtype=np.int64), 0, cell
        )
        ago = self.rng.integers(20, plan["within_minutes"] * 60, count)
        return self.last_second - ago, np.resize(kinds, count), cell, lng, lat, anchor

    def _at_corners(self, day: Ints, number: int, cell: Ints) -> tuple[Any, ...]:
        """Calls of one kind on these days, each near a corner of its cell."""
        cell = np.asarray(cell, dtype=np.int64)
        anchor = self.rng.integers(0, _ANCHORS, len(cell))
        east, north = self.rng.normal(0, _ANCHOR_SPREAD_M, (2, len(cell)))
        x, y = self.anchor_x[cell, anchor], self.anchor_y[cell, anchor]
        lat = y + north / M_PER_DEG_LAT
        lng = x + east / (M_PER_DEG_LAT * np.cos(np.radians(y)))
        stays = shapely.intersects_xy(self.outlines[cell], lng, lat)
        lng, lat = np.where(stays, lng, x), np.where(stays, lat, y)
        second = self._clock(day, self.kinds[number].hours)
        return second, np.full(len(cell), number), cell, lng, lat, anchor

    def _clock(self, day: Ints, profile: str) -> Ints:
        weight = np.array(_HOURS[profile], dtype=float)
        hour = self.rng.choice(24, len(day), p=weight / weight.sum())
        second: Ints = day * _DAY_S + hour * 3600 + self.rng.integers(0, 3600, len(day))
        return second

    def _disc(self, count: int, radius_m: float) -> tuple[Floats, Floats]:
        radius = radius_m * np.sqrt(self.rng.random(count))
        angle = self.rng.random(count) * 2 * np.pi
        return radius * np.cos(angle), radius * np.sin(angle)

    def _anywhere(self, cell: Ints) -> tuple[Floats, Floats]:
        """A random point inside each of these cells."""
        x, y = anywhere(self.rng, self.outlines[cell]).T
        return x, y

    def _kind(self, category: str) -> int:
        return next(i for i, kind in enumerate(self.kinds) if kind.category == category)
