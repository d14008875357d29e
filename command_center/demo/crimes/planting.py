"""What the demo's cases hide for the analysis to find, and where it is."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from command_center.demo.crimes.drawing import DAY_S, DAYS, Crimes, Drawer, Ints, joined

WEEK_SURGE: Final = 1
DAY_SURGE: Final = 2
REPEATS: Final = 3
SERIES: Final = 4


@dataclass(frozen=True, slots=True)
class Planted:
    """Everything planted, in the words of categories, towns (division codes), cells and days.

    Counts are of what comes on top of the usual cases; days are local. The marks of `Crimes` say
    which cases they are.
    """

    week_category: str
    week_town: str
    week_from: date  # Monday of the last complete week
    week_extra: int
    day_category: str
    day_town: str
    day: date  # yesterday
    day_extra: int
    repeat_category: str
    repeat_cell: str  # the compound with three burglaries in a fortnight, the last two days ago
    repeat_within_m: float
    series_category: str
    series_cases: int  # of one method, across the city
    series_tags: tuple[str, str, str, str]
    zero_town: str  # villages without any case
    zero_from: date


def plant(drawer: Drawer, everyday: Crimes) -> tuple[Crimes, Planted]:
    """The cases with what is planted among them, in order of being reported, none to come."""
    said = drawer.book.planted
    today = drawer.at((DAYS - 1) * DAY_S).date()
    monday = today - timedelta(days=today.weekday() + 7)
    zero_from = _months_back(today, int(said["zero_months"]))
    repeat_cell = _fullest(drawer, said["repeat_town"])
    zero_town = _villages(drawer, {said["week_town"], said["day_town"], said["repeat_town"]})
    planted = Planted(
        week_category=said["week_category"],
        week_town=said["week_town"],
        week_from=monday,
        week_extra=said["week_extra"],
        day_category=said["day_category"],
        day_town=said["day_town"],
        day=today - timedelta(days=1),
        day_extra=said["day_extra"],
        repeat_category=said["repeat_category"],
        repeat_cell=drawer.ground.cells[repeat_cell].code,
        repeat_within_m=said["repeat_within_m"],
        series_category=said["series_category"],
        series_cases=len(said["series_days_ago"]),
        series_tags=(
            said["series_entry"], said["series_target"], said["series_premises"],
            said["series_tool"],
        ),
        zero_town=zero_town,
        zero_from=zero_from,
    )  # fmt: skip
    extra = [
        _week(drawer, planted), _day(drawer, planted),
        _repeats(drawer, planted, repeat_cell), _series(drawer, planted),
    ]  # fmt: skip
    every = joined([everyday, *extra])
    town = np.array([cell.town == zero_town for cell in drawer.ground.cells])
    since = (zero_from - drawer.first_midnight.date()).days * DAY_S
    is_quiet = town[every.cell] & (np.maximum(every.reported, every.begin) >= since)
    known = (every.reported <= drawer.last_second) & (every.begin >= 0) & ~is_quiet
    every = every.only(known)
    return every.only(np.argsort(every.reported, kind="stable")), planted


def _week(drawer: Drawer, planted: Planted) -> Crimes:
    first = (planted.week_from - drawer.first_midnight.date()).days
    day = first + np.arange(planted.week_extra) % 7
    cell = drawer.rng.choice(_cells(drawer, planted.week_town), planted.week_extra)
    return _within_day(drawer, planted.week_category, day, cell, WEEK_SURGE)


def _day(drawer: Drawer, planted: Planted) -> Crimes:
    day = np.full(planted.day_extra, DAYS - 2)
    cell = np.full(planted.day_extra, _fullest(drawer, planted.day_town))
    return _within_day(drawer, planted.day_category, day, cell, DAY_SURGE)


def _within_day(drawer: Drawer, category: str, day: Ints, cell: Ints, mark: int) -> Crimes:
    """Reported on their day, whenever in the night or morning before they happened."""
    made = drawer.cases(drawer.book.number(category), day, cell, mark=mark)
    reported = day * DAY_S + drawer.rng.integers(8 * 3600, 20 * 3600, len(day))
    late = np.maximum(made.end, made.begin)
    earlier = np.maximum(late - reported + 1800, 0) // 60 * 60
    end = np.where(made.end < 0, -1, made.end - earlier)
    return replace(made, begin=made.begin - earlier, end=end, reported=reported)


def _repeats(drawer: Drawer, planted: Planted, cell: int) -> Crimes:
    ago = np.array(drawer.book.planted["repeat_days_ago"])
    made = _within_day(
        drawer, planted.repeat_category, DAYS - 1 - ago, np.full(len(ago), cell), REPEATS
    )
    angle = np.arange(len(ago)) * 2.1
    by = planted.repeat_within_m / 2 * np.vstack([np.cos(angle), np.sin(angle)])
    x, y = np.full(len(ago), made.lng[0]), np.full(len(ago), made.lat[0])
    lng, lat = drawer.moved(x, y, made.cell, by)
    return replace(made, lng=lng, lat=lat, anchor=np.full(len(ago), made.anchor[0]))


def _series(drawer: Drawer, planted: Planted) -> Crimes:
    said = drawer.book.planted
    ago = np.array(said["series_days_ago"])
    urban = np.flatnonzero(drawer.ground.urban)
    cell = urban[np.linspace(0, len(urban) - 1, len(ago)).astype(int)]
    number = drawer.book.number(planted.series_category)
    made = drawer.cases(number, DAYS - 1 - ago, cell, mark=SERIES)
    low, high = said["series_hours"]
    begin = (DAYS - 1 - ago) * DAY_S + drawer.rng.integers(low * 60, high * 60, len(ago)) * 60
    end = begin + drawer.rng.integers(20, 60, len(ago)) * 60
    tags = np.tile(np.array(planted.series_tags, dtype="U20"), (len(ago), 1))
    tags[2, 1], tags[5, 3] = "", "tool_unknown"  # not every case of a series says everything
    return replace(made, begin=begin, end=end, reported=end + 5 * 3600, tags=tags)


def _cells(drawer: Drawer, town: str) -> Ints:
    inside = [number for number, cell in enumerate(drawer.ground.cells) if cell.town == town]
    return np.array(inside, dtype=np.int64)


def _fullest(drawer: Drawer, town: str) -> int:
    """The cell of the town where most live."""
    inside = _cells(drawer, town)
    return int(inside[np.argmax(drawer.ground.crowd[inside])])


def _villages(drawer: Drawer, taken: set[str]) -> str:
    """The quietest town of villages only, of at least six."""
    towns = {cell.town for cell in drawer.ground.cells} - taken
    rural = [
        town
        for town in sorted(towns)
        if len(_cells(drawer, town)) >= 6 and not drawer.ground.urban[_cells(drawer, town)].any()
    ]
    fallback = sorted(towns)
    return min(rural or fallback, key=lambda town: drawer.ground.crowd[_cells(drawer, town)].sum())


def _months_back(today: date, months: int) -> date:
    """First day of the month that began so many whole months before this one."""
    number = today.year * 12 + today.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
