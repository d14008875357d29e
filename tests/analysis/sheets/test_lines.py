"""The lines of a sheet: what was reported against what was, and against what was expected."""

import json
from typing import Any

import numpy as np
import pytest

from tests.analysis.sheets.given import (
    BRAWL,
    BURGLARY,
    DAY,
    calls,
    cases,
    content,
    counts,
    days_before,
    steady,
)


def line(found: dict[str, Any], code: str) -> dict[str, Any]:
    lines: list[dict[str, Any]] = [*found["classes"], *found["areas"]]
    return next(one for one in lines if one["code"] == code)


def test_a_class_stands_beside_the_day_before_the_same_weekdays_and_last_year() -> None:
    weeks = [(7 * week, 0, BURGLARY, week) for week in range(1, 9)]
    rows = counts((0, 0, BURGLARY, 12), (1, 0, BURGLARY, 10), (365, 0, BURGLARY, 20), *weeks)
    found = line(content(counts=rows), "preventable_hz")
    assert found["count"] == 12
    assert found["previous"] | {"base": 10, "ratio": 20.0, "word": "up"} == found["previous"]
    assert found["weekday"]["base"] == 4.5
    assert found["last_year"]["text"] == "-40%"


def test_a_day_of_a_year_that_is_not_kept_is_not_compared() -> None:
    found = line(content(counts=steady(days=60), history_days=60), "preventable_hz")
    assert found["last_year"]["word"] == "unknown"
    assert found["last_year"]["text"] == "—"


def test_a_set_counts_its_members_only_and_all_counts_everything() -> None:
    found = content(counts=counts((0, 0, BURGLARY, 3), (0, 0, BRAWL, 4)))
    assert line(found, "preventable_hz")["count"] == 3
    assert line(found, "all")["count"] == 7


def test_a_spike_is_a_surge_and_an_ordinary_day_is_none() -> None:
    quiet, loud = content(counts=steady()), content(counts=steady(spike=20))
    assert [one["is_surge"] for one in quiet["classes"]] == [False, False]
    assert line(loud, "preventable_hz")["is_surge"]
    assert line(loud, "990100000000")["is_surge"]
    assert not line(loud, "990200000000")["is_surge"]
    expected = line(loud, "preventable_hz")["expected"]
    assert expected["low"] <= 8 <= expected["high"]
    assert loud["headline"]["surges"] == 3


def test_what_is_expected_does_not_rest_on_days_before_anything_was_kept() -> None:
    found = line(content(counts=steady(days=120), history_days=730), "preventable_hz")
    assert 6 < found["expected"]["mean"] < 10


def test_days_of_pure_noise_surge_no_more_often_than_stated() -> None:
    surges = 0
    for seed in range(100):
        found = content(counts=steady(days=90, seed=seed), history_days=90)
        surges += line(found, "preventable_hz")["is_surge"]
    assert surges <= 4  # 1 in 100 stated; P(5 or more) = 0.004


def test_each_figure_carries_the_filters_that_open_its_cases() -> None:
    found = content(counts=counts((0, 0, BURGLARY, 3), (0, 1, BURGLARY, 3)))
    assert line(found, "preventable_hz")["open"] == {
        "agency": "990000000000",
        "discovered": "false",
        "class_set": "preventable_hz",
        "reported_after": "2026-03-01",
        "reported_before": "2026-03-02",
    }
    assert line(found, "990100000000")["open"]["agency"] == "990100000000"
    assert "class_set" not in line(found, "990100000000")["open_all"]


def test_an_area_has_the_headline_class_and_all_cases() -> None:
    found = content(counts=counts((0, 1, BURGLARY, 3), (0, 1, BRAWL, 4)))
    north = line(found, "990100000000")
    assert (north["count"], north["all"]) == (3, 7)


