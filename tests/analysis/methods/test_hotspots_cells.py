"""Cells, their neighbours, and the density of cases."""

import libpysal
import numpy as np
import pytest
import shapely
from scipy.integrate import dblquad
from sklearn.neighbors import KernelDensity

from command_center.analysis.methods import hotspots


def points(n: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.random(n) * 900, rng.random(n) * 500


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_neighbours_in_a_grid_are_libpysals_queens_and_the_cell_itself() -> None:
    for rows, columns in ((1, 1), (1, 4), (5, 3)):
        ours = hotspots.grid([], [], 10, (0, 0, 10 * columns, 10 * rows)).weights.toarray()
        theirs = libpysal.weights.lat2W(rows, columns, rook=False).full()[0] if rows > 1 else None
        if theirs is None:
            steps = np.arange(columns)
            theirs = (np.abs(steps[:, np.newaxis] - steps) == 1).astype(float)
        np.testing.assert_array_equal(ours, theirs + np.eye(rows * columns))


def test_every_case_is_counted_in_the_cell_it_lies_in() -> None:
    x, y = points(300)
    grid = hotspots.grid(x, y, 70)
    assert grid.counts.sum() == 300
    assert len(grid.counts) == grid.rows * grid.columns
    east, north = grid.centres()
    cells = grid.cell_of(x, y)
    assert np.abs(x - east[cells]).max() <= 35 + 1e-9
    assert np.abs(y - north[cells]).max() <= 35 + 1e-9
    np.testing.assert_array_equal(np.bincount(cells, minlength=len(east)), grid.counts)


def test_cases_outside_the_extent_or_without_a_place_are_in_no_cell() -> None:
    grid = hotspots.grid([0, 20, 20.1, -1, np.nan], [0, 10, 5, 5, 5], 10, (0, 0, 20, 10))
    assert grid.counts.tolist() == [1, 1]
    assert grid.cell_of([0, 20, 20.1, None], [0, 10, 5, 5]).tolist() == [0, 1, -1, -1]


def test_no_cases_make_one_empty_cell_and_a_cell_size_of_nothing_is_refused() -> None:
    assert hotspots.grid([], [], 100).counts.tolist() == [0]
    assert hotspots.grid([5.0], [5.0], 100).counts.tolist() == [1]
    with pytest.raises(ValueError, match="cell_size_m"):
        hotspots.grid([1], [1], 0)


def test_outlines_that_touch_or_nearly_touch_are_neighbours() -> None:
    squares = [shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2), shapely.box(2.3, 1, 3, 2)]
    touching = [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert hotspots.contiguity(squares).toarray().tolist() == touching
    assert hotspots.contiguity(squares, gap_m=0.5).toarray()[1].tolist() == [1, 1, 1]
    assert hotspots.contiguity([]).shape == (0, 0)


def test_centres_within_a_radius_are_neighbours() -> None:
    found = hotspots.distance_band([0, 3, 10], [0, 4, 0], 5)
    assert found.toarray().tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert hotspots.distance_band([], [], 5).shape == (0, 0)


def test_pairs_named_once_or_twice_make_the_same_neighbours() -> None:
    once = hotspots.neighbours([(0, 2)], 3).toarray()
    twice = hotspots.neighbours([(0, 2), (2, 0)], 3).toarray()
    assert once.tolist() == twice.tolist() == [[1, 0, 1], [0, 1, 0], [1, 0, 1]]


def test_the_gaussian_surface_is_scikit_learns() -> None:
    x, y = points(60)
    found = hotspots.kernel_density(
        x, y, bandwidth_m=80, cell_m=50, extent=(0, 0, 900, 500), kernel="gaussian"
    )
    assert found.values.shape == (10, 18)
    model = KernelDensity(kernel="gaussian", bandwidth=80).fit(np.column_stack([x, y]))
    rows, columns = np.divmod(np.arange(180), 18)
    middles = np.column_stack([columns, rows]) * 50 + 25
    expected = 60 * np.exp(model.score_samples(middles))
    np.testing.assert_allclose(found.values.ravel(), expected, rtol=1e-9)


def test_the_quartic_surface_is_the_sum_of_its_kernels() -> None:
    x, y = points(40)
    found = hotspots.kernel_density(x, y, bandwidth_m=130, cell_m=60, extent=(100, 0, 700, 480))
    rows, columns = np.divmod(np.arange(80), 10)
    east, north = 130 + columns * 60, 30 + rows * 60
    squared = ((east[:, np.newaxis] - x) ** 2 + (north[:, np.newaxis] - y) ** 2) / 130**2
    expected = (3 / (np.pi * 130**2) * np.maximum(1 - squared, 0) ** 2).sum(axis=1)
    np.testing.assert_allclose(found.values.ravel(), expected, rtol=1e-9, atol=1e-18)


def test_the_quartic_kernel_adds_up_to_one() -> None:
    total = dblquad(lambda r, _angle: 3 / np.pi * (1 - r * r) ** 2 * r, 0, 2 * np.pi, 0, 1)[0]
    assert total == pytest.approx(1)


@pytest.mark.parametrize("kernel", ["quartic", "gaussian"])
def test_a_surface_adds_up_to_the_cases(kernel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("command_center.analysis.methods.hotspots.density.NUMBERS_AT_ONCE", 640)
    x, y = points(150)
    x[:2] = np.nan
    found = hotspots.kernel_density(x, y, bandwidth_m=100, cell_m=10, kernel=kernel)
    assert found.values.sum() * found.cell_m**2 == pytest.approx(148, rel=0.03)
    moved = hotspots.kernel_density(x + 700, y - 90, bandwidth_m=100, cell_m=10, kernel=kernel)
    np.testing.assert_allclose(moved.values, found.values, rtol=1e-6, atol=1e-15)
    assert (moved.x0 - found.x0, moved.y0 - found.y0) == (700, -90)


def test_no_cases_have_no_density_and_nonsense_is_refused() -> None:
    assert hotspots.kernel_density([], [], bandwidth_m=1, cell_m=1).values.shape == (0, 0)
    empty = hotspots.kernel_density([], [], bandwidth_m=1, cell_m=1, extent=(0, 0, 2, 3))
    assert empty.values.tolist() == [[0, 0]] * 3
    for name, wrong in {"bandwidth_m": 0, "cell_m": -1, "kernel": "cone"}.items():
        with pytest.raises(ValueError, match=name):
            hotspots.kernel_density([1], [1], **{"bandwidth_m": 1, "cell_m": 1, name: wrong})
