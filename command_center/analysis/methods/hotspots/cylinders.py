"""Every circle around a case with every run of days: how many cases against how many expected."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree
from scipy.special import xlogy

from command_center.analysis.methods.inputs import Bools, Floats, Ints

CASES_AT_ONCE = 500_000  # in all circles of a piece of the work
RUNS_AT_ONCE = 2_000_000  # cases in all runs of a turn
HALVINGS = 10  # what they leave unsaid is looked at for nothing


class Circles(NamedTuple):
    """The largest circle around each centre; flat, a centre after the other, nearest case first."""

    places: Floats  # of the centres
    centre: Ints
    case: Ints
    apart: Floats  # metres from the centre
    within: Ints  # how many cases the smallest circle holds that reaches this one


class Cylinders(NamedTuple):
    """The circle of `within` cases around `centre` from day `first` to day `last`."""

    deal: Ints
    centre: Ints
    within: Ints
    first: Ints
    last: Ints
    cases: Ints
    expected: Floats
    ratio: Floats  # log likelihood ratio


def circles(places: Floats, max_radius: float) -> list[Circles]:
    """Around each place where there are cases, in pieces."""
    centres = np.unique(places, axis=0)
    tree = cKDTree(places)
    sizes = tree.query_ball_point(centres, max_radius, return_length=True)
    cuts = np.flatnonzero(np.diff(np.cumsum(sizes) // CASES_AT_ONCE)) + 1
    found = []
    for block in np.split(np.arange(len(centres)), cuts):
        part = cKDTree(centres[block])
        near = part.sparse_distance_matrix(tree, max_radius, output_type="ndarray")
        near = near[np.lexsort((near["v"], near["i"]))]
        within = _within(near["i"], near["v"])
        found.append(Circles(centres[block], near["i"], near["j"], near["v"], within))
    return found


def _within(centre: Ints, apart: Floats) -> Ints:
    """The rank of each case in its circle, that of the last where several are as far."""
    is_last = _changes(centre) | _changes(apart)
    last = np.flatnonzero(is_last)
    begin = np.flatnonzero(np.concatenate([[True], _changes(centre)[:-1]]))
    position = np.arange(len(centre))
    ends = last[np.searchsorted(last, position)]
    return np.asarray(ends - begin[np.searchsorted(begin, position, side="right") - 1] + 1)


def _changes(values: Ints | Floats) -> Bools:
    """Whether another value follows; the last one's does."""
    return np.append(values[1:] != values[:-1], True)


def likelihood_ratio(cases: Ints | int, expected: Floats, total: int) -> Floats:
    """Logarithm of (c/μ)^c ((C-c)/(C-μ))^(C-c); 0 where there are no more cases than expected."""
    rest = total - cases
    left = np.maximum(total - expected, np.finfo(np.float64).tiny)  # 0: nothing is left either
    found = xlogy(cases, cases / expected) + xlogy(rest, rest / left)
    return np.where(cases > expected, found, 0.0)


def most_expected(cases: Ints, least: float, total: int) -> Floats:
    """The expectation below which so many cases have a ratio over `least`, or a little more."""
    low, high = np.zeros(len(cases)), cases.astype(np.float64)
    for _halving in range(HALVINGS):
        middle = (low + high) / 2
        is_over = likelihood_ratio(cases, middle, total) > least
        low, high = np.where(is_over, middle, low), np.where(is_over, high, middle)
    return high * (1 + 1e-9)


