"""Near-repeat zones open on a day."""

from datetime import date

import numpy as np
import pytest

from command_center.analysis.methods import near_repeat

TODAY = date(2026, 3, 10)


def test_a_fresh_case_opens_a_zone_that_ends_after_its_days() -> None:
    (zone,) = near_repeat.zones(
        [100.0], [200.0], ["2026-03-08T22:00"], today=TODAY, radius_m=200, days=7, risk=2.5
    )
    assert (zone.x, zone.y, zone.radius_m, zone.risk) == (100, 200, 200, 2.5)
    assert (zone.opened, zone.ends) == (date(2026, 3, 8), date(2026, 3, 15))
    assert zone.members == (0,)


def test_only_cases_of_the_last_days_open_zones() -> None:
    days = ["2026-03-02", "2026-03-03", "2026-03-10", "2026-03-11", None]
    east = np.arange(5) * 10_000.0
    found = near_repeat.zones(east, [0.0] * 5, days, today=TODAY, radius_m=200, days=7)
    assert [zone.members for zone in found] == [(2,), (1,)]
    assert np.isnan(found[0].risk)


def test_a_case_is_dated_by_when_it_had_surely_happened() -> None:
    (zone,) = near_repeat.zones(
        [0.0], [0.0], ["2026-02-20"], ["2026-03-09T08:00"], today=TODAY, radius_m=200, days=7
    )
    assert zone.opened == date(2026, 3, 9)
    reversed_end = near_repeat.zones(
        [0.0], [0.0], ["2026-03-09"], ["2026-02-01"], today=TODAY, radius_m=200, days=7
    )
    assert reversed_end[0].opened == date(2026, 3, 9)


def test_near_cases_share_a_zone_that_holds_the_radius_around_each() -> None:
    x, y = np.array([0.0, 120.0, 5_000.0]), np.array([0.0, 0.0, 0.0])
    found = near_repeat.zones(
        x, y, ["2026-03-06", "2026-03-09", "2026-03-10"], today=TODAY, radius_m=200, days=7
    )
    assert [zone.members for zone in found] == [(1, 0), (2,)]
    first = found[0]
    assert (first.opened, first.ends) == (date(2026, 3, 6), date(2026, 3, 16))
    for member in first.members:
        apart = np.hypot(x[member] - first.x, y[member] - first.y)
        assert apart + 200 <= first.radius_m + 1e-9


def test_cases_without_a_place_open_none() -> None:
    assert near_repeat.zones([None], [1.0], [TODAY], today=TODAY, radius_m=1, days=1) == []
    assert near_repeat.zones([], [], [], today="2026-03-10", radius_m=1, days=1) == []


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="equally long"):
        near_repeat.zones([1.0], [1.0], [TODAY, TODAY], today=TODAY, radius_m=1, days=1)
    with pytest.raises(ValueError, match="equally long"):
        near_repeat.zones([1.0], [1.0], [TODAY], [], today=TODAY, radius_m=1, days=1)


def test_the_raised_risk_is_that_of_the_bands_within_radius_and_days() -> None:
    result = near_repeat.KnoxResult(
        observed=np.array([[6, 3, 9], [4, 2, 9], [9, 9, 9]]),
        expected=np.array([[2.0, 1, 9], [1, 1, 9], [9, 9, 9]]),
        ratio=np.ones((3, 3)),
        p_value=np.ones((3, 3)),
    )
    bands = {"space_breaks": [0, 100, 200, np.inf], "time_breaks": [0, 1, 8, np.inf]}
    risk = near_repeat.raised_risk(result, **bands, radius_m=200, days=7)
    assert risk == 15 / 5
    assert near_repeat.raised_risk(result, **bands, radius_m=100, days=0) == 3
    assert np.isnan(near_repeat.raised_risk(result, **bands, radius_m=50, days=7))
