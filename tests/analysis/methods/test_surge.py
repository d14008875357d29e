"""What a count should have been: noise alarms no oftener than stated, planted surges are found."""

import numpy as np
import pytest
from scipy import stats

from command_center.analysis.methods import surge

WEEK = np.array([1.2, 1.0, 0.9, 1.0, 1.1, 1.3, 0.5])
FIRST = np.datetime64("2024-01-04")


def city(seed: int, *, days: int, means=(0.05, 0.3, 1, 4, 20), size: float | None = None):
    """Noise of one city: (means * 4, days), weekly and yearly cycle, Poisson or wider."""
    rng = np.random.default_rng(seed)
    t = np.arange(days)
    mean = np.repeat(means, 4)[:, None] * WEEK[t % 7] * np.exp(0.25 * np.cos(t / 58.1))
    if size is None:
        return rng.poisson(mean)
    return rng.negative_binomial(size, size / (size + mean))


@pytest.mark.parametrize("days", [21, 90, 365, 800])
def test_a_hundred_cities_of_noise_raise_no_more_alarms_than_stated(days) -> None:
    counts = np.concatenate([city(seed, days=days + 1) for seed in range(100)])
    told = surge.flag(counts[:, -1], surge.expected(counts[:, :-1]), alpha=0.01, least=1)
    assert told.false_alarm_rate == 0.01
    assert told.is_surge.sum() <= stats.binom.ppf(0.999, len(counts), 0.01)


def test_noise_that_is_wider_than_poisson_keeps_to_the_stated_rate_too() -> None:
    counts = np.concatenate([city(s, days=366, means=(1, 5, 20), size=3.0) for s in range(100)])
    expectation = surge.expected(counts[:, :-1])
    told = surge.flag(counts[:, -1], expectation, alpha=0.01)
    assert told.is_surge.sum() <= stats.binom.ppf(0.999, len(counts), 0.01)
    assert np.median(expectation.dispersion[counts.mean(axis=1) > 10]) > 3


def test_a_month_of_wider_noise_keeps_to_the_stated_rate_although_few_counts_tell_its_width() -> (
    None
):
    mean = np.repeat([1, 3, 10, 50], 1_000)[:, np.newaxis]
    counts = np.random.default_rng(5).negative_binomial(mean, 0.5, (4_000, 31))  # twice Poisson's
    told = surge.flag(counts[:, -1], surge.expected(counts[:, :-1]), alpha=0.01, least=1)
    assert told.is_surge.sum() <= stats.binom.ppf(0.999, 4_000, 0.01)


def test_over_many_series_false_discoveries_are_held_by_city() -> None:
    cities = [city(seed, days=366) for seed in range(100)]
    counts = np.concatenate(cities)
    expectation = surge.expected(counts[:, :-1])
    p_value = surge.flag(counts[:, -1], expectation, fdr=True).p_value.reshape(100, -1)
    alarmed = sum(bool((stats.false_discovery_control(row) <= 0.05).any()) for row in p_value)
    assert alarmed <= stats.binom.ppf(0.999, 100, 0.05)


def test_weekly_counts_of_noise_keep_to_the_stated_rate() -> None:
    weeks = np.concatenate(
        [city(s, days=7 * 157).reshape(20, 157, 7).sum(axis=2) for s in range(100)]
    )
    told = surge.flag(weeks[:, -1], surge.expected(weeks[:, :-1], period="week"), alpha=0.01)
    assert told.is_surge.sum() <= stats.binom.ppf(0.999, len(weeks), 0.01)


@pytest.mark.parametrize(("mean", "planted"), [(0.2, 4), (1, 8), (4, 16), (20, 45)])
def test_planted_surges_are_found(mean, planted) -> None:
    history = np.concatenate([city(s, days=366, means=(mean,)) for s in range(20)])[:, :-1]
    told = surge.flag(planted, surge.expected(history), alpha=0.01)
    assert told.is_surge.mean() > 0.9


