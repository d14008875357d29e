"""What strangers hand in: every way of telling places, times and gaps, and what is refused."""

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest

from command_center.analysis.methods import (
    aoristic,
    change,
    evaluation,
    hotspots,
    near_repeat,
    permuted,
    series,
    streaks,
    surge,
)

EAST_8 = timezone(timedelta(hours=8))
NIGHT = datetime.fromisoformat("2024-01-07T23:30")


class Column:
    """As a data frame of another library shows itself to numpy."""

    def __init__(self, values) -> None:
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    def __array__(self, dtype=None, copy=None) -> np.ndarray:
        return np.asarray(self.values, dtype=dtype)


NIGHTS = {
    "datetimes": [NIGHT],
    "of a zone": [NIGHT.replace(tzinfo=EAST_8)],
    "pandas of a zone": pd.Series([NIGHT]).dt.tz_localize("Asia/Shanghai"),
    "an index": pd.DatetimeIndex([NIGHT]),
    "ISO": ["2024-01-07T23:30"],
    "ISO with an offset": ["2024-01-07 23:30:00+08:00"],
    "bytes": np.array([b"2024-01-07T23:30"]),
    "minutes": np.array([NIGHT], dtype="datetime64[m]"),
    "nanoseconds": np.array([NIGHT], dtype="datetime64[ns]"),
    "one of numpy": [np.datetime64(NIGHT)],
    "a single one": NIGHT,
    "a table of one column": np.array([[NIGHT]], dtype="datetime64[s]"),
    "another library": Column(np.array([NIGHT], dtype="datetime64[us]")),
    "masked": np.ma.array([np.datetime64(NIGHT)], mask=[False]),
}


@pytest.mark.parametrize("given", NIGHTS.values(), ids=NIGHTS)
def test_a_time_is_the_wall_clock_however_it_is_told(given) -> None:
    found = aoristic.hour_of_week(given)
    assert np.flatnonzero(found).tolist() == [23]


@pytest.mark.parametrize(
    "gap",
    [None, "", " ", "NA", "NaN", float("nan"), np.datetime64("NaT"), pd.NaT, pd.NA],
)
def test_a_gap_is_a_gap_however_it_is_told(gap) -> None:
    assert aoristic.hour_of_week([gap, NIGHT], [NIGHT, gap]).sum() == 1
    assert near_repeat.knox(
        [0, 0, 0], [0, 0, gap], [1, 2, 2], space_breaks=[0, 1], time_breaks=[0, 9]
    ).observed.tolist() == [[1]]
    pairs = series.linkage([0, 1], [0, 1], [gap, NIGHT], [gap, gap], [[gap, "a"], ["b", "a"]])
    assert pairs.sheet.tags.tolist() == [[-1, 0], [0, 0]]


def test_masked_values_are_gaps() -> None:
    masked = np.ma.array([1.0, 5.0, 9.0], mask=[0, 1, 0])
    days = np.ma.array(np.array(["2024-01-01", "2024-01-02"], "datetime64[ns]"), mask=[1, 0])
    assert np.isnan(hotspots.getis_ord(masked, np.eye(3)).z).tolist() == [False, True, False]
    assert np.flatnonzero(aoristic.day_of_week(days)).tolist() == [2]


def test_a_gap_or_a_minus_one_among_words_is_no_tag() -> None:
    words = np.array([["window", "-1"], ["window", "nan"]])  # what numpy makes of -1 and NaN there
    assert series.linkage([0, 1], [0, 1], [NIGHT] * 2, None, words).sheet.tags.tolist() == [
        [0, -1],
        [0, -1],
    ]


NUMBERED = {
    "a gap among whole numbers": [1, None, 4, 4],
    "objects": np.array([1, pd.NA, 4, 4], dtype=object),
    "floats": [1.0, np.nan, 4.0, 4.0],
    "of pandas": pd.Series([1, None, 4, 4], dtype="Int64"),
}


@pytest.mark.parametrize("day", NUMBERED.values(), ids=NUMBERED)
def test_numbers_of_days_stay_numbers_beside_a_gap(day) -> None:
    """Read as dates they would be microseconds, all of one day."""
    zero = streaks.zero_days([0] * 4, [0] * 4, day, first_day=1, last_day=10, areas=1)
    assert zero.total.tolist() == [[8]]
    bands = {"space_breaks": [0, 1], "time_breaks": [0, 1, 5], "permutations": 0}
    found = near_repeat.knox([0] * 4, [0] * 4, day, **bands)
    assert found.observed.tolist() == [[1, 2]]
    x = [0, 0, 0, 0, *range(1_000, 9_000, 100)]
    told = hotspots.scan(
        x, x, [*list(day), *range(80)], max_radius_m=50, max_days=1, permutations=9, alpha=1, rng=1
    )
    assert (told[0].day_from, told[0].members) == (4, (2, 3))