@dataclass(frozen=True)
class Deals:
    """Circles with several deals of the days; flat, by deal, centre and day.

    Only cylinders are looked at that begin and end on the day of one of their cases: any other
    has as many cases as one of these in more days. A prospective one ends on the last day.
    """

    group: Ints  # deal and centre in one number
    day: Ints
    within: Ints
    may_end: Bools  # whether a run may end with this case
    by_day: Ints  # cases of the whole area before each day, and at last all
    centres: int
    max_days: int
    is_prospective: bool

    @classmethod
    def of(cls, circle: Circles, days: Ints, max_days: int, *, is_prospective: bool) -> "Deals":
        """`days`: int[deals, cases] from 0 on, every row the same days in another order."""
        dealt = days[:, circle.case]
        before = np.append(0, np.cumsum(np.bincount(days[0])))
        # A prospective cylinder holds nothing of before its longest run.
        since = len(before) - 1 - max_days if is_prospective else 0
        deal, place = np.nonzero(dealt >= since)
        day = dealt[deal, place]
        group = deal * len(circle.places) + circle.centre[place]
        order = np.argsort(group * len(before) + day)
        group, day = group[order], day[order]
        may_end = _changes(group) if is_prospective else _changes(group) | _changes(day)
        within = circle.within[place[order]]
        places = len(circle.places)
        return cls(group, day, within, may_end, before, places, max_days, is_prospective)

    def highest(self, best: Floats) -> Floats:
        """The highest ratio of each deal, `best` at least."""
        best = best.copy()
        for start, fewest, more in self._turns():
            found = self._beating(start, fewest, more, best)
            np.maximum.at(best, found.deal, found.ratio)
        return best

    def over(self, cutoff: float) -> list[Cylinders]:
        """All cylinders of a single deal with a ratio over `cutoff`."""
        least = np.full(1, cutoff)
        turns = self._turns()
        return [self._beating(*turn, least) for turn in turns]

    def _turns(self) -> Iterator[tuple[Ints, Ints, int]]:
        """The first cases of runs with 1, 2, 3 … cases after them, some runs at a time.

        With each the fewest cases that any circle of a run holds.
        """
        ends = _changes(self.group) | _changes(self.day)
        start = np.flatnonzero(np.concatenate([[True], ends[:-1]])[: len(self.day)])
        fewest, more = self.within[start], 1
        while (goes_on := self._goes_on(start, more)).any():
            start = start[goes_on]
            fewest = np.minimum(fewest[goes_on], self.within[start + more])
            for part in np.array_split(np.arange(len(start)), self._parts(start, more)):
                yield start[part], fewest[part], more
            more += 1

    def _parts(self, start: Ints, more: int) -> int:
        return len(start) * (more + 1) // RUNS_AT_ONCE + 1

    def _goes_on(self, start: Ints, more: int) -> Bools:
        """Which have `more` cases after them in the same circle and within the days."""
        then = np.minimum(start + more, len(self.day) - 1)
        goes_on: Bools = start + more == then
        goes_on &= self.group[start] == self.group[then]
        goes_on &= self.day[then] - self.day[start] < self.max_days
        return goes_on

    def _beating(self, start: Ints, fewest: Ints, more: int, best: Floats) -> Cylinders:
        """The cylinders of the `more` + 1 cases from each start on that beat their deal's best."""
        total = int(self.by_day[-1])
        is_whole = self.may_end[start + more]  # no case of the last day is left out
        start, fewest = start[is_whole], fewest[is_whole]
        last = self._last_day(start) if self.is_prospective else self.day[start + more]
        share = (self.by_day[last + 1] - self.by_day[self.day[start]]) / total
        cases = np.arange(2, more + 2)  # one case is no cluster
        most = most_expected(cases, float(best.min()), total)
        # At best all are in the smallest circle, which holds no other case at any time.
        may_win = np.maximum(fewest, more + 1) * share < most[-1]
        may_win &= last - self.day[start] < self.max_days
        start, last, share = start[may_win], last[may_win], share[may_win]
        within = np.sort(self.within[start[:, np.newaxis] + np.arange(more + 1)], axis=1)[:, 1:]
        row, column = np.nonzero(within * share[:, np.newaxis] < most)
        within, cases = within[row, column], cases[column]
        expected = within * share[row]
        ratio = likelihood_ratio(cases, expected, total)
        deal, centre = np.divmod(self.group[start[row]], self.centres)
        found = Cylinders(
            deal, centre, within, self.day[start[row]], last[row], cases, expected, ratio
        )
        return Cylinders._make(column[ratio > best[deal]] for column in found)

    def _last_day(self, start: Ints) -> Ints:
        return np.full(len(start), len(self.by_day) - 2)
