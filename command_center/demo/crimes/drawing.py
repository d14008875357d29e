"""Three years and eight weeks of invented cases as arrays, from one seed; no database here.

Times are seconds from local midnight of the first day. Like the calls they follow the day, the
week, the season and a trend, and come where more people live; some cells are heavy.
"""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from command_center.demo.calls import M_PER_DEG_LAT, CallGenerator
from command_center.demo.crimes.kinds import TAGS, Book, Kind

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Words = NDArray[np.str_]
DAYS: Final = 3 * 365 + 56
DAY_S: Final = 86_400
_SPREAD_M: Final = 45.0
_LONGEST_H: Final = 72.0
_NO_END: Final = 0.08
_NO_TAG: Final = 0.08
_FOLLOWED: Final = 0.10  # burglaries that another near by follows
_WEEKDAY: Final = np.array([1.02, 0.98, 0.96, 0.98, 1.06, 1.05, 0.95])  # Monday first


@dataclass(frozen=True, slots=True)
class Crimes:
    """Aligned arrays, in order of being reported; `mark` says what was planted (0: nothing)."""

    kind: Ints
    cell: Ints
    anchor: Ints
    lng: Floats
    lat: Floats
    begin: Ints
    end: Ints  # -1: not known
    reported: Ints
    tags: Words  # (n, 4): entry, target, premises, tool; "" not known
    mark: Ints

    def __len__(self) -> int:
        return len(self.kind)

    def only(self, chosen: Any) -> "Crimes":
        """Some of them: a mask or an order."""
        return Crimes(*(getattr(self, column.name)[chosen] for column in fields(self)))


def joined(parts: list[Crimes]) -> Crimes:
    return Crimes(
        *(np.concatenate([getattr(p, column.name) for p in parts]) for column in fields(Crimes))
    )


