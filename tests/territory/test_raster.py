"""The label table answers exactly what a look at every outline would."""

import numpy as np
import pytest
import shapely

from grid.territory.raster import OUTSIDE, CellRaster


def voronoi(count: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    box = shapely.box(0, 0, 1, 1)
    pieces = shapely.voronoi_polygons(shapely.multipoints(rng.random((count, 2))), extend_to=box)
    return shapely.intersection(shapely.get_parts(pieces), box)


def by_looking(cells: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    hits = np.array([shapely.intersects_xy(cell, x, y) for cell in cells])
    return np.where(hits.any(axis=0), hits.argmax(axis=0), OUTSIDE)


def points(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x, y = rng.random((2, count)) * 1.1 - 0.05
    return x, y


@pytest.mark.parametrize("count", [1, 2, 7, 60])
def test_every_point_gets_the_cell_it_lies_in(count: int) -> None:
    cells = voronoi(max(count, 2), seed=count)[:count]
    x, y = points(5_000, seed=count)
    raster = CellRaster(cells)
    expected = by_looking(cells, x, y)
    assert (raster.labels_at(x, y) == expected).all()
    assert [raster.label_at(*p) for p in zip(x[:500], y[:500], strict=True)] == list(expected[:500])


def test_points_on_every_corner_and_edge_go_to_the_lowest_cell() -> None:
    cells = voronoi(40, seed=5)
    corners = shapely.get_coordinates(cells)
    middles = (corners[1:] + corners[:-1]) / 2
    x, y = np.concatenate([corners, middles]).T
    assert (CellRaster(cells).labels_at(x, y) == by_looking(cells, x, y)).all()


def test_a_cell_with_a_hole_leaves_the_hole_to_the_cell_inside() -> None:
    ring = shapely.difference(shapely.box(0, 0, 1, 1), shapely.box(0.4, 0.4, 0.6, 0.6))
    cells = np.array([ring, shapely.box(0.45, 0.45, 0.55, 0.55)])
    x, y = points(5_000, seed=2)
    assert (CellRaster(cells).labels_at(x, y) == by_looking(cells, x, y)).all()


def test_cells_that_overlap_still_answer_the_lowest() -> None:
    cells = np.array([shapely.box(i / 10, 0, i / 10 + 0.35, 1) for i in range(7)])
    x, y = points(5_000, seed=3)
    raster = CellRaster(cells)
    expected = by_looking(cells, x, y)
    assert (raster.labels_at(x, y) == expected).all()
    assert raster.label_at(0.33, 0.5) == 0


def test_a_cell_thinner_than_a_square_is_found() -> None:
    cells = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 1.00001, 1)])
    found = CellRaster(cells).labels_at(np.array([1.000005]), np.array([0.5]))
    assert list(found) == [1]


def test_nan_and_infinity_are_nowhere() -> None:
    raster = CellRaster(voronoi(5, seed=1))
    odd = np.array([np.nan, np.inf, -np.inf, 1e300])
    assert (raster.labels_at(odd, np.full(4, 0.5)) == OUTSIDE).all()
