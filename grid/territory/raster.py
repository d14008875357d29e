"""A label table over the leaf cells: most points are placed by one array read, the rest exactly.

Pure numpy and shapely, no Django. The ground is cut into small squares; a square no outline
passes through lies wholly in one cell (or in none) and carries its label; in the others the
outlines that pass are asked. Where outlines overlap, a tree over all of them is asked. A point
on a shared edge belongs to the lowest label, so that every point has one cell for ever.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Labels = NDArray[np.int32]
Floats = NDArray[np.float64]

OUTSIDE = -1
_ASK_CANDIDATES = -2
_ASK_TREE = -3
_ONE_DEEP = 1 << 20  # above any label; under 2 000 outlines deep it fits 32 bits
_SIDES = (128, 2048)  # squares along the longer side: fewest, most
_SQUARES_PER_CELL_SIDE = 64
# Squares are marked a hair too generously, so that rounding can never hide an edge.
_HAIR = 1e-6


@dataclass(frozen=True, slots=True)
class _Segments:
    """Every edge of every outline in square units; `cell` is the label it belongs to."""

    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    cell: Ints


class CellRaster:
    """Looks up which of `outlines` (shapely polygons, WGS-84 degrees) a point lies in.

    Labels are positions in `outlines`; give them in ascending order of what should win a tie.
    """

    def __init__(self, outlines: NDArray[np.object_]) -> None:
        self._outlines = shapely.orient_polygons(outlines)
        shapely.prepare(self._outlines)
        self._tree = shapely.STRtree(self._outlines)
        self._west, self._south, east, north = shapely.total_bounds(self._outlines)
        longer = max(east - self._west, north - self._south)
        side = int(np.clip(_SQUARES_PER_CELL_SIDE * len(outlines) ** 0.5, *_SIDES))
        self._square_deg = longer / side
        # One square of margin all round keeps the padding of edges inside the table.
        self._columns = int((east - self._west) / self._square_deg) + 3
        self._rows = int((north - self._south) / self._square_deg) + 3
        self._build()

    def labels_at(self, lngs: Floats, lats: Floats) -> Labels:
        """The label of each point, OUTSIDE where no outline covers it."""
        x = (lngs - self._west) / self._square_deg + 1
        y = (lats - self._south) / self._square_deg + 1
        within = (x >= 0) & (x < self._columns) & (y >= 0) & (y < self._rows)  # NaN is nowhere
        if not within.all():
            x, y = np.where(within, x, 0), np.where(within, y, 0)
        square = y.astype(np.int32) * self._columns + x.astype(np.int32)
        labels: Labels = self._table[square]
        labels[~within] = OUTSIDE
        self._ask_candidates(labels, square, lngs, lats)
        self._ask_tree(labels, lngs, lats)
        return labels

    def label_at(self, lng: float, lat: float) -> int:
        """The same for one point, without arrays: some microseconds."""
        column = int((lng - self._west) / self._square_deg + 1)
        row = int((lat - self._south) / self._square_deg + 1)
        if not (0 <= column < self._columns and 0 <= row < self._rows):
            return OUTSIDE
        square = row * self._columns + column
        label = int(self._table[square])
        if label == _ASK_CANDIDATES:
            for candidate in self._candidates_of(square):
                if shapely.intersects_xy(self._outlines[candidate], lng, lat):
                    return int(candidate)
            return OUTSIDE
        if label == _ASK_TREE:
            return int(self.labels_at(np.array([lng]), np.array([lat]))[0])
        return label

    def _build(self) -> None:
        segments = self._segments()
        sums = self._fill(segments)
        squares, cells = self._touched(segments)
        is_touched = np.zeros(len(sums), dtype=bool)
        is_touched[squares] = True
        depth_is_1 = (sums >= _ONE_DEEP) & (sums < 2 * _ONE_DEEP)
        # A square under one whole outline and crossed by another asks both.
        covered = np.flatnonzero(is_touched & depth_is_1)
        squares = np.concatenate([squares, covered])
        cells = np.concatenate([cells, sums[covered] - _ONE_DEEP])
        pairs = _distinct(squares * len(self._outlines) + cells)
        self._candidate_square, self._candidate_cell = np.divmod(pairs, len(self._outlines))
        self._table = np.where(depth_is_1, sums - np.int32(_ONE_DEEP), np.int32(OUTSIDE))
        self._table[is_touched] = _ASK_CANDIDATES
        self._table[(sums >= 2 * _ONE_DEEP) | (sums < 0)] = _ASK_TREE

    def _segments(self) -> _Segments:
        parts, of_part = shapely.get_parts(self._outlines, return_index=True)
        rings, of_ring = shapely.get_rings(parts, return_index=True)
        points, ring = shapely.get_coordinates(rings, return_index=True)
        follows = ring[1:] == ring[:-1]
        x = (points[:, 0] - self._west) / self._square_deg + 1
        y = (points[:, 1] - self._south) / self._square_deg + 1
        cell = of_part[of_ring[ring[1:][follows]]]
        return _Segments(x[:-1][follows], y[:-1][follows], x[1:][follows], y[1:][follows], cell)

    def _fill(self, s: _Segments) -> Labels:
        """Per square: labels + _ONE_DEEP each, summed over the outlines that cover its centre.

        Outlines run one way round, so each crossing of a row of centres adds or takes away
        its cell for all squares to the east of it; a running sum along the row does the rest.
        """
        # The rows whose centre line y = row + 0.5 lies in [low, high).
        first = np.ceil(np.minimum(s.y0, s.y1) - 0.5).astype(np.int64)
        last = np.ceil(np.maximum(s.y0, s.y1) - 0.5).astype(np.int64)
        of, row = _spread(first, last - first)
        centre = row + 0.5
        run = (s.x1 - s.x0)[of] / (s.y1 - s.y0)[of]
        column = np.ceil(s.x0[of] + (centre - s.y0[of]) * run - 0.5).astype(np.int64)
        sign = np.where((s.y1 < s.y0)[of], 1, -1)  # down the western side of a ring
        square = row * self._columns + np.clip(column, 0, self._columns - 1)
        sums: Labels = np.zeros(self._rows * self._columns, dtype=np.int32)
        np.add.at(sums, square, (sign * (s.cell[of] + _ONE_DEEP)).astype(np.int32))
        rows = sums.reshape(self._rows, self._columns)
        np.cumsum(rows, axis=1, out=rows)
        return sums

    def _touched(self, s: _Segments) -> tuple[Ints, Ints]:
        """Every (square, cell) where an edge of the cell's outline passes through the square."""
        low, high = np.minimum(s.y0, s.y1) - _HAIR, np.maximum(s.y0, s.y1) + _HAIR
        first = np.floor(low).astype(np.int64)
        of, row = _spread(first, np.floor(high).astype(np.int64) - first + 1)
        rise = (s.y1 - s.y0)[of]
        flat = np.abs(rise) < _HAIR
        safe = np.where(flat, 1.0, rise)
        t0 = np.where(flat, 0.0, np.clip((row - _HAIR - s.y0[of]) / safe, 0, 1))
        t1 = np.where(flat, 1.0, np.clip((row + 1 + _HAIR - s.y0[of]) / safe, 0, 1))
        run = (s.x1 - s.x0)[of]
        xa, xb = s.x0[of] + t0 * run, s.x0[of] + t1 * run
        west = np.floor(np.minimum(xa, xb) - _HAIR).astype(np.int64)
        east = np.floor(np.maximum(xa, xb) + _HAIR).astype(np.int64)
        piece, column = _spread(west, east - west + 1)
        return row[piece] * self._columns + column, s.cell[of[piece]]

    def _candidates_of(self, square: int) -> Ints:
        start, stop = np.searchsorted(self._candidate_square, [square, square + 1])
        return self._candidate_cell[start:stop]

    def _ask_candidates(self, labels: Labels, square: Labels, lngs: Floats, lats: Floats) -> None:
        asked = np.flatnonzero(labels == _ASK_CANDIDATES)
        labels[asked] = OUTSIDE
        start = np.searchsorted(self._candidate_square, square[asked])
        stop = np.searchsorted(self._candidate_square, square[asked], side="right")
        of, position = _spread(start, stop - start)
        cells, points = self._candidate_cell[position], asked[of]
        order = np.argsort(cells, kind="stable")
        cells, points = cells[order], points[order]
        bounds = np.flatnonzero(np.diff(cells, prepend=-1, append=-1))
        for begin, end in pairwise(bounds):
            mine = points[begin:end]
            mine = mine[labels[mine] == OUTSIDE]  # a lower label has it already
            hit = shapely.intersects_xy(self._outlines[cells[begin]], lngs[mine], lats[mine])
            labels[mine[hit]] = cells[begin]

    def _ask_tree(self, labels: Labels, lngs: Floats, lats: Floats) -> None:
        asked = np.flatnonzero(labels == _ASK_TREE)
        if not len(asked):
            return
        points = shapely.points(lngs[asked], lats[asked])
        point, cell = self._tree.query(points, predicate="intersects")
        lowest = np.full(len(asked), np.iinfo(np.int64).max)
        np.minimum.at(lowest, point, cell)
        labels[asked] = np.where(lowest == np.iinfo(np.int64).max, OUTSIDE, lowest)


def _distinct(numbers: Ints) -> Ints:
    """Sorted and each once; np.unique hashes first, which is slower here."""
    ordered = np.sort(numbers)
    each: Ints = ordered[np.diff(ordered, prepend=-1) != 0]
    return each


def _spread(first: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """For each i the numbers first[i] … first[i] + counts[i] - 1, flat, each with its i."""
    of = np.repeat(np.arange(len(first)), counts)
    offset = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    return of, first[of] + offset
