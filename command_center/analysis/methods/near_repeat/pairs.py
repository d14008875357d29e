"""Pairs of cases counted by band of distance and band of time, for any deal of the times."""

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from command_center.analysis.methods.inputs import Floats, Ints
from command_center.analysis.methods.near_repeat.events import Events, far_band, reach, tick_edges

PAIRS_FOUND_AT_ONCE = 4_000_000  # 24 bytes each
LOOKED_AT_AT_ONCE = 1 << 18  # differences: what a processor's cache holds
LARGEST_LOOKUP = 1 << 20


class Pairs(NamedTuple):
    """Unordered pairs nearer than the reach of space, narrow since there can be many."""

    one: NDArray[np.int32]
    other: NDArray[np.int32]
    band: NDArray[Any]


def near_pairs(points: Floats, space: Floats, power: float) -> Iterator[Pairs]:
    """Every pair below the largest finite edge once, with the number of edges it passes.

    In pieces, so that memory does not grow with the pairs of a crowded city.
    """
    farthest = reach(space)
    if farthest == 0 or len(points) < 2:
        return
    tree = cKDTree(points)
    count = int(tree.count_neighbors(tree, farthest, p=power))
    if count <= PAIRS_FOUND_AT_ONCE:
        one, other = tree.query_pairs(farthest, p=power, output_type="ndarray").T
        apart = np.abs(points[one] - points[other])
        length = apart.sum(axis=1) if power == 1 else np.sqrt((apart**2).sum(axis=1))
        yield _banded(one, other, length, space)
        return
    order = np.argsort(points[:, 0], kind="stable")
    for block in np.array_split(order, math.ceil(count / PAIRS_FOUND_AT_ONCE)):
        part = cKDTree(points[block])
        near = part.sparse_distance_matrix(tree, farthest, p=power, output_type="ndarray")
        near = near[block[near["i"]] < near["j"]]
        yield _banded(block[near["i"]], near["j"], near["v"], space)


def _banded(one: Ints, other: Ints, length: Floats, space: Floats) -> Pairs:
    is_near = length < reach(space)
    band = np.searchsorted(space, length[is_near], side="right")
    band = band.astype(np.min_scalar_type(len(space)))
    return Pairs(one[is_near].astype(np.int32), other[is_near].astype(np.int32), band)


def pairs_by_time(ticks: Ints, time: Floats) -> Ints:
    """All pairs by band of time, exact, without looking at each: by counting in sorted order."""
    ordered = np.sort(ticks)
    n = len(ordered)
    below = np.zeros(len(time) + 2, dtype=np.int64)
    below[-1] = n * (n - 1) // 2
    for at, edge in enumerate(time, start=1):
        if edge == np.inf:
            below[at] = below[-1]
        elif edge > 0:
            before = np.searchsorted(ordered, ordered + int(edge), side="left")
            below[at] = int((before - np.arange(n) - 1).sum())
    return np.diff(below)


class Table:
    """The table of pair counts under any deal of the times to the cases.

    A band is the number of edges passed, so band 0 lies below the first edge. Only pairs near in
    both space and time are looked at: the margins, which no deal changes, leave the rest over.
    """

    def __init__(self, cases: Events, space: Floats, time: Floats, power: float) -> None:
        self.cases, self.space, self.power = cases, space, power
        self.edges = tick_edges(time, cases.per_day)
        self.shape = (len(space) + 1, len(time) + 1)
        self.far = (far_band(space), far_band(self.edges))
        self.by_time = pairs_by_time(cases.ticks, self.edges)
        self.reach = int(reach(self.edges))
        is_short = self.reach <= LARGEST_LOOKUP
        self.lookup = self._searched(np.arange(self.reach)) if is_short else None
        # The narrower the times, the more of them a processor holds at hand.
        self.ticks = cases.ticks.astype(np.min_scalar_type(-int(cases.ticks.max(initial=1)) - 1))

    def _searched(self, ticks: NDArray[Any]) -> Ints:
        return np.searchsorted(self.edges, ticks, side="right").astype(np.int64)

    def of(self, moves: Sequence[NDArray[np.int32]], deals: NDArray[Any]) -> Ints:
        """The whole tables of every move of every deal; int64[all, bands of space, of time].

        `deals` has a row of times for each case; by a move case k takes those of case `move[k]`.
        """
        n, (space, time) = len(deals), self.far
        tables = np.zeros((len(moves) * deals.shape[1], *self.shape), dtype=np.int64)
        by_space = np.zeros(self.shape[0], dtype=np.int64)
        near = np.zeros((len(moves), deals.shape[1] * space * time), dtype=np.int64)
        for pairs in near_pairs(self.cases.points, self.space, self.power):
            by_space += np.bincount(pairs.band, minlength=self.shape[0])
            for found, move in zip(near, moves, strict=True):
                found += self._near(pairs, move, deals)
        by_space[space] = n * (n - 1) // 2 - by_space.sum()
        tables[:, :space, :time] = near.reshape(-1, space, time)
        tables[:, space, :time] = self.by_time[:time] - tables[:, :, :time].sum(axis=1)
        tables[:, :, time] = by_space - tables[:, :, :time].sum(axis=2)
        return tables

    def _near(self, pairs: Pairs, move: NDArray[np.int32], deals: NDArray[Any]) -> Ints:
        """Counts in the near bands, flat, each deal after the other."""
        columns = deals.shape[1]
        cells = self.far[0] * self.far[1]
        found = np.zeros(columns * cells, dtype=np.int64)
        step = max(LOOKED_AT_AT_ONCE // columns, 1)
        for at in range(0, len(pairs.band) if cells else 0, step):
            one, other, band = (column[at : at + step] for column in pairs)
            apart = deals.take(move.take(one), axis=0)
            apart -= deals.take(move.take(other), axis=0)
            np.abs(apart, out=apart)
            close = np.flatnonzero(apart < self.reach)
            pair, deal = np.divmod(close, columns)
            ticks = apart.ravel().take(close)
            time = self._searched(ticks) if self.lookup is None else self.lookup.take(ticks)
            cell = deal * cells + band.take(pair) * np.int64(self.far[1]) + time
            found += np.bincount(cell, minlength=len(found))
        return found
