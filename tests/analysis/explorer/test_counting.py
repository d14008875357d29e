"""What the explorer counts: hours, rows against columns, frames of the map, hot cells, series."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from django.utils import timezone

from command_center.analysis.explorer import hotcells, mapping, modelling
from command_center.analysis.explorer.asked import Asked
from command_center.analysis.explorer.candidates import candidates, likelier, pairs, reason_words
from command_center.analysis.explorer.hotcells import hot_weeks
from command_center.analysis.explorer.hours import hour_table
from command_center.analysis.explorer.pivot import pivot
from command_center.analysis.methods import series
from command_center.analysis.store import rollup
from command_center.analysis.studies.models import CaseSeries
from grid.errors import InvalidInput
from tests.analysis.studies.make import make_series
from tests.cases.make import category, make_case
from tests.cast import SOUTH, STEP, WEST, Cast

ZONE = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: float = 12.0) -> datetime:
    """A local moment of March 2026; the 1st is a Sunday."""
    return datetime(2026, 3, 1, tzinfo=ZONE) + timedelta(days=day - 1, hours=hour)


def asked(cast: Cast, **said: Any) -> Asked:
    told: dict[str, Any] = {
        "agency": cast.north,
        "counted": "all",
        "since": date(2026, 3, 1),
        "until": date(2026, 3, 28),
        "found": "reported",
    }
    return Asked(**told | said)


def case(cast: Cast, day: int, hour: float = 12.0, **said: Any) -> Any:
    """A case that began at that hour and was found out an hour later."""
    began = at(day, hour)
    told = {"occurred_from": began, "occurred_to": began + timedelta(hours=1)}
    return make_case(cast, reported_at=began + timedelta(hours=2), **told | said)


def test_a_case_weighs_in_the_hours_in_which_it_may_have_happened(cast: Cast) -> None:
    case(cast, 2, 8.0, occurred_to=at(2, 12.0))  # a Monday
    case(cast, 7, 23.0)
    table = hour_table(asked(cast))
    monday = next(day for day in table.days if day.number == 1)
    assert [hour.weight for hour in monday.hours[8:12]] == [0.2, 0.2, 0.2, 0.2]  # 0.25, rounded
    assert (table.cases, table.total) == (2, 2.0)
    saturday = next(day for day in table.days if day.number == 6)
    assert saturday.hours[23].weight == 1.0
    assert saturday.hours[23].shade == 5


def test_only_cases_that_began_on_the_weekday_and_hour_asked_for_are_counted(cast: Cast) -> None:
    case(cast, 2, 8.0)
    case(cast, 3, 8.0)
    case(cast, 2, 9.0)
    assert len(asked(cast, weekday=1).cases()) == 2
    assert len(asked(cast, weekday=1, hour=8).cases()) == 1


def test_rows_and_columns_add_up_and_every_figure_opens_its_cases(cast: Cast) -> None:
    case(cast, 2)
    case(cast, 3, agency=cast.north)
    case(cast, 3, category="050210")
    case(cast, 3, found_by="patrol")
    table = pivot(asked(cast), rows="category", columns="weekday", measure="count")
    assert table.cases == 3
    burglary = next(line for line in table.lines if "050201" in line.label)
    assert [one.count for one in burglary.figures] == [1, 1, 0, 0, 0, 0, 0]
    assert "category=050201" in burglary.figures[0].url
    assert "weekday=1" in burglary.figures[0].url
    assert table.totals.total.text == "3"


def test_a_change_is_against_the_period_before_and_small_bases_are_differences(cast: Cast) -> None:
    for day in (16, 17, 18):
        case(cast, day)
    case(cast, 3)
    rollup.refresh_stale()
    said = asked(cast, since=date(2026, 3, 15))
    table = pivot(said, rows="agency", columns="found", measure="previous")
    assert table.base == (date(2026, 3, 1), date(2026, 3, 14))
    assert table.totals.total.text == "+2"


def test_a_case_of_two_class_sets_is_in_both_rows_and_once_in_the_sum(cast: Cast) -> None:
    case(cast, 2)
    rollup.refresh_stale()
    table = pivot(asked(cast), rows="class", columns="week", measure="count")
    assert table.overlaps
    assert sum(line.total.count for line in table.lines) > 1
    assert table.totals.total.count == 1


def test_frames_of_the_map_count_cases_by_cell_and_day(cast: Cast) -> None:
    case(cast, 2)
    case(cast, 2)
    case(cast, 5)
    told = mapping.map_data(asked(cast), step="day", shows_cases=True, at=timezone.now())
    counts = told["cells"]["N-1"]
    assert (counts[1], counts[4], sum(counts)) == (2.0, 1.0, 3.0)
    assert len(told["frames"]) == 28
    assert {point[2] for point in told["points"]} == {1, 4}


def test_who_may_not_open_cases_is_told_no_point_and_no_small_count(cast: Cast) -> None:
    case(cast, 2)
    rollup.refresh_stale()
    told = mapping.map_data(asked(cast), step="week", shows_cases=False, at=timezone.now())
    assert told["points"] == []
    assert told["total"] == 1
    assert "<5" in told["cells"]["N-1"]


def test_a_sensitive_case_is_on_no_map(cast: Cast) -> None:
    row = category()
    row.is_sensitive = True
    row.save()
    case(cast, 2)
    told = mapping.map_data(asked(cast), step="day", shows_cases=True, at=timezone.now())
    assert (told["cells"], told["points"]) == ({}, [])


def test_a_zone_is_open_round_a_fresh_case_for_fourteen_days(cast: Cast) -> None:
    case(cast, 20)
    told = mapping.zones(asked(cast), shows_cases=True)
    (zone,) = told["zones"]
    assert zone["ends"] == "2026-04-03"
    assert zone["at"] == pytest.approx([WEST + 0.5 * STEP, SOUTH + 1.5 * STEP], abs=1e-4)
    assert mapping.zones(asked(cast), shows_cases=False)["zones"] == []


def test_the_density_is_drawn_from_five_cases_on(cast: Cast) -> None:
    for _n in range(4):
        case(cast, 3)
    assert mapping.density(asked(cast))["state"] == "few_cases"
    case(cast, 4)
    told = mapping.density(asked(cast))
    assert [band["shape"]["type"] for band in told["bands"]] == ["Polygon"] * 4
    assert told["bands"][0]["from"] < told["bands"][-1]["from"]


def test_in_an_area_of_few_cells_nothing_is_hot(cast: Cast) -> None:
    case(cast, 2)
    rollup.refresh_stale()
    table = hot_weeks(asked(cast))
    assert (table.rows, table.cells) == ((), 2)


def series_of_three(cast: Cast) -> list[str]:
    """Three cases alike in place, hour and method, among thirty that are not."""
    rng = np.random.default_rng(7)
    for _n in range(30):
        place = (WEST + float(rng.uniform(0, 2 * STEP)), SOUTH + STEP * float(rng.uniform(1, 2)))
        tags = {"entry": "lock_forced", "target": "cash"}
        case(cast, int(rng.integers(1, 28)), float(rng.uniform(0, 22)), point=place, **tags)
    tags = {"entry": "wall_holed", "target": "tobacco_liquor"}
    return [
        case(cast, 10 + n, 2.0, point=(WEST + 0.001, SOUTH + STEP + 0.001 * n), **tags).number
        for n in range(3)
    ]


def test_a_group_of_cases_alike_is_a_candidate_with_reasons_in_words(cast: Cast) -> None:
    numbers = series_of_three(cast)
    found = candidates(asked(cast), None, strength="weak")
    assert found.compared == 33
    assert any(set(numbers) <= set(one.numbers) for one in found.groups)
    (first, *_rest) = pairs(asked(cast), tuple(numbers), None)
    kinds = {reason.kind for reason in first.reasons}
    assert "distance" in kinds
    assert reason_words(series.Reason("distance", 111.4, 1.0), {}) == "111 m apart"


def test_confirmed_series_teach_a_model_that_is_kept_as_json(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="there are 0"):
        modelling.learn(by=cast.ana)
    now = timezone.now()
    for n in range(3):
        place = (WEST + 0.004 * (n + 1), SOUTH + STEP + 0.004)
        held = [
            make_case(cast, reported_at=now - timedelta(days=9 * n + k), point=place).number
            for k in range(3)
        ]
        state = CaseSeries.State.CONFIRMED
        make_series(cast, case_numbers=held, state=state, judged_at=now, judged_text="Same saw.")
    for n in range(20):
        place = (WEST + 0.0009 * n, SOUTH + STEP + 0.0009 * n)
        make_case(cast, reported_at=now - timedelta(days=n * 5), point=place)
    row = modelling.learn(by=cast.ana)
    assert (row.series, row.cases) == (3, 9)
    row.refresh_from_db()
    model = modelling.model_of(row)
    assert model is not None
    assert modelling.as_json(model) == row.content


def test_how_much_likelier_is_said_to_one_digit() -> None:
    assert [likelier(score) for score in (-1.0, 0.7, 5.0)] == ["< 1", "× 2", "× 100"]


def test_a_count_of_a_hot_cell_opens_the_cases_of_its_window(cast: Cast) -> None:
    mark = hotcells._mark(asked(cast), "N-1", date(2026, 3, 28), (3, 99))
    assert (mark.cases, mark.level, mark.first) == (3, 99, date(2026, 3, 1))
    for words in ("cell=N-1", "reported_after=2026-03-01", "reported_before=2026-03-29"):
        assert words in mark.url