class Drawer:
    """Draws the cases of the days up to `generator.now` on the generator's cells and corners."""

    def __init__(self, generator: CallGenerator, book: Book, *, seed: int = 2607) -> None:
        self.ground, self.book, self.rng = generator, book, np.random.default_rng(seed)
        midnight = generator.now.replace(hour=0, minute=0, second=0, microsecond=0)
        self.first_midnight = midnight - timedelta(days=DAYS - 1)
        self.last_second = (DAYS - 1) * DAY_S + int((generator.now - midnight).total_seconds())

    def at(self, second: int) -> datetime:
        """Local time of a second; the city has no summer time."""
        return self.first_midnight + timedelta(seconds=int(second))

    def everyday(self) -> Crimes:
        """What nobody planted."""
        parts = [self._of_kind(number) for number in range(len(self.book.kinds))]
        burglary = self.book.number("050201")
        return joined([*parts, self._followers(parts[burglary])])

    def cases(self, number: int, day: Ints, cell: Ints, *, mark: int = 0) -> Crimes:
        """Cases of one kind, each on its day in its cell near one of the cell's corners."""
        kind, count = self.book.kinds[number], len(day)
        cell = np.asarray(cell, dtype=np.int64)
        anchor = self.rng.integers(0, self.ground.anchor_x.shape[1], count)
        x, y = self.ground.anchor_x[cell, anchor], self.ground.anchor_y[cell, anchor]
        lng, lat = self.moved(x, y, cell, self.rng.normal(0, _SPREAD_M, (2, count)))
        event = np.asarray(day, dtype=np.int64) * DAY_S + self._clock(kind.hours, count)
        begin, end, reported = self._times(kind, event)
        return Crimes(
            kind=np.full(count, number),
            cell=cell,
            anchor=anchor,
            lng=lng,
            lat=lat,
            begin=begin,
            end=end,
            reported=reported,
            tags=self._tags(kind, count),
            mark=np.full(count, mark),
        )

    def moved(self, x: Floats, y: Floats, cell: Ints, by: Floats) -> tuple[Floats, Floats]:
        """Points moved east and north by metres, as long as they stay in their cell."""
        lat = y + by[1] / M_PER_DEG_LAT
        lng = x + by[0] / (M_PER_DEG_LAT * np.cos(np.radians(y)))
        stays = shapely.intersects_xy(self.ground.outlines[cell], lng, lat)
        return np.where(stays, lng, x), np.where(stays, lat, y)

    def _of_kind(self, number: int) -> Crimes:
        kind = self.book.kinds[number]
        days = [self.first_midnight + timedelta(days=offset) for offset in range(DAYS)]
        month = np.array([day.month - 1 + day.day / 31 for day in days])
        weight = 1 + kind.swing * np.cos((month - kind.peak_month + 0.5) * 2 * np.pi / 12)
        weight *= _WEEKDAY[[day.weekday() for day in days]]
        weight *= np.exp(kind.trend * (np.arange(DAYS) - DAYS) / 365)
        total = kind.per_week / 7 * self.ground.scale * weight.sum()
        day = self.rng.choice(DAYS, self.rng.poisson(total), p=weight / weight.sum())
        pull = self.ground.crowd**1.3 * np.where(self.ground.urban, kind.urban * 4, 1.0)
        cell = self.rng.choice(len(self.ground.cells), len(day), p=pull / pull.sum())
        return self.cases(number, day, cell)

    def _followers(self, first: Crimes) -> Crimes:
        chosen = first.only(self.rng.random(len(first)) < _FOLLOWED)
        lag = self.rng.integers(1, 11, len(chosen))
        day = chosen.begin // DAY_S + lag
        more = self.cases(self.book.number("050201"), day, chosen.cell)
        by = self.rng.normal(0, 60.0, (2, len(chosen)))
        lng, lat = self.moved(chosen.lng, chosen.lat, chosen.cell, by)
        columns = {column.name: getattr(more, column.name) for column in fields(more)}
        return Crimes(**(columns | {"lng": lng, "lat": lat, "anchor": chosen.anchor}))

    def _clock(self, shape: str, count: int) -> Ints:
        weight = np.array(self.book.hours[shape], dtype=float)
        hour = self.rng.choice(24, count, p=weight / weight.sum())
        second: Ints = hour * 3600 + self.rng.integers(0, 3600, count)
        return second

    def _times(self, kind: Kind, event: Ints) -> tuple[Ints, Ints, Ints]:
        """From, to and reported: who was out finds it when coming home."""
        count = len(event)
        length = np.zeros(count)
        if kind.long_h:
            length = self.rng.lognormal(np.log(kind.long_h), 0.7, count).clip(0.1, _LONGEST_H)
        before = self.rng.random(count)
        begin = event - (length * before * 60).astype(np.int64) * 60
        end = event + (length * (1 - before) * 60).astype(np.int64) * 60
        wait = self.rng.lognormal(np.log(0.9), 0.9, count) * 3600
        reported = end + wait.astype(np.int64)
        is_open = (self.rng.random(count) < _NO_END) & (length > 0)
        return begin // 60 * 60, np.where(is_open, -1, end // 60 * 60), reported

    def _tags(self, kind: Kind, count: int) -> Words:
        columns = []
        for name in TAGS:
            shares = getattr(kind, name)
            words = np.full(count, "", dtype="U20")
            if shares:
                p = np.array(list(shares.values()), dtype=float)
                words = self.rng.choice(np.array(list(shares), dtype="U20"), count, p=p / p.sum())
            columns.append(np.where(self.rng.random(count) < _NO_TAG, "", words))
        entry, tool = columns[0], columns[3]
        for way, tools in self.book.tools.items():
            fits = (entry == way) & (tool != "") & (self.rng.random(count) < 0.6)
            tool = np.where(fits, self.rng.choice(np.array(tools, dtype="U20"), count), tool)
        return np.column_stack([*columns[:3], tool])
