"""How one period is set against another, with figures that bureaus have printed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center.analysis.methods import change
from command_center.analysis.methods.change import Word


def rows(year: int, count: int, *, months: int = 12) -> np.ndarray:
    """Days of as many cases, spread over the first months of a year."""
    first = np.datetime64(f"{year}-01-01")
    end = (np.datetime64(f"{year}-01", "M") + months).astype("datetime64[D]")
    span = int((end - first).astype(int))
    return first + (np.arange(count) * 7) % span


def counted(days: np.ndarray, year: int, *, months: int = 12) -> int:
    """The rows whose month is among the first `months` of the year."""
    month = days.astype("datetime64[M]")
    first = np.datetime64(f"{year}-01", "M")
    return int(np.sum((month >= first) & (month < first + months)))


PUBLISHED = [
    ("robberies and snatchings, January to November", 1000, 881, 11, "-11.9%"),
    ("preventable cases", 1000, 922, 12, "-7.8%"),
    ("robberies and snatchings", 1000, 648, 12, "-35.2%"),
    ("persons caught, as a count", 1000, 1197, 12, "+19.7%"),
    ("cases solved", 1000, 1116, 12, "+11.6%"),
    ("criminal cases", 1000, 896, 12, "-10.4%"),
    ("public-order cases", 1000, 874, 12, "-12.6%"),
    ("calls of a week, where the bulletin prints 13.9", 62, 70, 12, "+12.9%"),
]


@pytest.mark.parametrize(("what", "before", "now", "months", "printed"), PUBLISHED)
def test_published_changes_are_recomputed_from_rows(what, before, now, months, printed) -> None:
    days = np.concatenate(
        [rows(2013, before, months=months), rows(2014, now, months=months), rows(2012, 40)]
    )
    current, base = counted(days, 2014, months=months), counted(days, 2013, months=months)
    assert change.period(current, None, base, None).last_year.text == printed, what


def test_a_third_below_the_mean_of_three_years_is_recomputed_from_rows() -> None:
    counts = {2011: 95, 2012: 100, 2013: 105, 2014: 66}
    days = np.concatenate([rows(year, count) for year, count in counts.items()])
    mean = change.mean_of_years([counted(days, year) for year in (2011, 2012, 2013)])
    assert mean == 100
    found = change.period(counted(days, 2014), None, None, mean)
    assert found.three_year_mean.text == "-34%"
    assert found.three_year_mean.word is Word.DOWN


def test_the_share_of_valid_calls_is_that_of_the_bulletin() -> None:
    assert change.plain(change.share(2566, 11033)) == "23.3"
    assert change.share(3, 0) is None


def test_without_a_base_there_is_a_dash_and_still_a_difference() -> None:
    against = change.compare(4, 0)
    assert (against.text, against.ratio, against.difference) == ("—", None, 4)
    assert against.word is Word.UP
    assert change.compare(0, 0).word is Word.FLAT


def test_a_small_base_prints_the_difference_and_says_so() -> None:
    found = change.period(12, 8, 10, None)
    assert (found.previous.text, found.previous.is_small) == ("+4", True)
    assert found.previous.ratio == pytest.approx(50)
    assert (found.last_year.text, found.last_year.is_small) == ("+20%", False)
    assert found.is_small


def test_rates_change_in_percentage_points() -> None:
    against = change.compare(23.3, 25.0, rate=True)
    assert against.text == "-1.7pp"
    assert against.points == pytest.approx(-1.7)
    assert against.ratio is None
    assert change.compare(1.5, 0, rate=True).text == "+1.5pp"


@pytest.mark.parametrize("unknown", [None, float("nan"), np.datetime64("NaT"), ""])
def test_what_is_not_known_is_never_flat(unknown) -> None:
    assert change.compare(unknown, 5).word is Word.UNKNOWN
    assert change.compare(5, unknown).text == "—"


@pytest.mark.parametrize(
    ("value", "printed"),
    [(12.0, "12"), (12.04, "12"), (12.05, "12.1"), (-12.05, "-12.1"), (-0.04, "0"), (0.25, "0.3")],
)
def test_figures_have_one_decimal_and_no_bare_zero(value, printed) -> None:
    assert change.plain(value) == printed


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_the_word_the_sign_and_the_ratio_never_disagree(current, base) -> None:
    against = change.compare(current, base)
    assert against.ratio is not None
    assert np.sign(against.ratio) == np.sign(against.difference)
    assert base * (1 + against.ratio / 100) == pytest.approx(current, abs=1e-6)
    assert {1: "up", -1: "down", 0: "flat"}[int(np.sign(current - base))] == against.word
