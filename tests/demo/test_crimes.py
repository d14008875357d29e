"""The cases of the demo city: plausible, of nobody, and what is planted is found by the methods."""

from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from command_center.analysis.methods import aoristic, near_repeat, series, streaks, surge
from command_center.demo.agencies import plan_agencies
from command_center.demo.calls import M_PER_DEG_LAT, CallGenerator, CellRow
from command_center.demo.crimes.drawing import DAY_S, DAYS, Crimes, Drawer
from command_center.demo.crimes.kinds import read_book
from command_center.demo.crimes.planting import (
    DAY_SURGE,
    REPEATS,
    SERIES,
    WEEK_SURGE,
    Planted,
    plant,
)
from command_center.demo.ground import lay_out

PREVENTABLE = ("050201", "050223", "050224", "050225")
NOW = datetime(2026, 3, 18, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Wednesday


@cache
def city(day: int = 0) -> tuple[Drawer, Crimes, Planted]:
    """The demo's cases as loaded `day` days later, without a database."""
    ground = lay_out()
    answered = {code for row in plan_agencies(ground.divisions) for code in row.ground}
    rows = [
        CellRow(d.code, d.parent or "", d.name, d.is_urban, ground.outlines[d.code])
        for d in ground.divisions
        if d.code in answered
    ]
    drawer = Drawer(CallGenerator(rows, now=NOW + timedelta(days=day)), read_book())
    crimes, planted = plant(drawer, drawer.everyday())
    return drawer, crimes, planted


def counts(drawer: Drawer, crimes: Crimes, category: str, town: str) -> np.ndarray:
    """Reported cases of a category by day in a town, the day of loading last."""
    inside = np.array([cell.town == town for cell in drawer.ground.cells])[crimes.cell]
    chosen = inside & (crimes.kind == drawer.book.number(category))
    return np.bincount(crimes.reported[chosen] // DAY_S, minlength=DAYS)[:DAYS]


def metres(drawer: Drawer, crimes: Crimes) -> tuple[np.ndarray, np.ndarray]:
    east = crimes.lng * M_PER_DEG_LAT * np.cos(np.radians(42.9))
    return east, crimes.lat * M_PER_DEG_LAT


def of_category(drawer: Drawer, crimes: Crimes, category: str, *, days: int) -> Crimes:
    recent = crimes.reported >= (DAYS - days) * DAY_S
    return crimes.only(recent & (crimes.kind == drawer.book.number(category)))


def local(drawer: Drawer, seconds: np.ndarray) -> np.ndarray:
    first = np.datetime64(drawer.first_midnight.replace(tzinfo=None), "s")
    return np.where(seconds < 0, np.datetime64("NaT", "s"), first + seconds)


def test_some_fifty_preventable_cases_a_week_and_none_to_come() -> None:
    drawer, crimes, _ = city()
    wanted = np.isin(crimes.kind, [drawer.book.number(code) for code in PREVENTABLE])
    weekly = np.bincount(crimes.reported[wanted] // (7 * DAY_S))[:-1]
    assert 35 < weekly.mean() < 60
    assert crimes.reported.max() <= drawer.last_second
    assert (np.maximum(crimes.end, crimes.begin) <= drawer.last_second).all()
    assert (np.diff(crimes.reported) >= 0).all()


def test_the_same_day_gives_the_same_cases() -> None:
    drawer, crimes, _ = city()
    again, _ = plant(
        *(lambda d: (d, d.everyday()))(
            Drawer(CallGenerator(drawer.ground.cells, now=NOW), read_book())
        )
    )
    assert np.array_equal(again.reported, crimes.reported)
    assert np.array_equal(again.tags, crimes.tags)


@pytest.mark.parametrize(
    ("category", "low", "high"), [("050225", 20, 6), ("050201", 8, 19), ("050240", 6, 14)]
)
def test_every_kind_has_its_hours(category, low, high) -> None:
    drawer, crimes, _ = city()
    cases = crimes.only(crimes.kind == drawer.book.number(category))
    week = aoristic.hour_of_week(local(drawer, cases.begin), local(drawer, cases.end))
    by_hour = np.asarray(week).reshape(7, 24).sum(axis=0) / np.sum(week)
    hours = np.arange(24)
    inside = (hours >= low) | (hours < high) if low > high else (hours >= low) & (hours < high)
    assert by_hour[inside].sum() > 1.25 * inside.mean()


@pytest.mark.parametrize("day", [0, 4])
def test_the_surge_of_last_week_is_found_and_stands_out_among_all_towns(day) -> None:
    drawer, crimes, planted = city(day)
    monday = (planted.week_from - drawer.first_midnight.date()).days
    assert planted.week_from.weekday() == 0
    towns = sorted({cell.town for cell in drawer.ground.cells})
    days = [counts(drawer, crimes, planted.week_category, town) for town in towns]
    weeks = np.array([row[monday % 7 : monday + 7].reshape(-1, 7).sum(axis=1) for row in days])
    told = surge.flag(weeks[:, -1], surge.expected(weeks[:, :-1], period="week"), fdr=True)
    flagged = {town for town, is_surge in zip(towns, told.is_surge, strict=True) if is_surge}
    assert planted.week_town in flagged
    assert len(flagged) <= 2
    assert Counter(crimes.mark.tolist())[WEEK_SURGE] == planted.week_extra


def test_the_surge_of_yesterday_is_found() -> None:
    drawer, crimes, planted = city()
    days = counts(drawer, crimes, planted.day_category, planted.day_town)
    told = surge.flag(days[DAYS - 2], surge.expected(days[: DAYS - 2]), alpha=0.001)
    assert told.is_surge
    assert Counter(crimes.mark.tolist())[DAY_SURGE] == planted.day_extra


def test_the_burglaries_of_one_compound_are_near_repeats_that_are_open_now() -> None:
    drawer, crimes, planted = city()
    cases = of_category(drawer, crimes, planted.repeat_category, days=14)
    x, y = metres(drawer, cases)
    at = np.flatnonzero(cases.mark == REPEATS)
    assert len(at) == 3
    assert np.hypot(x[at, None] - x[at], y[at, None] - y[at]).max() <= 200
    assert cases.reported[at].max() >= (DAYS - 3) * DAY_S
    codes = {drawer.ground.cells[cell].code for cell in cases.cell[at]}
    assert codes == {planted.repeat_cell}


def test_burglary_near_burglary_is_more_than_chance() -> None:
    drawer, crimes, planted = city()
    cases = of_category(drawer, crimes, planted.repeat_category, days=365)
    x, y = metres(drawer, cases)
    found = near_repeat.knox(
        x, y, cases.begin // DAY_S, space_breaks=[0, 200, 1000], time_breaks=[0, 14, 28],
        metric="euclidean", permutations=99, rng=np.random.default_rng(1),
    )  # fmt: skip
    assert np.asarray(found.p_value)[0, 0] <= 0.05
    assert np.asarray(found.ratio)[0, 0] > 1.2


@pytest.mark.parametrize("day", [0, 4])
def test_the_series_of_one_method_across_the_city_is_found(day) -> None:
    drawer, crimes, planted = city(day)
    cases = of_category(drawer, crimes, planted.series_category, days=56)
    members = np.flatnonzero(cases.mark == SERIES)
    assert len(members) == planted.series_cases
    assert len(set(cases.cell[members])) == planted.series_cases
    pairs = series.linkage(
        *metres(drawer, cases), local(drawer, cases.begin), local(drawer, cases.end), cases.tags
    )
    linked = np.isin(pairs.i, members) & np.isin(pairs.j, members)
    assert linked[:10].mean() >= 0.7
    (group, *_) = series.groups(pairs)
    assert len(set(group.cases) & set(members)) >= planted.series_cases - 2
    assert set(group.cases) <= set(members)
    assert (0, planted.series_tags[0]) in {(tag, code) for tag, code, _share in group.shared}


def test_the_quiet_villages_had_no_case_for_five_months() -> None:
    drawer, crimes, planted = city()
    numbers = [n for n, cell in enumerate(drawer.ground.cells) if cell.town == planted.zero_town]
    where = np.full(len(drawer.ground.cells), -1)
    where[numbers] = np.arange(len(numbers))
    first = (planted.zero_from - drawer.first_midnight.date()).days
    found = streaks.zero_areas(
        where[crimes.cell], crimes.reported // DAY_S,
        first_day=first, last_day=DAYS - 1, areas=len(numbers),
    )  # fmt: skip
    assert len(numbers) >= 6
    assert found.count == len(numbers)
    before = streaks.zero_areas(
        where[crimes.cell], crimes.reported // DAY_S,
        first_day=0, last_day=first - 1, areas=len(numbers),
    )  # fmt: skip
    assert before.count < len(numbers)
