"""Kernel density: cases per square metre, smoothed.

Source: B. W. Silverman, "Density Estimation for Statistics and Data Analysis" (1986); T. C. Bailey
and A. C. Gatrell, "Interactive Spatial Data Analysis" (1995), with h the bandwidth and d the
distance of a case from the middle of a cell:

    quartic     3 / (π h²) · (1 - d²/h²)²     for d < h, else 0
    gaussian    1 / (2π h²) · exp(-d² / 2h²)

The kernels add up to 1 over the plane, so the surface times the area of a cell adds up to the
number of cases, but for what lies outside its extent. Multiply by 1,000,000 for cases per km².
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from command_center.analysis.methods.hotspots.cells import Extent
from command_center.analysis.methods.inputs import Floats, Ints, floats

Kernel = Literal["quartic", "gaussian"]
REACH = {"quartic": 1.0, "gaussian": 3.0}  # bandwidths around the cases in the extent of their own
CASES_AT_ONCE = 20_000


@dataclass(frozen=True)
class Surface:
    """`values[row, column]`: cases per m² in the middle of a cell, rows from south to north."""

    values: Floats
    x0: float  # metres: the south-western corner
    y0: float
    cell_m: float


def kernel_density(
    x: ArrayLike,
    y: ArrayLike,
    *,
    bandwidth_m: float,
    cell_m: float,
    extent: Extent | None = None,
    kernel: Kernel = "quartic",
) -> Surface:
    """The density of cases in the cells of `extent` (west, south, east, north; metres).

    Without an extent the cases' own and as far as a case is felt (quartic one bandwidth, gaussian
    three). Cases without a place are left out; cases outside the extent are felt inside. Quartic
    costs cases x (2 h / cell)², gaussian cases x cells.
    """
    if kernel not in REACH or bandwidth_m <= 0 or cell_m <= 0:
        raise ValueError("kernel must be quartic or gaussian, bandwidth_m and cell_m over 0")
    places = np.column_stack([np.atleast_1d(floats(x)), np.atleast_1d(floats(y))])
    places = places[np.isfinite(places).all(axis=1)]
    if extent is None:
        extent = _own_extent(places, REACH[kernel] * bandwidth_m, cell_m)
    west, south, east, north = extent
    columns, rows = (int(np.ceil(length / cell_m)) for length in (east - west, north - south))
    # In bandwidths from the middle of cell 0 on.
    at = (places - np.array([west, south]) - cell_m / 2) / bandwidth_m
    step = cell_m / bandwidth_m
    spread = _quartic if kernel == "quartic" else _gaussian
    values = np.zeros((rows, columns))
    for first in range(0, len(at), CASES_AT_ONCE):
        spread(values, at[first : first + CASES_AT_ONCE], step)
    return Surface(values / bandwidth_m**2, float(west), float(south), float(cell_m))


def _own_extent(places: Floats, margin: float, cell_m: float) -> Extent:
    if not len(places):
        return 0.0, 0.0, 0.0, 0.0
    low = np.floor((places.min(axis=0) - margin) / cell_m) * cell_m
    high = np.ceil((places.max(axis=0) + margin) / cell_m) * cell_m
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _gaussian(values: Floats, at: Floats, step: float) -> None:
    """exp(-(a² + b²)/2) is a product, so all cells of all cases are one product of matrices."""
    rows, columns = values.shape
    east = np.exp(-0.5 * (at[:, :1] - np.arange(columns) * step) ** 2)
    north = np.exp(-0.5 * (at[:, 1:] - np.arange(rows) * step) ** 2)
    values += north.T @ east / (2 * np.pi)


def _quartic(values: Floats, at: Floats, step: float) -> None:
    """Every case looks at the same window of cells around its own, one place of it at a time."""
    nearest = np.rint(at / step).astype(np.int64)
    reach = int(np.ceil(1 / step)) + 1
    for up in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            _felt(values, at, nearest + np.array([right, up]), step)


def _felt(values: Floats, at: Floats, cell: Ints, step: float) -> None:
    rows, columns = values.shape
    squared = ((at - cell * step) ** 2).sum(axis=1)
    is_felt = (squared < 1) & (cell >= 0).all(axis=1)
    is_felt &= (cell[:, 0] < columns) & (cell[:, 1] < rows)
    flat = cell[is_felt, 1] * columns + cell[is_felt, 0]
    weight = 3 / np.pi * (1 - squared[is_felt]) ** 2
    values += np.bincount(flat, weights=weight, minlength=values.size).reshape(rows, columns)