def test_zero_days_are_summed_over_the_areas_and_the_running_run_is_told() -> None:
    rows = counts((10, 0, BURGLARY, 1), (10, 1, BURGLARY, 1), (59, 1, BURGLARY, 1))
    found = content(counts=rows)["zero_days"]
    assert (found["since"], found["days"]) == ("2026-01-01", 60)
    north, south = found["areas"]
    assert (north["total"], north["longest"], north["running"]) == (58, 48, 10)
    assert (south["total"], south["running"]) == (60, 60)
    assert found["sum"] == 118


def test_a_case_coded_anew_changes_the_zero_days_of_its_day() -> None:
    before = content(counts=counts((3, 0, BRAWL, 1)))["zero_days"]["classes"][1]
    after = content(counts=counts((3, 0, BURGLARY, 1)))["zero_days"]["classes"][1]
    assert (before["total"], after["total"]) == (60, 59)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"x": None}, "no_point"),
        ({"cell": 0}, "no_cell"),
        ({"late": 49}, "late"),
        ({"hours": None}, "no_end"),
        ({"hours": 13}, "wide"),
        ({"recoded": True, "back": 30}, "recoded"),
        ({"back": 3, "late": 72}, "late_known"),
    ],
)
def test_what_a_case_lacks_is_counted_and_opens_it(row: dict[str, Any], code: str) -> None:
    whole = {"x": 9_000.0, "back": 9}
    lacks = content(recent=cases(whole, row))["data_lack"]["lines"]
    found = {one["code"]: one for one in lacks}
    assert found[code]["count"] == 1
    assert found[code]["open"] == {"numbers": "A1"}


def test_two_alike_within_two_hundred_metres_and_a_day_may_be_one_entered_twice() -> None:
    near, far = {"x": 300.0}, {"x": 900.0}
    lacks = content(recent=cases({}, near, far, {"category": BRAWL}))["data_lack"]["lines"]
    assert next(one for one in lacks if one["code"] == "twice")["count"] == 2


def test_calls_are_told_with_the_share_of_the_valid_ones() -> None:
    found = content(calls=calls(valid=3, others=1, fed_back=2))["calls"]
    assert found == {"total": 4, "valid": 3, "share": 75.0, "no_disposition": 1}
    assert content(calls=calls(valid=0, others=0, fed_back=0))["calls"]["share"] is None


def test_a_method_switched_off_leaves_its_figures_out() -> None:
    off = frozenset({"surge", "change", "streaks", "aoristic", "hotspots", "near_repeat"})
    found = content(counts=steady(spike=20), off=off)
    head = line(found, "preventable_hz")
    assert head["count"] > 20 and not head["is_surge"] and head["expected"] is None
    assert head["previous"]["text"] == "—"
    assert found["zero_days"] is None and found["hours"]["weights"] is None
    assert found["hot_cells"]["state"] == found["zones"]["state"] == "off"
    assert found["proposals"] == []
    assert found["method"]["off"] == sorted(off)


def test_the_sheet_is_plain_json_and_equal_input_gives_an_equal_sheet() -> None:
    rows = [{"back": back, "x": 40.0 * back} for back in range(60)]
    one, other = (content(counts=steady(), recent=cases(*rows), near=cases(*rows)) for _ in "ab")
    assert json.dumps(one) == json.dumps(other)
    assert one["day"] == DAY.isoformat() and days_before(1) == "2026-02-28"


def test_every_hour_of_the_week_is_weighed_and_the_fullest_may_lie_past_midnight() -> None:
    rows = [{"back": back, "hour": -1.5, "hours": 3} for back in range(20)]
    found = content(recent=cases(*rows))["hours"]
    assert np.isclose(sum(found["weights"]), 20, atol=0.02)
    assert found["by_hour"][23] > 6 and found["by_hour"][0] > 6
    assert found["peak"]["from"] in (22, 21) and found["peak"]["share"] == 100.0
    assert content(recent=cases({}))["hours"]["peak"] is None, "one case tells no hours"
