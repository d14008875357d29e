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

from command_center.analysis.methods import inputs
from command_center.analysis.methods.hotspots.cells import Extent, cells_over, corners
from command_center.analysis.methods.inputs import Floats, Given

Kernel = Literal["quartic", "gaussian"]
REACH = {"quartic": 1.0, "gaussian": 3.0}  # bandwidths around the cases in the extent of their own
NUMBERS_AT_ONCE = 2_000_000
MOST_CELLS = 50_000_000  # 400 MB


@dataclass(frozen=True)
class Surface:
    """`values[row, column]`: cases per m² in the middle of a cell, rows from south to north."""

    values: Floats
    x0: float  # metres: the south-western corner
    y0: float
    cell_m: float


def kernel_density(
    x: Given,
    y: Given,
    *,
    bandwidth_m: float,
    cell_m: float,
    extent: Extent | None = None,
    kernel: Kernel = "quartic",
) -> Surface:
    """The density of cases in the cells of `extent` (west, south, east, north; metres).

    Without an extent the cases' own and as far as a case is felt (quartic one bandwidth, gaussian
    three). `x`, `y`: metres, (n,). Cases without a place are left out; cases outside the extent
    are felt inside. Quartic costs cases x (2 h / cell)², gaussian cases x cells. ValueError for
    another kernel, a length that is not over 0, an extent that is turned round or makes more than
    50 million cells.
    """
    if kernel not in REACH:
        raise ValueError(f"kernel must be one of {', '.join(REACH)}")
    bandwidth_m = inputs.over_zero(bandwidth_m, "bandwidth_m")
    cell_m = inputs.over_zero(cell_m, "cell_m")
    places = inputs.places(x, y)
    places = places[np.isfinite(places).all(axis=1)]
    if extent is None:
        extent = _own_extent(places, REACH[kernel] * bandwidth_m, cell_m)
    west, south, east, north = corners(extent)
    rows, columns = cells_over(east - west, north - south, cell_m, MOST_CELLS)
    # In bandwidths from the middle of cell 0 on.
    at = (places - np.array([west, south]) - cell_m / 2) / bandwidth_m
    step = cell_m / bandwidth_m
    spread = _quartic if kernel == "quartic" else _gaussian
    each = 2 * _reach(step) + 1 if kernel == "quartic" else rows + columns
    at_once = max(NUMBERS_AT_ONCE // max(each, 1), 1)
    values = np.zeros((rows, columns))
    for first in range(0, len(at) if values.size else 0, at_once):
        spread(values, at[first : first + at_once], step)
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
    """Every case looks at the same window of cells around its own, one row of it at a time."""
    rows, columns = values.shape
    reach = _reach(step)
    nearest = np.rint(at / step)
    column = nearest[:, :1] + np.arange(-reach, reach + 1)
    east = np.where((column >= 0) & (column < columns), (at[:, :1] - column * step) ** 2, np.inf)
    for up in range(-reach, reach + 1):
        row = nearest[:, 1:] + up
        north = np.where((row >= 0) & (row < rows), (at[:, 1:] - row * step) ** 2, np.inf)
        squared = east + north
        is_felt = squared < 1
        flat = (row * columns + column)[is_felt].astype(np.int64)
        np.add.at(values.reshape(-1), flat, 3 / np.pi * (1 - squared[is_felt]) ** 2)


def _reach(step: float) -> int:
    """Cells as far as a case is felt, to either side of its own."""
    return int(np.ceil(1 / step)) + 1
