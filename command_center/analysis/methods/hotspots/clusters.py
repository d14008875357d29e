"""The space-time permutation scan: where and when there were more cases than place and time give.

Source: M. Kulldorff, R. Heffernan, J. Hartman, R. Assunção and F. Mostashari, "A space-time
permutation scan statistic for disease outbreak detection", PLoS Medicine 2 (2005). Nothing but the
cases is needed. For a cylinder A, a circle and a run of days, with C cases in all:

    μ_A = (cases in the circle, any day) · (cases on those days, any place) / C
    ratio = (c_A / μ_A)^c_A · ((C - c_A) / (C - μ_A))^(C - c_A)        where c_A > μ_A

The days are dealt anew to the cases, and a cylinder is judged against the highest ratio of every
deal, so a city without clusters shows any with probability `alpha` at most.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from command_center.analysis.methods import inputs
from command_center.analysis.methods.hotspots.cylinders import (
    CASES_AT_ONCE,
    Circles,
    Cylinders,
    Deals,
    circles,
)
from command_center.analysis.methods.inputs import Floats, Given, Ints, Random

EPOCH = date(1970, 1, 1).toordinal()
HAIR = 1e-9  # of a log likelihood ratio: a rounding error must not make a win of a tie
HAIR_M = 1e-6  # metres: nor leave out the case that draws the circle


@dataclass(frozen=True)
class Cluster:
    """A cylinder with more cases than chance gives."""

    centre: tuple[float, float]  # metres
    radius_m: float  # to its farthest case; 0 where all happened at one place
    day_from: date | int
    day_to: date | int  # inclusive
    observed: int
    expected: float
    log_likelihood_ratio: float
    p_value: float
    members: tuple[int, ...]  # positions of its cases in what was handed in


@dataclass(frozen=True)
class _Area:
    places: Floats
    days: Ints  # from 0 on, long waits between two cases cut short
    positions: Ints  # in what was handed in
    calendar: Ints  # the day that each of these days is; days without a case may be any
    has_dates: bool


def scan(
    x: Given,
    y: Given,
    day: Given,
    *,
    max_radius_m: float,
    max_days: int,
    permutations: int = 999,
    rng: Random = None,
    alpha: float = 0.05,
    is_prospective: bool = False,
) -> list[Cluster]:
    """Clusters with p <= `alpha`, the likeliest first, no two sharing a place at the same time.

    `x`, `y`: metres, (n,); `day`: dates, or numbers of days (parts of a day are cut off), (n,).
    Circles around each case, up to `max_radius_m` (inf: any); runs of up to `max_days` days; two
    cases at least. `is_prospective`: only clusters that go on to the last day with a case. A case
    without place or day is left out. p = (1 + #{highest permuted ratio >= ratio}) / (1 +
    permutations). ValueError for columns of different length, a radius below 0, no days, an
    `alpha` outside 0 to 1.
    """
    radius = float(inputs.floats(max_radius_m, "max_radius_m"))
    if not radius >= 0:
        raise ValueError(f"max_radius_m must be 0 or more, not {max_radius_m!r}")
    max_days = inputs.whole(max_days, "max_days", least=1)
    permutations = inputs.whole(permutations, "permutations")
    alpha, chance = inputs.level_of(alpha, "alpha"), inputs.generator(rng)
    area = _area(x, y, day, max_days)
    may_reach = int(np.floor(alpha * (1 + permutations) + 1e-9)) - 1
    if len(area.days) < 2 or may_reach < 0:
        return []
    longest = min(max_days, len(area.calendar))
    search = _Search(area, circles(area.places, radius), longest, is_prospective)
    highest = search.highest(permutations, chance)
    cutoff = np.sort(highest)[::-1][may_reach] if may_reach < permutations else 0.0
    found = search.over(float(cutoff) + HAIR)
    return [_cluster(area, found, at, highest) for at in _apart(found)]


def _area(x: Given, y: Given, day: Given, max_days: int) -> _Area:
    places = inputs.places(x, y)
    days, known = inputs.day_numbers(day)
    inputs.same_length(x=places, y=places, day=days)
    positions = np.flatnonzero(known & np.isfinite(places).all(axis=1))
    seen, number = np.unique(days[positions], return_inverse=True)
    # No run reaches over a wait of `max_days`, so a longer one is like it.
    waits = np.minimum(np.diff(seen, prepend=seen[:1]), max_days)
    at = np.cumsum(waits)
    calendar = np.zeros(int(at[-1]) + 1 if len(at) else 0, dtype=np.int64)
    calendar[at] = seen
    return _Area(places[positions], at[number], positions, calendar, not inputs.are_numbers(day))


class _Reached(NamedTuple):
    """Cylinders over the cutoff."""

    places: Floats  # (n, 2), the centres
    radius: Floats
    first: Ints
    last: Ints
    cases: Ints
    expected: Floats
    ratio: Floats


NO_DAYS = np.empty(0, dtype=np.int64)
NONE = _Reached(np.empty((0, 2)), np.empty(0), NO_DAYS, NO_DAYS, NO_DAYS, np.empty(0), np.empty(0))


@dataclass(frozen=True)
class _Search:
    area: _Area
    pieces: list[Circles]
    max_days: int
    is_prospective: bool

    def highest(self, permutations: int, rng: np.random.Generator) -> Floats:
        """The highest ratio of each deal."""
        step = max(CASES_AT_ONCE // max(len(piece.case) for piece in self.pieces), 1)
        found = np.zeros(permutations)
        for at in range(0, permutations, step):
            best = found[at : at + step]
            days = np.array([rng.permutation(self.area.days) for _ in best])
            for piece in self.pieces:
                best[:] = self._deals(piece, days).highest(best)
        return found

    def over(self, cutoff: float) -> _Reached:
        """The cylinders of the cases as they are."""
        days = self.area.days[np.newaxis]
        found = [
            _reached(piece, some)
            for piece in self.pieces
            for some in self._deals(piece, days).over(cutoff)
        ]
        return _Reached(*(np.concatenate(column) for column in zip(NONE, *found, strict=True)))

    def _deals(self, piece: Circles, days: Ints) -> Deals:
        return Deals.of(piece, days, self.max_days, is_prospective=self.is_prospective)


def _reached(piece: Circles, some: Cylinders) -> _Reached:
    begin = np.searchsorted(piece.centre, some.centre)
    radius = piece.apart[begin + some.within - 1]
    places = piece.places[some.centre]
    return _Reached(places, radius, some.first, some.last, some.cases, some.expected, some.ratio)


def _apart(found: _Reached) -> list[int]:
    """The likeliest, then the likeliest that shares no place at the same time with one before."""
    left = np.argsort(-found.ratio, kind="stable")
    chosen = []
    while len(left):
        best = int(left[0])
        chosen.append(best)
        steps = found.places[left] - found.places[best]
        is_near = np.hypot(*steps.T) <= found.radius[left] + found.radius[best]
        is_then = (found.first[left] <= found.last[best]) & (found.last[left] >= found.first[best])
        left = left[~(is_near & is_then)]
    return chosen


def _cluster(area: _Area, found: _Reached, at: int, highest: Floats) -> Cluster:
    centre, radius = found.places[at], float(found.radius[at])
    first, last = int(found.first[at]), int(found.last[at])
    is_inside = np.hypot(*(area.places - centre).T) <= radius + HAIR_M
    is_inside &= (area.days >= first) & (area.days <= last)
    ratio = float(found.ratio[at])
    reached = int((highest >= ratio - HAIR).sum())
    return Cluster(
        centre=(float(centre[0]), float(centre[1])),
        radius_m=radius,
        day_from=_day(area, first),
        day_to=_day(area, last),
        observed=int(found.cases[at]),
        expected=float(found.expected[at]),
        log_likelihood_ratio=ratio,
        p_value=(1 + reached) / (1 + len(highest)),
        members=tuple(int(position) for position in area.positions[is_inside]),
    )


def _day(area: _Area, day: int) -> date | int:
    number = int(area.calendar[day])
    return date.fromordinal(EPOCH + number) if area.has_dates else number