def test_fractions_of_seconds_since_1970_are_not_too_large_for_days() -> None:
    seconds = 1.7e9 + np.array([0.25, 3.25, 1e6])
    bands = {"space_breaks": [0, 1], "time_breaks": [0, 3, 4], "permutations": 0}
    found = near_repeat.knox([0] * 3, [0] * 3, seconds, **bands)
    assert found.observed.tolist() == [[0, 1]]


X = [0.0, 10.0, 20.0]
DATES = ["2024-01-01", "2024-01-02", "2024-01-09"]
KNOX = {"space_breaks": [0, 9], "time_breaks": [0, 7], "rng": 1}
SCAN = {"max_radius_m": 9, "max_days": 3, "rng": 1}
DENSITY = {"bandwidth_m": 9, "cell_m": 3}
YEAR = {"first_day": "2024-01-01", "last_day": "2024-01-09", "areas": 2}
COUNTS = [3, 4, 5, 3]
ZONES = {"today": "2024-01-09", "radius_m": 9, "days": 3}


def knox(**changed):
    return near_repeat.knox(**{"x": X, "y": X, "day": DATES, **KNOX, **changed})


def scan(**changed):
    return hotspots.scan(**{"x": X, "y": X, "day": DATES, **SCAN, **changed})


def density(**changed):
    return hotspots.kernel_density(**{"x": X, "y": X, **DENSITY, **changed})


def zero_days(**changed):
    return streaks.zero_days(**{"area": [0], "kind": [0], "day": DATES[:1], **YEAR, **changed})


def linkage(**changed):
    given = {"x": X, "y": X, "occurred_from": DATES, "occurred_to": None, "tags": [1, 2, 3]}
    return series.linkage(**{**given, **changed})


def zones(**changed):
    return near_repeat.zones(**{"x": X, "y": X, "occurred_from": DATES, **ZONES, **changed})


REFUSED = [
    (aoristic.hour_of_week, {"occurred_from": [5]}, "occurred_from"),
    (aoristic.hour_of_week, {"occurred_from": ["7.1.2024"]}, "occurred_from"),
    (aoristic.hour_of_week, {"occurred_from": np.array([DATES] * 2)}, "occurred_from"),
    (aoristic.hour_of_week, {"occurred_from": DATES, "occurred_to": [1.5] * 3}, "occurred_to"),
    (aoristic.hour_of_week, {"occurred_from": DATES, "occurred_to": DATES[:2]}, "occurred_to"),
    (aoristic.by_cell, {"cell_index": [0.5], "n_cells": 1, "occurred_from": [NIGHT]}, "cell_index"),
    (aoristic.by_cell, {"cell_index": [0], "n_cells": -1, "occurred_from": [NIGHT]}, "n_cells"),
    (knox, {"space_breaks": [0, np.nan]}, "space_breaks"),
    (knox, {"space_breaks": [0, np.inf, np.inf]}, "space_breaks"),
    (knox, {"time_breaks": 7}, "time_breaks"),
    (knox, {"time_breaks": [timedelta(0), timedelta(7)]}, "time_breaks"),
    (knox, {"metric": "Manhattan"}, "metric"),
    (knox, {"permutations": -1}, "permutations"),
    (knox, {"permutations": 9.5}, "permutations"),
    (knox, {"rng": "seed"}, "rng"),
    (knox, {"day": DATES[:2]}, "day"),
    (knox, {"day": ["0", "3", "9"]}, "day"),
    (knox, {"day": [0.5, 1e300, 3]}, "day"),
    (knox, {"x": ["west"] * 3}, "x must"),
    (knox, {"x": np.array(DATES, "datetime64[D]")}, "x must"),
    (zones, {"radius_m": 0}, "radius_m"),
    (zones, {"today": None}, "today"),
    (zones, {"occurred_from": DATES[:2]}, "occurred_from"),
    (hotspots.getis_ord, {"counts": [1, 2], "weights": np.eye(3)}, "weights"),
    (hotspots.getis_ord, {"counts": [1, 2], "weights": -np.eye(2)}, "weights"),
    (hotspots.getis_ord, {"counts": ["many"], "weights": [[1]]}, "counts"),
    (hotspots.hot_cells, {"counts": [1], "weights": [[1]], "alpha": 5}, "alpha"),
    (permuted.getis_ord, {"counts": [1, None], "weights": np.eye(2)}, "counts"),
    (hotspots.discoveries, {"p": [1.5]}, "p must"),
    (hotspots.discoveries, {"p": [0.5], "tails": 3}, "tails"),
    (hotspots.grid, {"x": X, "y": X[:2], "cell_size_m": 5}, "y"),
    (hotspots.grid, {"x": [0, 4e7], "y": [0, 4e7], "cell_size_m": 5}, "larger cells"),
    (hotspots.distance_band, {"x": [0, None], "y": [0, 0], "radius_m": 5}, "known"),
    (hotspots.neighbours, {"pairs": [(0, 2)], "n_cells": 2}, "pairs"),
    (density, {"extent": (9, 9, 0, 0)}, "extent"),
    (density, {"x": [0, 0, 4e7], "y": [0, 0, 4e7]}, "larger cells"),
    (density, {"bandwidth_m": float("nan")}, "bandwidth_m"),
    (scan, {"max_days": 0}, "max_days"),
    (scan, {"max_radius_m": -1}, "max_radius_m"),
    (scan, {"alpha": 0}, "alpha"),
    (scan, {"y": X[:2]}, "y"),
    (surge.expected, {"counts_history": [1, -1]}, "counts_history"),
    (surge.expected, {"counts_history": COUNTS, "level": 95}, "level"),
    (surge.expected, {"counts_history": COUNTS, "of": DATES[0]}, "of needs dates"),
    (surge.expected, {"counts_history": COUNTS, "dates": DATES}, "dates"),
    (change.period, {"current": [1, 2], "previous": 1}, "current"),
    (change.period, {"current": 1, "last_year": "few"}, "last_year"),
    (zero_days, {"day": [5]}, "day, first_day"),
    (zero_days, {"kind": [0, 0]}, "kind"),
    (zero_days, {"area": [0.5]}, "area"),
    (zero_days, {"areas": "north"}, "areas"),
    (zero_days, {"first_day": None}, "first_day"),
    (evaluation.evaluate, {"hot": [True, False], "counts": [1, 2, 3]}, "hot"),
    (evaluation.evaluate, {"hot": [-1], "counts": [1, 2, 3]}, "hot"),
    (evaluation.evaluate, {"hot": [0], "counts": [1, 2, -3]}, "counts"),
    (evaluation.evaluate, {"hot": [0], "counts": [1, 2], "areas": [1]}, "areas"),
    (evaluation.compare, {"hot": [0], "counts": [1, 2], "previous_counts": [1]}, "previous"),
    (linkage, {"tags": [[1], [1, 2], [1]]}, "tags"),
    (linkage, {"tags": np.zeros((3, 1, 1))}, "tags"),
    (linkage, {"occurred_from": DATES[:2]}, "occurred_from"),
    (linkage, {"model": "mine"}, "model"),
    (linkage, {"max_days": -1}, "max_days"),
]


