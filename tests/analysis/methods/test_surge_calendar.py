"""Holidays and days worked in exchange: expected as such days were, not as their weekday."""

import numpy as np
import pytest
from scipy import stats

from command_center.analysis.methods import surge

WEEK = np.array([1.0, 1.0, 0.7, 0.5, 1.0, 1.0, 1.0])  # day 0 is a Thursday: 2 Saturday, 3 Sunday
FIRST = np.datetime64("2024-01-01")
DAYS = FIRST + np.arange(731)
OFF = np.concatenate([DAYS[40:48], DAYS[121:126], DAYS[274:281], DAYS[393:401], DAYS[486:491]])


def cities(*, off: float, number: int = 200, mean: float = 12.0):
    """Counts of cities that on their days off have `off` times as many as on a Sunday."""
    rng = np.random.default_rng(1)
    share = WEEK[np.mod(DAYS.astype(int), 7)]
    share = np.where(np.isin(DAYS, OFF), 0.5 * off, share)
    return rng.poisson(mean * share, size=(number, len(DAYS)))


def judged(counts, day: str, calendar=None):
    at = int((np.datetime64(day) - FIRST).astype(int))
    told = surge.expected(counts[:, :at], dates=DAYS[:at], of=day, calendar=calendar)
    return told, surge.flag(counts[:, at], told, alpha=0.01)


def test_a_holiday_that_always_has_more_is_no_surge_once_the_calendar_says_so() -> None:
    counts = cities(off=3.0)
    day = str(OFF[-2])
    _told, blind = judged(counts, day)
    told, flag = judged(counts, day, surge.Calendar(holidays=list(OFF)))
    assert blind.is_surge.mean() > 0.05
    assert flag.is_surge.sum() <= stats.binom.ppf(0.999, len(counts), 0.01)
    assert np.median(told.expected) == pytest.approx(18.0, rel=0.1)


def test_the_first_holiday_of_a_history_is_expected_with_more_room() -> None:
    counts = cities(off=1.0)
    calendar = surge.Calendar(holidays=[str(OFF[0])])
    sunday, _flag = judged(counts, "2024-02-04")
    first, flag = judged(counts, str(OFF[0]), calendar)
    assert np.median(first.high) > 1.5 * np.median(sunday.high)
    assert flag.is_surge.sum() <= stats.binom.ppf(0.999, len(counts), 0.01)


def test_a_sunday_worked_in_exchange_is_expected_as_a_weekday() -> None:
    counts = cities(off=1.0)
    sunday = "2025-04-27"
    told, _flag = judged(counts, sunday, surge.Calendar(workdays=[sunday]))
    rest, _flag = judged(counts, sunday)
    assert np.median(told.expected) == pytest.approx(12.0, rel=0.1)
    assert np.median(rest.expected) == pytest.approx(6.0, rel=0.1)


def test_weeks_know_how_many_of_their_days_were_off() -> None:
    rng = np.random.default_rng(2)
    firsts = FIRST + 7 * np.arange(105)
    share = np.array([np.isin(first + np.arange(7), OFF).mean() for first in firsts])
    counts = rng.poisson(40 * np.exp(-0.7 * share), size=(100, 105))
    busy = int(np.argmax(share[60:])) + 60
    asked = {"dates": firsts[:busy], "of": firsts[busy], "period": "week"}
    knows = surge.expected(counts[:, :busy], **asked, calendar=surge.Calendar(list(OFF)))
    blind = surge.expected(counts[:, :busy], **asked)
    truth = 40 * np.exp(-0.7 * share[busy])
    error = np.abs(np.median(knows.expected) - truth), np.abs(np.median(blind.expected) - truth)
    assert error[0] < error[1] / 2


def test_a_calendar_without_days_changes_nothing() -> None:
    counts = cities(off=1.0, number=3)
    plain, _flag = judged(counts, "2025-11-03")
    empty, _flag = judged(counts, "2025-11-03", surge.Calendar())
    assert plain.expected.tolist() == empty.expected.tolist()


def test_looks_that_could_not_be_surges_count_as_looks() -> None:
    counts = np.array([9, 7, 1, 0, 2, 0, 1, 0])
    told = surge.expected(np.ones((8, 60)))
    whole = surge.flag(np.maximum(counts, 0), told, fdr=True)
    some = surge.expected(np.ones((2, 60)))
    part = surge.flag(counts[:2], some, fdr=True, looks=8)
    assert part.is_surge.tolist() == whole.is_surge[:2].tolist() == [True, True]
    assert not surge.flag(counts[:2], some, alpha=1e-4, fdr=True, looks=100_000).is_surge.any()
