"""Counts of the period beside others: totals, types, areas, kinds, the trend, zero-days."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from command_center.analysis.bulletins.content.inputs import BulletinInput, Line
from command_center.analysis.bulletins.content.shape import Named, Total
from command_center.analysis.methods import streaks, surge
from command_center.analysis.methods.change import mean_of_years
from command_center.analysis.runs.periods import Period
from command_center.analysis.sheets.content.inputs import CaseClass, rounded

MEDIAN_OF = 4  # periods before
LEVEL_OF = 12


def named(given: BulletinInput, line: Line, of: Mapping[str, str], **opens: str) -> Named:
    """One row: the period, the one before, last year, the three-year mean, the last twelve.

    `of` has its code, its name and, of a class, its name in English.
    """
    now = given.now
    return Named(
        code=of["code"],
        name=of["name"],
        name_en=of.get("name_en", ""),
        now=line.count(now),
        previous=line.count(now.previous()),
        last_year=line.count(now.last_year()),
        mean3=rounded(mean_of_years([line.count(one) for one in now.three_years()]), 1),
        spark=[float(line.count(one)) for one in given.spans.before],
        open=given.opens(**opens),
        open_previous=given.opens_in(now.previous(), **opens),
        open_last_year=given.opens_in(now.last_year(), **opens),
        open_mean=given.opens_years(**opens),
    )


def total(given: BulletinInput) -> Total:
    """The class set, with what was to be expected of it."""
    line = given.whole.of(given.focus.members)
    row = named(given, line, given.focus.brief(), **given.focus.filters())
    counts = row["spark"]
    before = counts[-1 - MEDIAN_OF : -1]
    low, high = expected(given, line)
    return Total(
        now=row["now"],
        previous=row["previous"],
        last_year=row["last_year"],
        mean3=row["mean3"],
        open=row["open"],
        open_previous=row["open_previous"],
        open_last_year=row["open_last_year"],
        open_mean=row["open_mean"],
        median4=float(np.median(before)) if before else None,
        low=low,
        high=high,
    )


def expected(given: BulletinInput, line: Line) -> tuple[float | None, float | None]:
    """The usual range of the period by the periods before it; nothing where that is off."""
    if "surge" in given.off:
        return None, None
    counts = history(given, line)
    if len(counts) < 2 * MEDIAN_OF:
        return None, None
    if given.job == "weekly":
        now = np.datetime64(given.now.first, "D")
        firsts = now - 7 * np.arange(len(counts), 0, -1)
        off = [day for day, one in given.special.items() if one.kind == "holiday"]
        found = surge.expected(
            counts, dates=firsts, of=now, period="week", calendar=surge.Calendar(off)
        )
    else:  # too few years for a season: a level only
        found = surge.expected(counts[-LEVEL_OF:], period="week")
    return rounded(np.ravel(found.low)[0], 0), rounded(np.ravel(found.high)[0], 0)


def holidays(given: BulletinInput) -> list[dict[str, Any]]:
    """Holidays of the period with their days, which the usual range allows for."""
    found: dict[str, int] = {}
    for day, one in given.special.items():
        if one.kind == "holiday" and given.now.first <= day <= given.now.last:
            found[one.name] = found.get(one.name, 0) + 1
    return [{"name": name, "days": days} for name, days in found.items()]


def history(given: BulletinInput, line: Line) -> list[float]:
    """Counts of all periods before this one that lie within what was read, oldest first."""
    found: list[float] = []
    span: Period = given.now.previous()
    while span.first >= given.spans.first:
        found.append(float(line.count(span)))
        span = span.previous()
    return found[::-1]


def types(given: BulletinInput) -> list[Named]:
    """The categories of the class set, the fullest first."""
    rows = [_of_class(given, one) for one in given.types]
    return sorted(rows, key=lambda row: -(row["now"] or 0))


def kinds(given: BulletinInput) -> list[Named]:
    """Every category of the second level that has or had cases."""
    rows = [_of_class(given, one) for one in given.kinds]
    return [row for row in rows if row["now"] or row["previous"] or row["last_year"]]


def _of_class(given: BulletinInput, one: CaseClass) -> Named:
    line = given.whole.of(one.members)
    return named(given, line, one.brief(), **one.filters())


def areas(given: BulletinInput) -> list[Named]:
    """The agencies directly below, each with its days without a case of the class set."""
    rows = []
    for line in given.areas:
        mine = line.of(given.focus.members)
        filters = given.focus.filters() | {"agency": line.code}
        row = named(given, mine, {"code": line.code, "name": line.name}, **filters)
        rows.append(row | {"zero_days": zero_days(mine, given.now.first, given.now.last)})
    return rows


def lists(rows: list[Named]) -> dict[str, list[str]]:
    """Areas without a case, and those that are down, flat or up on the period before."""
    found: dict[str, list[str]] = {"zero": [], "down": [], "flat": [], "up": []}
    for row in rows:
        now, before = row["now"] or 0, row["previous"] or 0
        if not now:
            found["zero"].append(row["name"])
        else:
            found["up" if now > before else "down" if now < before else "flat"].append(row["name"])
    return found


def zero_days(line: Line, first: Any, last: Any) -> int:
    """Days of a span without a case of the line."""
    kept = line.cases > 0
    nothing = np.zeros(int(kept.sum()), dtype=np.int64)
    found = streaks.zero_days(
        nothing, nothing, line.day[kept], first_day=first, last_day=last, areas=1
    )
    return found.sum


def zero_figures(given: BulletinInput) -> dict[str, int | None]:
    """Zero-days of the whole area: in the period, this year, last year by the same day."""
    line = given.whole.of(given.focus.members)
    first, last = given.now.first, given.now.last
    begin = last.replace(month=1, day=1)
    then = last.replace(
        year=last.year - 1, day=28 if (last.month, last.day) == (2, 29) else last.day
    )
    return {
        "now": zero_days(line, first, last),
        "year": zero_days(line, begin, last),
        "last_year": zero_days(line, then.replace(month=1, day=1), then),
    }


def trend(given: BulletinInput) -> list[dict[str, Any]]:
    """The last periods; the usual range of the last one is drawn along them."""
    line = given.whole.of(given.focus.members)
    low, high = expected(given, line)
    return [
        {
            "label": one.label[5:] or one.label,
            "cases": line.count(one),
            "low": low,
            "high": high,
            "open": given.opens_in(one, **given.focus.filters()),
        }
        for one in given.spans.before
    ]
