"""Aoristic weights: against the published ones, and against minute-by-minute counting."""

import csv
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_center.analysis.methods import aoristic

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
SUNDAY = datetime.fromisoformat("2024-01-07")

MINUTES = st.integers(0, 60 * 24 * 366)
SPANS = st.lists(st.tuples(MINUTES, st.integers(-300, 60 * 24 * 8)), min_size=1, max_size=6)


def at(minute: int) -> np.datetime64:
    return np.datetime64("2024-01-01") + np.timedelta64(minute, "m")


def counted(start: int, length: int) -> np.ndarray:
    """The weights of one case, minute by minute. Minute 0 is a Monday's."""
    weights = np.zeros(168)
    if length > 168 * 60:
        return weights + 1 / 168
    for minute in range(start, start + length) if length > 0 else [start]:
        weights[(minute // 60 + 24) % 168] += 1 / max(length, 1)
    return weights


@pytest.mark.skipif(not DATA.exists(), reason="the shared data folder is absent")
def test_the_published_weights_of_new_york_come_out() -> None:
    with (DATA / "ny_burglaries_2019.csv").open() as file:
        cases = list(csv.DictReader(file))
    with (DATA / "ny_aoristic_expected.csv").open() as file:
        published = [float(row["weight"]) for row in csv.DictReader(file)]
    found = aoristic.hour_of_week(
        [case["occurred_from"] for case in cases], [case["occurred_to"] for case in cases]
    )
    assert found.shape == (168,)
    np.testing.assert_allclose(found, published, rtol=0, atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(SPANS)
def test_weights_are_those_of_counting_minutes(spans: list[tuple[int, int]]) -> None:
    start = [at(begin) for begin, _length in spans]
    end = [at(begin + length) for begin, length in spans]
    expected = sum(counted(*span) for span in spans)
    found = aoristic.hour_of_week(start, end)
    np.testing.assert_allclose(found, expected, atol=1e-9)
    assert found.sum() == pytest.approx(len(spans))
    np.testing.assert_allclose(
        aoristic.hour_of_day(start, end), expected.reshape(7, 24).sum(axis=0), atol=1e-9
    )
    np.testing.assert_allclose(
        aoristic.day_of_week(start, end), expected.reshape(7, 24).sum(axis=1), atol=1e-9
    )


def test_eight_hours_are_an_eighth_each() -> None:
    found = aoristic.hour_of_day(["2024-01-07T08:00"], ["2024-01-07T16:00"])
    assert found.tolist() == [0.0] * 8 + [0.125] * 8 + [0.0] * 8


def test_hour_0_is_sunday_midnight_and_hour_167_the_last_of_saturday() -> None:
    assert aoristic.hour_of_week([SUNDAY], [None]).argmax() == 0
    assert aoristic.hour_of_week(["2024-01-13T23:59:59"], [None]).argmax() == 167


def test_parts_of_a_minute_count() -> None:
    found = aoristic.hour_of_week(["2024-01-07T00:59:30"], ["2024-01-07T01:01:00"])
    assert found[:2] == pytest.approx([1 / 3, 2 / 3])


@pytest.mark.parametrize("end", [None, "", "NA", "NaT", np.nan, "2024-01-07T04:59", SUNDAY])
def test_without_an_end_or_with_a_reversed_one_the_first_hour_has_it_all(end: object) -> None:
    found = aoristic.hour_of_week(["2024-01-07T05:30"], [end])
    assert found[5] == found.sum() == 1


def test_a_whole_week_is_spread_in_time_and_more_than_a_week_evenly() -> None:
    start = np.array(["2024-01-07T00:30"] * 2, "datetime64[s]")
    week = aoristic.hour_of_week(start, start + np.timedelta64(7, "D"))
    longer = aoristic.hour_of_week(start, start + np.timedelta64(7 * 86_400 + 1, "s"))
    np.testing.assert_allclose(week, 2 / 168)
    np.testing.assert_allclose(longer, 2 / 168)


def test_a_case_without_a_beginning_is_left_out() -> None:
    found = aoristic.hour_of_week([None, "2024-01-07T01:00"], ["2024-01-07T01:00", None])
    assert found.sum() == found[1] == 1


def test_no_cases_have_no_weight() -> None:
    assert aoristic.hour_of_week([], []).tolist() == [0.0] * 168
    assert aoristic.by_cell([], 2, [], []).shape == (2, 168)
    assert aoristic.by_day([], [], date(2024, 1, 1), 3).tolist() == [0, 0, 0]


def test_every_way_of_writing_times_is_read_alike() -> None:
    texts = ["2024-01-07T22:10", "2024-01-13T23:30"], ["2024-01-08T01:40", "2024-01-14T00:15"]
    expected = aoristic.hour_of_week(*texts)
    for unit in ("m", "s", "ms", "us", "ns"):
        times = [np.array(column, f"datetime64[{unit}]") for column in texts]
        np.testing.assert_array_equal(aoristic.hour_of_week(*times), expected)
    naive = [[datetime.fromisoformat(text) for text in column] for column in texts]
    np.testing.assert_array_equal(aoristic.hour_of_week(*naive), expected)
    series = [pd.Series(pd.to_datetime(column)) for column in texts]
    np.testing.assert_array_equal(aoristic.hour_of_week(*series), expected)


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="equally long"):
        aoristic.hour_of_week([SUNDAY], [])
    with pytest.raises(ValueError, match="equally long"):
        aoristic.by_cell([1, 2], 3, [SUNDAY], [None])


def test_each_cell_has_the_weights_of_its_own_cases() -> None:
    rng = np.random.default_rng(3)
    start = at(0) + rng.integers(0, 500_000, 400).astype("timedelta64[m]")
    end = start + rng.integers(-100, 12_000, 400).astype("timedelta64[m]")
    cells = rng.integers(-1, 4, 400)
    found = aoristic.by_cell(cells, 4, start, end)
    for cell in range(4):
        alone = aoristic.hour_of_week(start[cells == cell], end[cells == cell])
        np.testing.assert_allclose(found[cell], alone, atol=1e-9)


def test_a_night_belongs_to_both_its_days() -> None:
    found = aoristic.by_day(["2024-03-01T22:00"], ["2024-03-02T04:00"], date(2024, 3, 1), 2)
    assert found == pytest.approx([1 / 3, 2 / 3])


def test_days_outside_the_window_are_dropped() -> None:
    start = ["2024-02-26T00:00", "2024-03-04T23:00", "2024-03-02T10:00"]
    end = ["2024-03-07T00:00", "2024-03-05T01:00", None]
    found = aoristic.by_day(start, end, "2024-03-01", 4)
    assert found == pytest.approx([0.1, 1.1, 0.1, 0.6])
