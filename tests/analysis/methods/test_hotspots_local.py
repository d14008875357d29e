"""Gi*: against esda, its own formula, and noise."""

import libpysal
import numpy as np
import pandas as pd
import pytest
from esda.getisord import G_Local
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse, stats

from command_center.analysis.methods import hotspots, permuted

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::RuntimeWarning")


def city(rows: int = 20, columns: int = 20) -> sparse.csr_array:
    return hotspots.grid([], [], 1, (0, 0, columns, rows)).weights


def poisson(seed: int, mean: float, n: int = 400) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, n)


def by_formula(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    n, mean = len(x), x.mean()
    s = np.sqrt((x**2).mean() - mean**2)
    total, squares = w.sum(axis=1), (w**2).sum(axis=1)
    return (w @ x - mean * total) / (s * np.sqrt((n * squares - total**2) / (n - 1)))


def test_z_and_p_are_those_of_esda_with_islands_too() -> None:
    w = libpysal.weights.lat2W(12, 9, rook=False)
    neighbors = {**w.neighbors, **{cell: [] for cell in range(108, 112)}}
    w = libpysal.weights.W(neighbors, silence_warnings=True)
    counts = poisson(1, 2, 112)
    theirs = G_Local(counts, w, transform="B", star=True, permutations=0)
    z, p = hotspots.getis_ord(counts, w)
    np.testing.assert_allclose(z, theirs.Zs, rtol=0, atol=1e-9)
    np.testing.assert_allclose(p, theirs.p_norm, rtol=0, atol=1e-9)
    assert w.transform == "O"
    assert not w.sparse.diagonal().any()


def test_every_kind_of_weights_says_the_same() -> None:
    w = libpysal.weights.lat2W(8, 7, rook=False)
    counts = poisson(2, 3, 56)
    expected = hotspots.getis_ord(counts, w).z
    bare = w.sparse
    own = bare + sparse.eye(56)
    by_row = libpysal.weights.lat2W(8, 7, rook=False)
    by_row.transform = "R"
    kinds = (
        bare,
        own.tocsc(),
        sparse.csr_array(own),
        own.toarray(),
        own.toarray().astype(bool).tolist(),
        own.multiply(1 / own.sum(axis=1)).tocsr(),
        by_row,
        libpysal.graph.Graph.from_W(w),
        city(8, 7),
    )
    for weights in kinds:
        np.testing.assert_allclose(hotspots.getis_ord(counts, weights).z, expected, atol=1e-9)
    for values in (counts.tolist(), pd.Series(counts), counts.astype(np.float32)):
        np.testing.assert_allclose(hotspots.getis_ord(values, w).z, expected, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(
    arrays(np.int64, 9, elements=st.integers(0, 20)),
    arrays(np.float64, (9, 9), elements=st.floats(0, 5).map(lambda w: round(w, 2))),
)
def test_any_weights_follow_the_formula(counts: np.ndarray, weights: np.ndarray) -> None:
    weights = weights + np.eye(9)
    z = hotspots.getis_ord(counts, weights).z
    expected = by_formula(counts, weights)
    is_defined = np.isfinite(expected) & (np.abs(expected) < 1e3) & (np.ptp(counts) > 0)
    np.testing.assert_allclose(z[is_defined], expected[is_defined], rtol=1e-6, atol=1e-6)
    assert np.isfinite(z).all()
    np.testing.assert_allclose(hotspots.getis_ord(7 * counts + 3, weights).z, z, atol=1e-6)
    order = np.random.default_rng(1).permutation(9)
    turned = hotspots.getis_ord(counts[order], weights[np.ix_(order, order)]).z
    np.testing.assert_allclose(turned, z[order], atol=1e-9)


@pytest.mark.parametrize("count", [0, 3, 0.1])
def test_where_all_is_alike_nothing_stands_out(count: float) -> None:
    z, p = hotspots.getis_ord([count] * 400, city())
    assert (z == 0).all()
    assert (p == 0.5).all()
    assert not hotspots.discoveries(p).any()
    assert not hotspots.hot_cells([count] * 400, city(), permutations=19, rng=1).is_hot.any()


def test_where_all_are_neighbours_nothing_stands_out() -> None:
    for weights in (np.ones((5, 5)), np.full((5, 5), 0.2)):
        assert (hotspots.getis_ord([1, 2, 3, 4, 5], weights).z == 0).all()


def test_no_cells_and_one_cell_have_no_finding() -> None:
    assert hotspots.getis_ord([], np.empty((0, 0))).z.tolist() == []
    assert hotspots.discoveries([]).tolist() == []
    assert hotspots.hot_cells([], [], rng=1).is_hot.tolist() == []
    assert hotspots.getis_ord([4], [[1]]).z.tolist() == [0]


def test_a_cell_without_a_count_takes_no_part() -> None:
    weights = city(5, 5)
    counts = poisson(3, 4, 25).astype(object)
    counts[7] = None
    rest = np.delete(np.arange(25), 7)
    found = hotspots.getis_ord(counts, weights)
    alone = hotspots.getis_ord(counts[rest], weights[rest][:, rest])
    np.testing.assert_allclose(found.z[rest], alone.z, atol=1e-12)
    assert np.isnan(found.z[7]) and np.isnan(found.p[7])
    hot = hotspots.hot_cells(counts, weights, permutations=19, rng=1)
    assert np.isnan(hot.p[7]) and not hot.is_hot[7]


def test_weights_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="3 x 3"):
        hotspots.getis_ord([1, 2, 3], np.eye(2))


def test_discoveries_are_those_of_benjamini_and_hochberg() -> None:
    p = np.array([0.010, 0.013, 0.014, 0.19, 0.35, 0.5, np.nan])
    assert hotspots.discoveries(p, tails=1).tolist() == [True] * 3 + [False] * 4
    assert not hotspots.discoveries(p).any()  # doubled: 0.028 against 0.025
    assert hotspots.discoveries(p / 2).tolist() == [True] * 3 + [False] * 4
    assert not hotspots.discoveries(p, tails=1, method="by").any()
    with pytest.raises(ValueError, match="method"):
        hotspots.discoveries(p, method="none")


def test_noise_gives_no_more_discoveries_than_the_level_says() -> None:
    weights = city()
    calls = sum(
        hotspots.discoveries(hotspots.getis_ord(poisson(seed, 5), weights).p).any()
        for seed in range(100)
    )
    assert calls <= stats.binom.ppf(0.999, 100, 0.05)


@pytest.mark.parametrize("mean", [0.1, 2])
def test_noise_of_few_cases_gives_no_more_hot_cells_than_the_level_says(mean: float) -> None:
    weights = city()
    calls = sum(
        hotspots.hot_cells(poisson(seed, mean), weights, permutations=39, rng=seed).is_hot.any()
        for seed in range(100)
    )
    assert calls <= stats.binom.ppf(0.999, 100, 0.05)


def test_a_planted_hot_place_is_found_and_nothing_far_from_it() -> None:
    counts = poisson(5, 1).reshape(20, 20)
    counts[4:7, 10:13] += 6
    by_rate = hotspots.getis_ord(counts, city())
    by_order = hotspots.hot_cells(counts, city(), rng=1)
    for found in (hotspots.discoveries(by_rate.p) & (by_rate.z > 0), by_order.is_hot):
        map_ = found.reshape(20, 20)
        assert map_[4:7, 10:13].all()
        rows, columns = np.nonzero(map_)
        assert rows.min() >= 2 and rows.max() <= 8
        assert columns.min() >= 8 and columns.max() <= 14


def test_hot_cells_are_the_same_with_the_same_seed_and_in_pieces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = hotspots.hot_cells(poisson(6, 1), city(), permutations=99, rng=4)
    monkeypatch.setattr("command_center.analysis.methods.hotspots.local.PERMUTED_AT_ONCE", 4_000)
    pieces = hotspots.hot_cells(poisson(6, 1), city(), permutations=99, rng=4)
    np.testing.assert_array_equal(whole.p, pieces.p)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_permuted_gi_keeps_a_cells_own_count_and_deals_the_others_anew() -> None:
    counts, weights = poisson(7, 8, 100), city(10, 10)
    z, p = permuted.getis_ord(counts, weights, permutations=999, rng=1)
    np.testing.assert_allclose(z, hotspots.getis_ord(counts, weights).z, atol=1e-9)
    rng = np.random.default_rng(2)
    for cell in (0, 37, int(z.argmax())):
        others = np.delete(counts, cell)
        around = int(weights[[cell]].sum()) - 1
        sums = np.array([rng.permutation(others)[:around].sum() for _ in range(2_000)])
        observed = (weights[[cell]] @ counts)[0] - counts[cell]
        tail = min((sums >= observed).mean(), (sums < observed).mean())
        assert p[cell] == pytest.approx(tail, abs=0.05)


def test_permuted_gi_needs_every_count() -> None:
    with pytest.raises(ValueError, match="count"):
        permuted.getis_ord([1, np.nan], np.eye(2))
