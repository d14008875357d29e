"""Days and villages without a case, counted from rows."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_center.analysis.methods import streaks

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
QUARTER = {"first_day": FIRST, "last_day": LAST}


def test_an_area_without_any_case_has_all_its_days() -> None:
    found = streaks.zero_days([], [], [], **QUARTER, areas=2, classes=3)
    assert found.total.tolist() == [[90] * 3] * 2
    assert found.longest_from[0, 0] == np.datetime64(FIRST)
    assert found.longest_to[1, 2] == np.datetime64(LAST)
    assert found.running[0, 0] == found.days == 90


def test_the_longest_run_has_its_first_and_last_day() -> None:
    days = [date(2026, 1, 10), date(2026, 2, 20), date(2026, 2, 20), date(2026, 3, 30)]
    found = streaks.zero_days([0] * 4, [0] * 4, days, **QUARTER, areas=1)
    assert found.total.item() == 87
    assert found.longest.item() == 40
    assert found.longest_from.item() == date(2026, 1, 11)
    assert found.longest_to.item() == date(2026, 2, 19)
    assert found.running.item() == 1


def test_a_day_of_cases_every_day_leaves_no_run_and_no_dates() -> None:
    days = [FIRST + timedelta(days=n) for n in range(90)]
    found = streaks.zero_days(["0"] * 90, [0.0] * 90, days, **QUARTER, areas=1)
    assert (found.total.item(), found.longest.item(), found.running.item()) == (0, 0, 0)
    assert np.isnat(found.longest_from.item() or np.datetime64("NaT"))


def test_a_late_recoding_gives_other_figures() -> None:
    day = [date(2026, 1, 5), date(2026, 1, 6)]
    before = streaks.zero_days([0, 0], [0, 0], day, **QUARTER, areas=1, classes=2)
    after = streaks.zero_days([0, 0], [0, 1], day, **QUARTER, areas=1, classes=2)
    assert before.total.tolist() == [[88, 90]]
    assert after.total.tolist() == [[89, 89]]


def test_cases_outside_without_an_area_or_a_day_count_nowhere() -> None:
    found = streaks.zero_days(
        [0, -1, 5, None, 0, 0],
        [0, 0, 0, 0, 9, 0],
        ["2025-12-31", "2026-01-02", "2026-01-02", "2026-01-02", "2026-01-02", None],
        **QUARTER,
        areas=1,
    )
    assert found.sum == 90


def test_638_zero_days_of_seven_counties_are_recounted_from_rows() -> None:
    rng = np.random.default_rng(7)
    with_cases = [274, 270, 275, 272, 279, 276, 271]  # days with a case, of 365, by county
    assert sum(365 - days for days in with_cases) == 638
    county = np.repeat(np.arange(7), with_cases)
    first = np.datetime64("2014-01-01")
    day = np.concatenate([first + rng.choice(365, days, replace=False) for days in with_cases])
    again = rng.integers(0, len(day), 500)  # more cases on days that had one already
    found = streaks.zero_days(
        np.append(county, county[again]),
        np.zeros(len(day) + 500, dtype=int),
        np.append(day, day[again]),
        first_day="2014-01-01",
        last_day="2014-12-31",
        areas=7,
    )
    assert found.sum == 638


def test_no_burglary_villages_of_five_months_are_recounted_from_rows() -> None:
    villages, communities = 158, 18
    first, last = streaks.whole_months("2016-06-14", months=5)
    assert (str(first), str(last)) == ("2016-01-01", "2016-05-31")
    struck = np.concatenate([np.arange(136, villages), villages + np.arange(8, communities)])
    area = np.concatenate([struck, struck[:5], [3]])
    day = np.full(len(area), first + 40)
    day[-1] = last + 3  # the village was struck after the five months
    found = streaks.zero_areas(
        area, day, first_day=first, last_day=last, areas=villages + communities
    )
    assert int(found.is_zero[:villages].sum()) == 136
    assert int(found.is_zero[villages:].sum()) == 8
    assert found.share == pytest.approx(144 / 176 * 100)


def test_the_share_of_villages_without_a_burglary_is_that_published() -> None:
    area = np.arange(408, 500)
    found = streaks.zero_areas(area, [5] * len(area), first_day=1, last_day=10, areas=500)
    assert found.count == 408
    assert f"{found.share:.1f}" == "81.6"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 29)), max_size=40))
def test_the_runs_are_those_of_counting_day_by_day(cases) -> None:
    area, kind, day = np.array(cases, dtype=int).reshape(-1, 3).T
    found = streaks.zero_days(area, kind, day, first_day=0, last_day=29, areas=3, classes=2)
    for a in range(3):
        for k in range(2):
            busy = {d for one, what, d in cases if (one, what) == (a, k)}
            runs, run = [], 0
            for d in range(30):
                run = 0 if d in busy else run + 1
                runs.append(run)
            assert found.total[a, k] == 30 - len(busy)
            assert found.longest[a, k] == max(runs)
            assert found.running[a, k] == runs[-1]
