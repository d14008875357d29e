"""Knox's test in bands: against published tables, a brute-force count, pointpats and noise."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pointpats
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import pdist

from command_center.analysis.methods import near_repeat
from command_center.analysis.methods.near_repeat import pairs

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
# The calculator's "a to b" is [a - 1, b): "1 to 200" lacks only what is at the same location.
SPACE = [0, 0.001, 200, 400, 600, np.inf]
TIME = [0, 1, 2, 3, np.inf]


def brute(x, y, day, space, time, metric) -> np.ndarray:
    apart = pdist(np.column_stack([x, y]), {"manhattan": "cityblock"}.get(metric, metric))
    days = pdist(np.asarray(day, dtype=float)[:, np.newaxis])
    return np.histogram2d(apart, days, [open_above(space), open_above(time)])[0].astype(int)


def open_above(edges) -> np.ndarray:
    """Edges for a histogram, whose last bin would otherwise hold its own upper edge."""
    return np.append(np.asarray(edges, dtype=float)[:-1], np.nextafter(edges[-1], -np.inf))


def noise(n: int, seed: int, side: float = 2_000, days: int = 90) -> tuple:
    rng = np.random.default_rng(seed)
    return rng.random(n) * side, rng.random(n) * side, rng.integers(0, days, n)


def verbose(section: str) -> np.ndarray:
    lines = (DATA / "chicago_arson_nrc_verbose.csv").read_text(encoding="utf-8").splitlines()
    first = lines.index(section) + 3
    rows = [line.split(",")[-5:-1] for line in lines[first : first + 5]]
    return np.array([[float(figure or 0) for figure in row] for row in rows])


def arsons() -> tuple[list[float], list[float], list[str]]:
    with (DATA / "chicago_arson.csv").open() as file:
        rows = list(csv.reader(file))
    return [float(row[0]) for row in rows], [float(row[1]) for row in rows], [r[2] for r in rows]


@pytest.mark.skipif(not DATA.exists(), reason="the shared data folder is absent")
def test_the_published_table_of_chicago_comes_out() -> None:
    x, y, day = arsons()
    found = near_repeat.knox(
        # The calculator read, and lists, coordinates to a tenth of a metre.
        np.round(x, 1),
        np.round(y, 1),
        day,
        space_breaks=SPACE,
        time_breaks=TIME,
        permutations=999,
        rng=1,
    )
    np.testing.assert_array_equal(found.observed, verbose("Observed frequencies distribution"))
    published = verbose("Observed over mean expected frequencies")
    # The mean of its 99 permutations of about Poisson counts, and of our 999.
    error = np.sqrt(found.expected / 99 + found.expected / 999)
    theirs = np.where(published > 0, found.observed / np.where(published > 0, published, 1), 0)
    is_told = published > 0
    assert (np.abs(theirs - found.expected)[is_told] < 4 * error[is_told] + 0.01).all()
    assert (found.ratio[~is_told] == 0).all()


@pytest.mark.skipif(not DATA.exists(), reason="the shared data folder is absent")
def test_unrounded_places_of_chicago_move_the_one_pair_399_96_metres_apart() -> None:
    found = near_repeat.knox(
        *arsons(), space_breaks=SPACE, time_breaks=TIME, permutations=0
    ).observed
    moved = found - verbose("Observed frequencies distribution")
    assert moved[:, 3].tolist() == [0, 0, 1, -1, 0]
    assert not moved[:, :3].any()


BANDS = st.lists(st.integers(0, 25), min_size=2, max_size=5, unique=True).map(sorted)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(0, 15)] * 3), min_size=2, max_size=25),
    BANDS,
    BANDS,
    st.booleans(),
    st.booleans(),
    st.sampled_from(["manhattan", "euclidean"]),
)
def test_every_table_is_that_of_looking_at_each_pair(cases, space, time, far, late, metric):
    space, time = space + [np.inf] * far, time + [np.inf] * late
    x, y, day = np.array(cases).T
    found = near_repeat.knox(
        x, y, day, space_breaks=space, time_breaks=time, metric=metric, permutations=3, rng=1
    )
    np.testing.assert_array_equal(found.observed, brute(x, y, day, space, time, metric))
    assert found.observed.shape == (len(space) - 1, len(time) - 1)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(-500, 500), st.sampled_from(["manhattan", "euclidean"]))
def test_moving_turning_or_reordering_cases_changes_nothing(seed, shift, metric) -> None:
    x, y, day = noise(60, seed)
    x, y = np.rint(x), np.rint(y)
    bands = {"space_breaks": [0, 150, 400, np.inf], "time_breaks": [0, 3, 9], "metric": metric}
    expected = near_repeat.knox(x, y, day, permutations=0, **bands).observed
    order = np.random.default_rng(seed).permutation(60)
    for moved in (
        (x + shift, y - shift, day + shift),
        (-y, x, -day),
        (x[order], y[order], day[order]),
    ):
        found = near_repeat.knox(*moved, permutations=0, **bands).observed
        np.testing.assert_array_equal(found, expected)


def test_a_band_holds_its_lower_edge_and_not_its_upper() -> None:
    found = near_repeat.knox(
        [0, 100], [0, 0], [0, 3], space_breaks=[0, 100, 200], time_breaks=[0, 3, 6], permutations=0
    )
    assert found.observed.tolist() == [[0, 0], [0, 1]]


def test_edges_that_do_not_begin_at_0_leave_nearer_pairs_out() -> None:
    x, y, day = noise(80, 4)
    found = near_repeat.knox(
        x, y, day, space_breaks=[100, 300, np.inf], time_breaks=[2, 9, np.inf], rng=1
    )
    expected = brute(x, y, day, [100, 300, np.inf], [2, 9, np.inf], "manhattan")
    np.testing.assert_array_equal(found.observed, expected)
    assert (found.observed > 0).all()


def test_dates_in_every_form_and_parts_of_a_day_are_read() -> None:
    x, y, day = noise(50, 5)
    bands = {"space_breaks": [0, 500, np.inf], "time_breaks": [0, 7.5, 20, np.inf]}
    dates = np.datetime64("2026-01-01") + day
    expected = near_repeat.knox(x, y, day, rng=1, **bands)
    forms = (
        dates,
        dates.astype("datetime64[ns]"),
        dates.astype(str),
        dates.astype(object),
        pd.Series(dates),
        day.tolist(),
        day + 0.25,
        dates + np.timedelta64(6, "h"),
    )
    for form in forms:
        found = near_repeat.knox(pd.Series(x), y.tolist(), form, rng=1, **bands)
        np.testing.assert_array_equal(found.observed, expected.observed)
        np.testing.assert_array_equal(found.p_value, expected.p_value)
    part = near_repeat.knox([0, 0], [0, 0], [0, 0.3], space_breaks=[0, 1], time_breaks=[0.3, 1])
    assert part.observed.tolist() == [[1]]


def test_long_spans_of_exact_times_need_no_table_of_days() -> None:
    x, y, day = noise(50, 6)
    seconds = np.datetime64("2026-01-01T00:00:01") + (day * 86_400).astype("timedelta64[s]")
    found = near_repeat.knox(
        x, y, seconds, space_breaks=[0, 500, np.inf], time_breaks=[0, 7, 40, np.inf], rng=2
    )
    expected = brute(x, y, day, [0, 500, np.inf], [0, 7, 40, np.inf], "manhattan")
    np.testing.assert_array_equal(found.observed, expected)


def test_cases_without_a_place_or_a_day_are_left_out() -> None:
    found = near_repeat.knox(
        [0, 0, np.nan, 0, None],
        [0, 0, 0, 0, 0],
        ["2026-01-01", "2026-01-02", "2026-01-02", None, "2026-01-02"],
        space_breaks=[0, 1],
        time_breaks=[0, 5],
        permutations=9,
        rng=1,
    )
    assert found.observed.tolist() == [[1]]


@pytest.mark.parametrize("n", [0, 1])
def test_fewer_than_two_cases_make_no_pair_and_no_finding(n: int) -> None:
    found = near_repeat.knox(
        [5.0] * n, [5.0] * n, [1] * n, space_breaks=[0, 9, np.inf], time_breaks=[0, 1, 2], rng=1
    )
    assert found.observed.tolist() == [[0, 0], [0, 0]]
    assert np.isnan(found.ratio).all()
    assert (found.p_value == 1).all()


def test_what_cannot_be_meant_is_refused() -> None:
    good = {"space_breaks": [0, 1], "time_breaks": [0, 1]}
    for bad in ({"space_breaks": [1, 0]}, {"time_breaks": [0]}, {"metric": "walking"}):
        with pytest.raises(ValueError):
            near_repeat.knox([1], [1], [1], **{**good, **bad})
    with pytest.raises(ValueError, match="equally long"):
        near_repeat.knox([1, 2], [1], [1], **good)


def test_all_on_one_day_at_one_place_is_no_finding() -> None:
    found = near_repeat.knox(
        [1] * 20, [1] * 20, [3] * 20, space_breaks=[0, 1], time_breaks=[0, 1], rng=1
    )
    assert found.observed[0, 0] == found.expected[0, 0] == 190
    assert found.p_value[0, 0] == found.ratio[0, 0] == 1


def test_the_same_seed_gives_the_same_result_and_cells_add_up_to_all_pairs() -> None:
    bands = {"space_breaks": [0, 100, 300, np.inf], "time_breaks": [0, 7, 14, np.inf]}
    one = near_repeat.knox(*noise(300, 7), rng=np.random.default_rng(5), **bands)
    other = near_repeat.knox(*noise(300, 7), rng=5, **bands)
    np.testing.assert_array_equal(one.expected, other.expected)
    assert one.observed.sum() == one.expected.sum() == 300 * 299 / 2


@pytest.mark.parametrize("permutations", [999, 1000])  # 1001 has few divisors
def test_permuted_counts_scatter_as_those_of_plain_shuffles(permutations: int) -> None:
    x, y, day = noise(150, 8)
    bands = {"space_breaks": [0, 300], "time_breaks": [0, 9]}
    found = near_repeat.knox(x, y, day, permutations=permutations, rng=3, **bands)
    rng = np.random.default_rng(4)
    plain = [
        brute(x, y, rng.permutation(day), [0, 300], [0, 9], "manhattan")[0, 0] for _ in range(999)
    ]
    error = np.std(plain) * np.sqrt(2 / 999)
    assert found.expected[0, 0] == pytest.approx(np.mean(plain), abs=4 * error)
    theirs = (1 + np.sum(plain >= found.observed[0, 0])) / 1000
    assert found.p_value[0, 0] == pytest.approx(theirs, abs=0.09)


def test_many_pairs_are_found_and_counted_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y, day = noise(200, 9, side=300)
    bands = {"space_breaks": [0, 50, 250, np.inf], "time_breaks": [0, 5, 60]}
    whole = near_repeat.knox(x, y, day, rng=1, **bands)
    monkeypatch.setattr(pairs, "PAIRS_FOUND_AT_ONCE", 1_000)
    monkeypatch.setattr(pairs, "LOOKED_AT_AT_ONCE", 2_000)
    pieces = near_repeat.knox(x, y, day, rng=1, **bands)
    np.testing.assert_array_equal(whole.observed, pieces.observed)
    np.testing.assert_array_equal(whole.expected, pieces.expected)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_counts_and_chance_are_those_of_pointpats() -> None:
    x, y, day = noise(400, 10)
    day[:40] = day[40:80]
    x[:40], y[:40] = x[40:80] + 5, y[40:80] + 5
    np.random.seed(1)
    theirs = pointpats.knox(
        np.column_stack([x, y]), day[:, np.newaxis].copy(), delta=60, tau=2, permutations=199
    )
    ours = near_repeat.knox(
        x,
        y,
        day,
        # Theirs includes the upper edge.
        space_breaks=[0, np.nextafter(60, np.inf)],
        time_breaks=[0, 3],
        metric="euclidean",
        permutations=199,
        rng=1,
    )
    assert ours.observed[0, 0] == theirs["stat"]
    assert ours.p_value[0, 0] == pytest.approx(float(theirs["pvalue"][0]), abs=0.02)


def test_planted_repeats_are_found() -> None:
    x, y, day = noise(500, 11, side=10_000, days=365)
    again = slice(0, 25)
    found = near_repeat.knox(
        np.append(x, x[again] + 50),
        np.append(y, y[again] + 50),
        np.append(day, day[again] + 3),
        space_breaks=[0, 200, 400, np.inf],
        time_breaks=[0, 7, 14, np.inf],
        rng=1,
    )
    assert found.p_value[0, 0] == 0.001
    assert found.ratio[0, 0] > 5
    assert found.p_value[1, 1] > 0.01


def test_noise_is_called_near_repeat_no_more_often_than_the_level_says() -> None:
    calls = 0
    for seed in range(100):
        found = near_repeat.knox(
            *noise(200, 1_000 + seed),
            space_breaks=[0, 150, np.inf],
            time_breaks=[0, 8, np.inf],
            permutations=99,
            rng=seed,
        )
        calls += found.p_value[0, 0] <= 0.05
    assert calls <= stats.binom.ppf(0.999, 100, 0.05)