def test_intervals_hold_as_often_as_they_say() -> None:
    counts = np.concatenate([city(s, days=731, means=(1, 4, 20)) for s in range(60)])
    expectation = surge.expected(counts[:, :-1], level=0.9)
    inside = (counts[:, -1] >= expectation.low) & (counts[:, -1] <= expectation.high)
    assert inside.mean() >= 0.88


def test_the_weekday_and_the_season_are_expected_not_flagged() -> None:
    t = np.arange(800)
    mean = 10 * WEEK[t % 7] * np.exp(0.5 * np.cos(2 * np.pi * t / 365.25))
    history = np.random.default_rng(4).poisson(mean)
    for ahead in range(790, 797):
        expectation = surge.expected(history[:ahead])
        assert expectation.expected.item() == pytest.approx(mean[ahead], rel=0.15)


def test_a_past_outbreak_does_not_hide_the_next_one() -> None:
    history = np.random.default_rng(9).poisson(2.0, size=364).astype(float)
    clean = surge.expected(history).expected.item()
    history[300:307] = 30
    after = surge.expected(history)
    assert after.expected.item() == pytest.approx(clean, rel=0.35)
    assert surge.flag(12, after).is_surge


def test_dates_say_which_weekday_is_judged_and_gaps_may_be_left_out() -> None:
    days = FIRST + np.arange(200)
    week = np.where((days.astype(int) % 7) == 1, 30, 3)  # Fridays
    kept = np.arange(200) % 11 != 5
    friday = next(day for day in days[-7:] if day.astype(int) % 7 == 1) + 7
    full = surge.expected(week[kept], dates=days[kept], of=friday)
    assert full.expected.item() > 20
    assert surge.expected(week[kept], dates=days[kept], of=friday + 1).expected.item() < 6
    with pytest.raises(ValueError, match="dates"):
        surge.expected([1, 2], dates=["2026-01-01"])


def test_the_judged_period_itself_never_feeds_its_expectation() -> None:
    days = FIRST + np.arange(100)
    counts = np.full(100, 2.0)
    counts[-1] = 500
    told = surge.expected(counts, dates=days, of=days[-1])
    assert told.expected.item() == pytest.approx(2, rel=0.1)
    assert told.periods.item() == 99


def test_no_history_expects_nothing_and_flags_nothing() -> None:
    told = surge.expected([])
    assert np.isnan(told.expected)
    assert np.isinf(told.high)
    assert not surge.flag(50, told).is_surge
    gaps = surge.expected([None, np.nan])
    assert np.isnan(gaps.expected)


def test_a_history_of_zeros_expects_few_and_a_single_case_is_no_surge() -> None:
    told = surge.expected(np.zeros((2, 365)))
    assert told.expected.shape == (2,)
    assert (told.expected < 0.02).all()
    assert (told.expected > 0).all()
    assert surge.flag([1, 3], told).is_surge.tolist() == [False, True]


def test_each_series_is_judged_as_if_it_were_alone() -> None:
    counts = city(5, days=400)
    together = surge.expected(counts)
    alone = surge.expected(counts[13].tolist())
    assert alone.expected.item() == pytest.approx(together.expected[13])
    cube = surge.expected(counts.reshape(5, 4, 400))
    assert cube.expected.shape == (5, 4)


def test_the_fit_is_that_of_statsmodels_where_the_definitions_meet() -> None:
    sm = pytest.importorskip("statsmodels.api")
    counts = np.random.default_rng(2).poisson(60 * WEEK[np.arange(700) % 7])
    design = np.eye(7)[np.arange(700) % 7]
    theirs = sm.GLM(counts, design, family=sm.families.Poisson()).fit()
    ours = surge.expected(counts, level=0.95)
    assert ours.expected.item() == pytest.approx(np.exp(theirs.params[700 % 7]), rel=0.05)
