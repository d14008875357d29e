"""Cells and who is whose neighbour: weights with each cell its own neighbour, as Gi* wants them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.spatial import cKDTree
from shapely import STRtree

from command_center.analysis.methods.inputs import (
    Floats,
    Given,
    Ints,
    floats,
    over_zero,
    places,
    whole,
)

Extent = tuple[float, float, float, float]
MOST_CELLS = 5_000_000  # half a GB of weights


@dataclass(frozen=True)
class Grid:
    """Square cells over an extent; cell 0 is the most south-western, then eastward row by row."""

    counts: Ints  # of the cases in each cell
    weights: sparse.csr_array  # queen contiguity, self included
    x0: float  # metres: the south-western corner
    y0: float
    cell_m: float
    rows: int
    columns: int

    def cell_of(self, x: Given, y: Given) -> Ints:
        """The cell of each point, -1 for one outside or without a place."""
        return _cell_of(self, *places(x, y).T)

    def centres(self) -> tuple[Floats, Floats]:
        """x and y of the middle of each cell, metres."""
        row, column = np.divmod(np.arange(self.rows * self.columns), self.columns)
        return self.x0 + (column + 0.5) * self.cell_m, self.y0 + (row + 0.5) * self.cell_m


def grid(x: Given, y: Given, cell_size_m: float, extent: Extent | None = None) -> Grid:
    """Counts of cases in square cells.

    `extent` (west, south, east, north; metres) or else the cases' own, from a whole multiple of
    the cell size. A cell holds its western and southern edge; the extent's eastern and northern
    edge belong to the last cells. `x`, `y`: metres, (n,); a case without a place is in no cell.
    ValueError for an extent that is turned round or makes more than 5 million cells, as one
    wrong place far away does.
    """
    cell_size_m = over_zero(cell_size_m, "cell_size_m")
    east, north = places(x, y).T
    west, south, width, height = _frame(east, north, cell_size_m, extent)
    rows, columns = (max(size, 1) for size in cells_over(width, height, cell_size_m, MOST_CELLS))
    empty = np.zeros(rows * columns, dtype=np.int64)
    bare = Grid(empty, _queen(rows, columns), west, south, cell_size_m, rows, columns)
    cells = _cell_of(bare, east, north)
    counts = np.bincount(cells[cells >= 0], minlength=rows * columns).astype(np.int64)
    return Grid(counts, bare.weights, west, south, cell_size_m, rows, columns)


def _frame(
    east: Floats, north: Floats, cell_m: float, extent: Extent | None
) -> tuple[float, float, float, float]:
    """South-western corner, width and height."""
    if extent is not None:
        west, south, far_east, far_north = corners(extent)
        return west, south, far_east - west, far_north - south
    known = np.isfinite(east) & np.isfinite(north)
    if not known.any():
        return 0.0, 0.0, cell_m, cell_m
    west = float(np.floor(east[known].min() / cell_m) * cell_m)
    south = float(np.floor(north[known].min() / cell_m) * cell_m)
    return west, south, float(east[known].max() - west), float(north[known].max() - south)


def corners(extent: Extent) -> Extent:
    """West, south, east, north in metres, or a ValueError."""
    found = floats(extent, "extent").ravel()
    if found.size != 4 or not np.isfinite(found).all() or (found[2:] < found[:2]).any():
        raise ValueError("extent must be west, south, east, north in metres")
    west, south, east, north = found.tolist()
    return west, south, east, north


def cells_over(width: float, height: float, cell_m: float, most: int) -> tuple[int, int]:
    """Rows and columns of square cells; refuses what no memory holds."""
    rows, columns = np.ceil(height / cell_m), np.ceil(width / cell_m)
    if rows * columns > most:
        raise ValueError(
            f"cells of {cell_m:g} m over {width:,.0f} x {height:,.0f} m are more than"
            f" {most:,}: take larger cells, or name an extent without far-off places"
        )
    return int(rows), int(columns)


def _cell_of(cells: Grid, east: Floats, north: Floats) -> Ints:
    column = _slot((east - cells.x0) / cells.cell_m, cells.columns)
    row = _slot((north - cells.y0) / cells.cell_m, cells.rows)
    return np.where((column < 0) | (row < 0), -1, row * cells.columns + column)


def _slot(steps: Floats, slots: int) -> Ints:
    is_inside = (steps >= 0) & (steps <= slots)  # false for NaN
    return np.where(is_inside, np.minimum(np.where(is_inside, steps, 0), slots - 1), -1).astype(
        np.int64
    )


def _queen(rows: int, columns: int) -> sparse.csr_array:
    """Cells that share an edge or a corner: beside or same in the row, and in the column."""
    return sparse.csr_array(sparse.kron(_beside(rows), _beside(columns)))


def _beside(n: int) -> sparse.dia_array:
    return sparse.diags_array(
        [np.ones(max(n - abs(step), 0)) for step in (-1, 0, 1)], offsets=[-1, 0, 1], shape=(n, n)
    )


def contiguity(outlines: Sequence[Any], *, gap_m: float = 0.0) -> sparse.csr_array:
    """Cells whose outlines (shapely, metres) touch, or come within `gap_m` of one another.

    Outlines drawn apart from one another seldom meet exactly: a gap of some metres finds them.
    Binary, n x n, self included.
    """
    tree = STRtree(outlines)
    given: dict[str, Any] = {"predicate": "intersects"}
    if gap_m > 0:
        given = {"predicate": "dwithin", "distance": gap_m}
    one, other = tree.query(np.asarray(outlines, dtype=object), **given)
    return neighbours(np.column_stack([one, other]), len(outlines))


def distance_band(x: Given, y: Given, radius_m: float) -> sparse.csr_array:
    """Cells whose centres (metres) are within `radius_m` of one another, straight line.

    Binary, n x n, self included. ValueError for a centre that is not known.
    """
    centres, radius_m = places(x, y), over_zero(radius_m, "radius_m")
    if not np.isfinite(centres).all():
        raise ValueError("x and y must all be known")
    if not len(centres):
        return neighbours([], 0)
    return neighbours(cKDTree(centres).query_pairs(radius_m, output_type="ndarray"), len(centres))


def neighbours(pairs: Given, n_cells: int) -> sparse.csr_array:
    """Binary weights from pairs of cell positions, (p, 2), each named once or twice; self is added.

    ValueError for a position where there is no cell.
    """
    n_cells = whole(n_cells, "n_cells")
    one, other = np.asarray(pairs, dtype=np.int64).reshape(-1, 2).T
    if len(one) and not (0 <= min(one.min(), other.min()) <= max(one.max(), other.max()) < n_cells):
        raise ValueError(f"pairs must be positions from 0 to {n_cells - 1}")
    own = np.arange(n_cells)
    rows, columns = np.concatenate([one, other, own]), np.concatenate([other, one, own])
    ones = np.ones(len(rows))
    found = sparse.csr_array((ones, (rows, columns)), shape=(n_cells, n_cells))
    found.data[:] = 1.0  # a pair named twice is one neighbour
    return found
