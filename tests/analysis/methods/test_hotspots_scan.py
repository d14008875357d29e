"""The space-time permutation scan: against looking at every cylinder, and against noise."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from command_center.analysis.methods import hotspots
from command_center.analysis.methods.hotspots import cylinders

CASES = st.lists(st.tuples(*[st.integers(0, 6)] * 3), min_size=3, max_size=14)


def highest_ratio(places, days, radius, max_days, is_prospective) -> float:
    """Every circle on a case through a case, every run of days."""
    total, best = len(days), 0.0
    for centre in places:
        apart = np.sqrt(((places - centre) ** 2).sum(axis=1))
        for edge in apart[apart <= radius]:
            for last in [days.max()] if is_prospective else range(days.max() + 1):
                for first in range(max(0, last - max_days + 1), last + 1):
                    in_circle, in_time = apart <= edge, (days >= first) & (days <= last)
                    cases = (in_circle & in_time).sum()
                    expected = in_circle.sum() * in_time.sum() / total
                    if cases >= 2 and cases > expected:
                        best = max(best, ratio(cases, expected, total))
    return best


def ratio(c: int, mu: float, total: int) -> float:
    inside = c * np.log(c / mu)
    return inside + ((total - c) * np.log((total - c) / (total - mu)) if c < total else 0)


@settings(max_examples=50, deadline=None)
@given(CASES, st.integers(1, 5), st.integers(1, 6), st.booleans())
def test_the_highest_ratio_is_that_of_looking_everywhere(cases, radius, max_days, late) -> None:
    x, y, day = np.array(cases).T
    day = day - day.min()
    places = np.column_stack([x, y]).astype(float)
    expected = highest_ratio(places, day, radius, max_days, late)
    deals = np.array([day, np.random.default_rng(1).permutation(day)])
    found = np.zeros(2)
    for circle in cylinders.circles(places, radius):
        deal = cylinders.Deals.of(circle, deals, max_days, is_prospective=late)
        found = deal.highest(found)
    assert found[0] == pytest.approx(expected)
    assert found[1] == pytest.approx(highest_ratio(places, deals[1], radius, max_days, late))


def noise(n: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.random(n) * 8_000, rng.random(n) * 8_000, rng.integers(0, 120, n)


def planted() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, y, day = noise(400, 3)
    rng = np.random.default_rng(4)
    for place, first, at in ((1_000, 30, slice(0, 9)), (6_000, 113, slice(9, 18))):
        x[at], y[at] = place + rng.random(9) * 200, place + rng.random(9) * 200
        day[at] = first + np.arange(9) % 7
    return x, y, day


def test_planted_clusters_are_found_with_their_place_time_and_cases() -> None:
    x, y, day = planted()
    dates = np.datetime64("2026-01-01") + day
    found = hotspots.scan(x, y, dates, max_radius_m=800, max_days=10, permutations=99, rng=1)
    assert len(found) == 2
    by_day = sorted(found, key=lambda cluster: cluster.day_from)
    assert set(by_day[0].members) >= set(range(9))
    assert set(by_day[1].members) >= set(range(9, 18))
    assert by_day[0].day_from == date(2026, 1, 31)
    assert by_day[0].day_to == date(2026, 2, 6)
    for cluster in found:
        assert cluster.observed == len(cluster.members) > cluster.expected
        assert cluster.p_value == 0.01
        assert cluster.radius_m <= 800
        place = x[list(cluster.members)].mean(), y[list(cluster.members)].mean()
        assert np.hypot(*np.subtract(place, cluster.centre)) <= cluster.radius_m
        expected = ratio(cluster.observed, cluster.expected, 400)
        assert cluster.log_likelihood_ratio == pytest.approx(expected)
    assert found[0].log_likelihood_ratio >= found[1].log_likelihood_ratio


def test_a_prospective_scan_finds_only_what_goes_on() -> None:
    x, y, day = planted()
    found = hotspots.scan(
        x, y, day, max_radius_m=800, max_days=10, permutations=99, rng=1, is_prospective=True
    )
    assert len(found) == 1
    assert set(found[0].members) >= set(range(9, 18))
    assert found[0].day_to == day.max() == 119
    assert isinstance(found[0].day_from, int)


def test_no_two_clusters_share_a_place_at_the_same_time() -> None:
    x, y, day = planted()
    found = hotspots.scan(x, y, day, max_radius_m=800, max_days=10, permutations=19, rng=1, alpha=1)
    assert len(found) > 5
    for one, other in pairwise(found):
        is_near = np.hypot(*np.subtract(one.centre, other.centre)) <= one.radius_m + other.radius_m
        is_then = one.day_from <= other.day_to and one.day_to >= other.day_from
        assert not (is_near and is_then)
        assert one.p_value <= other.p_value


def test_work_in_pieces_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    given_ = {"max_radius_m": 800, "max_days": 10, "permutations": 19}
    whole = hotspots.scan(*planted(), rng=2, **given_)
    monkeypatch.setattr(cylinders, "CASES_AT_ONCE", 300)
    monkeypatch.setattr(cylinders, "RUNS_AT_ONCE", 400)
    monkeypatch.setattr("command_center.analysis.methods.hotspots.clusters.CASES_AT_ONCE", 300)
    assert hotspots.scan(*planted(), rng=2, **given_) == whole


def test_moving_the_city_or_the_calendar_changes_nothing_else() -> None:
    x, y, day = planted()
    given_ = {"max_radius_m": 800, "max_days": 10, "permutations": 19, "rng": 3}
    here = hotspots.scan(x, y, day, **given_)
    there = hotspots.scan(x + 5_000, y - 7_000, day + 40, **given_)
    assert [cluster.members for cluster in here] == [cluster.members for cluster in there]
    assert [cluster.day_from + 40 for cluster in here] == [cluster.day_from for cluster in there]


def test_few_unknown_or_uniform_cases_give_no_cluster() -> None:
    given_ = {"max_radius_m": 800, "max_days": 10, "permutations": 19, "rng": 3}
    assert hotspots.scan([], [], [], **given_) == []
    assert hotspots.scan([1.0], [1.0], [1], **given_) == []
    assert hotspots.scan([1.0, None], [1.0, 2.0], ["2026-01-01", None], **given_) == []
    assert hotspots.scan([5.0] * 30, [5.0] * 30, [7] * 30, **given_) == []
    assert hotspots.scan(*noise(50, 1), **{**given_, "permutations": 9}) == []
    with pytest.raises(ValueError, match="equally long"):
        hotspots.scan([1.0], [1.0], [1, 2], **given_)


@pytest.mark.parametrize("late", [False, True])
def test_noise_shows_a_cluster_no_more_often_than_the_level_says(late: bool) -> None:
    calls = 0
    for seed in range(100):
        calls += bool(
            hotspots.scan(
                *noise(100, 500 + seed),
                max_radius_m=1_200,
                max_days=14,
                permutations=39,
                rng=seed,
                is_prospective=late,
            )
        )
    assert calls <= stats.binom.ppf(0.999, 100, 0.05)