@pytest.mark.parametrize(("method", "given", "named"), REFUSED)
def test_what_cannot_be_meant_is_refused_by_its_name(method, given, named) -> None:
    with pytest.raises(ValueError, match=named):
        method(**given)


def test_a_model_of_other_tags_is_refused_and_no_tags_at_all_weigh_nothing() -> None:
    taught = series.fit(X, X, DATES, None, [[1, 2], [1, 2], [3, 4]], [7, 7, None])
    with pytest.raises(ValueError, match="1 tags"):
        linkage(model=taught)
    assert len(linkage(model=taught, tags=None)) == 3
    nothing = {"x": [], "y": [], "occurred_from": [], "tags": []}
    assert len(linkage(model=taught, **nothing)) == 0


def test_times_of_two_zones_are_each_taken_by_their_own_clock() -> None:
    """A column of local times over a change of clocks has two offsets."""
    found = aoristic.hour_of_week([NIGHT.replace(tzinfo=EAST_8), NIGHT.replace(tzinfo=UTC)])
    assert np.flatnonzero(found).tolist() == [23]


def test_seeds_generators_and_older_generators_are_taken() -> None:
    for rng in (5, np.random.default_rng(5), np.random.RandomState(5), None):
        assert knox(rng=rng, day=[date(2024, 1, 1)] * 3).p_value.tolist() == [[1]]


def test_more_bands_than_a_byte_counts_are_told_apart() -> None:
    x = np.array([0.0, 400.0, 401.0])
    found = near_repeat.knox(
        x, x * 0, [0, 0, 0], space_breaks=range(500), time_breaks=[0, 1], permutations=0
    )
    assert np.flatnonzero(found.observed).tolist() == [1, 400, 401]


def test_long_waits_between_cases_change_no_cluster() -> None:
    rng = np.random.default_rng(2)
    x, y, day = *(rng.random((2, 60)) * 3_000), rng.integers(0, 9, 60)
    x[:6], y[:6], day[:6] = 0, 0, [1, 1, 2, 2, 3, 3]
    late = np.where(day > 4, day + 3_000_000_000, day)
    near = np.where(day > 4, day + 40, day)
    asked = {"max_radius_m": 500, "max_days": 4, "permutations": 19, "alpha": 1, "rng": 1}
    far, close = (hotspots.scan(x, y, days, **asked) for days in (late, near))
    assert [one.members for one in far] == [one.members for one in close]
    assert [one.p_value for one in far] == [one.p_value for one in close]
    assert {one.day_to for one in far} <= set(late.tolist())


def test_a_period_without_a_date_is_left_out() -> None:
    dates = ["2024-01-01", None, "2024-01-03", "2024-01-04"]
    found = surge.expected([3, 900, 5, 3], dates=dates)
    assert found.periods == 3
    assert found.expected < 10


def test_a_base_below_zero_has_no_ratio_and_what_is_infinite_prints_a_dash() -> None:
    found = change.compare(5, -20)
    assert (found.difference, found.ratio, found.text) == (25, None, "—")
    assert change.plain(float("inf")) == "—"
