"""What a table is made of: the counts by day wherever they hold it, else sums over the cases."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _

from command_center.analysis.explorer.asked import Asked
from command_center.analysis.explorer.dimensions import COLUMN, areas_within
from command_center.analysis.store import reading
from command_center.analysis.store.sums import COLUMNS, Source, Sums, Wanted, sums
from grid.errors import InvalidInput

YEAR: Final = timedelta(days=364)  # whole weeks, so that weekdays meet weekdays
MOST_READ: Final = 1_000_000  # cases summed in one question; the counts by day know no such bound
CHANGES: Final = ("previous", "last_year")


def columns_of(rows: str, columns: str, measure: str) -> list[str]:
    """The columns both dimensions are told by; months are compared with other months by day."""
    names = {COLUMN[rows], COLUMN[columns]}
    if measure in CHANGES and "month" in names:
        names = names - {"month"} | {"day"}
    return sorted(names)


def source_of(rows: str, columns: str, measure: str, *, is_timed: bool) -> Source:
    """The smallest source that holds both dimensions: of losses, hours and tags only the cases."""
    needs = set(columns_of(rows, columns, measure))
    if is_timed or measure == "loss" or not needs <= COLUMNS[Source.CELL_DAYS].keys():
        return Source.CASES
    if "cell" not in needs:
        return Source.AREA_DAYS
    return Source.CELL_DAYS if "day" in needs else Source.CELL_MONTHS


def base_of(asked: Asked, measure: str) -> Asked | None:
    """The period compared with: as long, just before or 52 weeks earlier."""
    if measure == "previous":
        last = asked.since - timedelta(days=1)
        return replace(asked, since=asked.since - timedelta(days=asked.days), until=last)
    if measure == "last_year":
        return replace(asked, since=asked.since - YEAR, until=asked.until - YEAR)
    return None


def counted(asked: Asked, source: Source, by: list[str], *, begins: date | None = None) -> Sums:
    """Sums of the cases asked for by these columns; raises InvalidInput where they are too many.

    `begins`: the day that the first day is moved to, so that a base period meets its own days.
    """
    wanted = Wanted(
        agencies=[asked.agency.pk], since=asked.since, until=asked.until,
        discovered=asked.discovered, categories=asked.categories, weekday=asked.weekday,
        hour=asked.hour,
    )  # fmt: skip
    if source is Source.AREA_DAYS:
        found = _of_areas(asked, wanted, by)
    else:
        if source is Source.CASES:
            _check(wanted)
        within = replace(wanted, agencies=reading.areas_below(asked.agency.path))
        found = sums(source, within, by)
    if begins is not None and "day" in by:
        found.columns["day"] = found["day"] + np.timedelta64((begins - asked.since).days, "D")
    return found


def _check(wanted: Wanted) -> None:
    found = sums(Source.AREA_DAYS, wanted, []).total
    if found > MOST_READ:
        message = _(
            "%(count)s cases are more than can be read one by one (%(most)s): choose fewer days, or"
            " rows and columns that the counts by day hold."
        )
        raise InvalidInput(message % {"count": f"{found:,}", "most": f"{MOST_READ:,}"})


def _of_areas(asked: Asked, wanted: Wanted, by: list[str]) -> Sums:
    """Sums of the area; by agency those of each below it, and what is the area's own."""
    own = sums(Source.AREA_DAYS, wanted, [name for name in by if name != "agency"])
    if "agency" not in by:
        return own
    own.columns["agency"] = np.full(len(own), asked.agency.pk)
    below = [one.pk for one in areas_within(asked.agency)]
    if not below:
        return own
    parts = sums(Source.AREA_DAYS, replace(wanted, agencies=below), by)
    return _joined([own, parts, _taken_away(parts, asked.agency.pk)])


def _taken_away(parts: Sums, agency: int) -> Sums:
    """The area counts what is below it too: each part is taken from the area's own."""
    columns = parts.columns | {"agency": np.full(len(parts), agency)}
    return Sums(columns, -parts.cases, -parts.loss_yuan)


def _joined(parts: list[Sums]) -> Sums:
    names = parts[0].columns
    columns: dict[str, Any] = {name: np.concatenate([one[name] for one in parts]) for name in names}
    return Sums(
        columns,
        np.concatenate([one.cases for one in parts]),
        np.concatenate([one.loss_yuan for one in parts]),
    )
