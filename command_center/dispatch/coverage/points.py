"""How soon the nearest free unit is at each sample point of the cells."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from command_center.dispatch.assignments.numbers import Rates
from command_center.dispatch.coverage.fleet import AT_ONCE, Fleet, Floats, Mask, metres, slowness
from command_center.dispatch.coverage.pace import RateBook
from command_center.dispatch.coverage.sampling import Samples

NOBODY = -1
TIERS = (1, 3, 5)  # minutes


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each point the seconds of the nearest unit, which one, and the seconds of the next."""

    best_s: Floats
    best: NDArray[np.int64]
    next_s: Floats

    def without(self, unit: int) -> Floats:
        """The seconds if that unit were not there."""
        return np.where(self.best == unit, self.next_s, self.best_s)


class PointReach:
    """The sample points of a scope, and travel from the units in it."""

    def __init__(self, samples: Samples, fleet: Fleet, book: RateBook) -> None:
        self.samples, self.fleet = samples, fleet
        self.kinds = [unit.kind for unit in fleet.units]
        columns: dict[_Key, list[NDArray[np.int64]]] = defaultdict(list)
        for cell in samples.cells:
            rates = book.of(cell.agency_path, cell.pk)
            columns[_Key(rates)].append(np.arange(cell.first, cell.after))
        self.groups = [(key.rates, np.concatenate(parts)) for key, parts in columns.items()]

    def nearest(self, which: Mask) -> Nearest:
        """The nearest of the chosen units at every point."""
        n = len(self.samples)
        best_s, next_s = np.full(n, np.inf), np.full(n, np.inf)
        best = np.full(n, NOBODY, dtype=np.int64)
        chosen = np.flatnonzero(which)
        if chosen.size:
            for rates, columns in self.groups:
                for part in np.array_split(columns, max(1, columns.size * chosen.size // AT_ONCE)):
                    told = self._seconds(rates, chosen, part)
                    first = told.argmin(axis=0)
                    here = np.arange(part.size)
                    best_s[part] = told[first, here]
                    best[part] = chosen[first]
                    told[first, here] = np.inf
                    next_s[part] = told.min(axis=0)
        return Nearest(best_s, np.where(np.isinf(best_s), NOBODY, best), next_s)

    def from_place(self, kind: str, *, lng: float, lat: float) -> Floats:
        """The seconds of a unit of that kind from a place to every point."""
        found = np.full(len(self.samples), np.inf)
        for rates, columns in self.groups:
            away = metres(
                lng=np.array([lng]),
                lat=np.array([lat]),
                to_lng=self.samples.lng[columns],
                to_lat=self.samples.lat[columns],
            )
            found[columns] = away[0] * slowness([kind], rates)[0]
        return found

    def _seconds(
        self, rates: Rates, chosen: NDArray[np.int64], columns: NDArray[np.int64]
    ) -> Floats:
        away = metres(
            lng=self.fleet.lng[chosen],
            lat=self.fleet.lat[chosen],
            to_lng=self.samples.lng[columns],
            to_lat=self.samples.lat[columns],
        )
        return away * slowness([self.kinds[i] for i in chosen], rates)[:, None]


class _Key:
    """Rates hold a mapping and have no hash; those of one book are the same object."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates

    def __hash__(self) -> int:
        return id(self.rates)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.rates is self.rates


def tier_of(seconds: Floats) -> NDArray[np.int64]:
    """The shortest of 1, 3 and 5 minutes in which somebody is there; 0 where none is."""
    limits = np.array([tier * 60 for tier in TIERS])
    place = np.searchsorted(limits, seconds, side="left")
    return np.array([*TIERS, 0])[place]
