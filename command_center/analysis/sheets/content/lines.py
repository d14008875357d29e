"""The lines of the sheet: classes and areas against what they were and should have been."""

from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from command_center.analysis.methods import change, streaks, surge
from command_center.analysis.methods.inputs import Ints
from command_center.analysis.sheets.content.inputs import SheetInput, rounded
from command_center.analysis.sheets.content.tables import Table

WEEKS: Final = 8
WEEK: Final = 7


def class_lines(given: SheetInput, table: Table) -> list[dict[str, Any]]:
    """Each class: the day, the day before, eight same weekdays, last year, what was expected."""
    judged = judge(given, table.whole)
    return [
        {
            **one.brief(),
            **against(given, table.whole[row]),
            **judged[row],
            "open": given.opens(given.day, given.day, **one.filters()),
        }
        for row, one in enumerate(given.classes)
    ]


def area_lines(given: SheetInput, table: Table) -> list[dict[str, Any]]:
    """Each area: all cases and the headline class, against the day before and the expectation."""
    head = given.classes.index(given.headline)
    judged = judge(given, table.areas[:, head])
    return [
        {
            **area.brief(),
            **against(given, table.areas[row, head]),
            **judged[row],
            "all": int(table.areas[row, 0, -1]),
            "open": given.opens(given.day, given.day, **area.filters(), **given.headline.filters()),
            "open_all": given.opens(given.day, given.day, **area.filters()),
        }
        for row, area in enumerate(given.areas)
    ]


def against(given: SheetInput, history: Ints) -> dict[str, Any]:
    """The last count of a history beside the day before, the same weekdays and last year."""
    if "change" in given.off:
        none = said(float(history[-1]), None)
        return {"count": int(history[-1]), "previous": none, "weekday": none, "last_year": none}
    weekdays = history[-1 - WEEK : -2 - WEEK * WEEKS : -WEEK]
    back = (given.day - _last_year(given.day)).days
    last_year = float(history[-1 - back]) if back < len(history) else None
    previous = float(history[-2]) if len(history) > 1 else None
    median = float(np.median(weekdays)) if len(weekdays) == WEEKS else None
    now = float(history[-1])
    return {
        "count": int(now),
        "previous": said(now, previous),
        "weekday": said(now, median),
        "last_year": said(now, last_year),
    }


def said(now: float, base: float | None) -> dict[str, Any]:
    """One comparison: base, difference, per cent, word; what is printed is `text`."""
    found = change.compare(now, base)
    return {
        "base": found.base,
        "difference": found.difference,
        "ratio": None if found.ratio is None else rounded(found.ratio, 1),
        "word": found.word.value,
        "is_small": found.is_small,
        "text": found.text,
    }


def judge(given: SheetInput, history: Ints) -> list[dict[str, Any]]:
    """The expected count of the last day of each history, its interval, whether it is a surge.

    `history` is (series, days). The rate of false alarms holds over all series together.
    """
    if "surge" in given.off or not len(history):
        return [{"expected": None, "is_surge": False, "p": None}] * len(history)
    return judged(given, history, start=_start(history))


def judged(given: SheetInput, history: Ints, *, start: int, looks: int = 0) -> list[dict[str, Any]]:
    """The same, nothing known before the day `start`, and among so many looks in all.

    A holiday is expected as earlier ones were, a day worked in exchange as a weekday.
    """
    days = np.datetime64(given.first, "D") + np.arange(history.shape[1])
    past = history.astype(np.float64)
    past[:, :start] = np.nan
    expectation = surge.expected(
        past[:, :-1], dates=days[:-1], of=days[-1], calendar=given.calendar
    )
    flags = surge.flag(
        history[:, -1], expectation, alpha=given.settings["alpha"], fdr=True, looks=looks
    )
    return [
        {
            "expected": _interval(expectation, row),
            "is_surge": bool(flags.is_surge[row]),
            "p": rounded(flags.p_value[row], 4),
        }
        for row in range(len(history))
    ]


def below(given: SheetInput, table: Table) -> dict[str, Any]:
    """Surges of the areas below at every depth, in every class, those least like chance first.

    One family of looks: of what is listed at most a share of `alpha` is expected to be chance,
    however many areas and classes there are.
    """
    found = given.below
    about = {"looks": found.looks, "areas": found.number, "classes": len(given.classes)}
    if "surge" in given.off:
        return about | {"looks": 0, "lines": []}
    told = []
    if len(found.history):
        start = _start(table.whole)
        told = judged(given, found.history, start=start, looks=found.looks)
    lines = [_below(given, at, line) for at, line in enumerate(told) if line["is_surge"]]
    return about | {"lines": sorted(lines, key=lambda line: (line["p"], -line["count"]))}


def _below(given: SheetInput, at: int, judgement: dict[str, Any]) -> dict[str, Any]:
    which, row = given.below.picked[at]
    area, one = given.below.areas[which], given.classes[row]
    return {
        **area.brief(),
        "class": one.brief(),
        "count": int(given.below.history[at, -1]),
        **judgement,
        "open": given.opens(given.day, given.day, **area.filters(), **one.filters()),
    }


def special(given: SheetInput) -> dict[str, Any] | None:
    """What the day is when it is no ordinary one, and how many such days the history has."""
    if given.special is None:
        return None
    is_off = given.special.kind == "holiday"
    days = given.calendar.holidays if is_off else given.calendar.workdays
    earlier = sum(given.first <= day < given.day for day in days)
    return {"kind": given.special.kind, "name": given.special.name, "earlier": earlier}


def _interval(expectation: surge.Expected, row: int) -> dict[str, float | None]:
    return {
        "mean": rounded(expectation.expected[row], 1),
        "low": rounded(expectation.low[row], 0),
        "high": rounded(expectation.high[row], 0),
    }


def _start(history: Ints) -> int:
    """Days before the first case of all series are not zero but unknown: nothing was kept yet."""
    used = np.flatnonzero(history.sum(axis=0) > 0)
    return int(used[0]) if len(used) else history.shape[1]


def _last_year(day: date) -> date:
    """The same date a year ago; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day - timedelta(days=366)


def zero_days(given: SheetInput, table: Table) -> dict[str, Any] | None:
    """Days of this year without a case: of each class over all, and of the headline by area."""
    if "streaks" in given.off:
        return None
    first = max(date(given.day.year, 1, 1), given.first)
    days = (given.day - first).days + 1
    head = given.classes.index(given.headline)
    classes = _zeros(table.whole[:, -days:])
    areas = _zeros(table.areas[:, head, -days:])
    return {
        "since": first.isoformat(),
        "days": days,
        "classes": [one.brief() | classes[row] for row, one in enumerate(given.classes)],
        "areas": [area.brief() | areas[row] for row, area in enumerate(given.areas)],
        "sum": sum(line["total"] for line in areas),
    }


def _zeros(history: Ints) -> list[dict[str, int]]:
    """Of each row: sum, longest run and the run up to the last day of days without a case."""
    rows, days = history.shape
    row, day = np.nonzero(history)
    found = streaks.zero_days(
        row, np.zeros_like(row), day, first_day=0, last_day=days - 1, areas=rows
    )
    return [
        {
            "total": int(found.total[at, 0]),
            "longest": int(found.longest[at, 0]),
            "running": int(found.running[at, 0]),
        }
        for at in range(rows)
    ]
