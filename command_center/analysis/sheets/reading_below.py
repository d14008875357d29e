"""The few series of the areas below that may be surges, read out of the many that are none.

A city of eighty areas and thirty classes has some thousand series of two years. The counts of the
day and of its last four weeks say which of them are above what these lead one to expect; only
their years are read. Those left out count as looks all the same.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

import numpy as np

from command_center.analysis.methods.surge import LEAST_CASES
from command_center.analysis.runs.registry import Context
from command_center.analysis.sheets.content.inputs import Area, Below, CaseClass
from command_center.analysis.sheets.content.tables import belongs
from command_center.analysis.store.arrays import AreaCounts, Bools, Ints
from grid.organisation.models import Agency

LEVELS: Final = frozenset(
    {Agency.Kind.CITY, Agency.Kind.BRANCH, Agency.Kind.COUNTY, Agency.Kind.STATION}
)
WEEKS_DAYS: Final = 28
ABOVE: Final = 2.0  # standard deviations of a Poisson count above its last weeks' mean
MOST: Final = 200  # series that are read, those farthest above first


def below(
    context: Context, classes: Sequence[CaseClass], head: CaseClass, whole: AreaCounts,
    settings: dict[str, Any],
) -> Below:  # fmt: skip
    """Areas below at every depth; those directly below are judged in the headline elsewhere."""
    agency, day = context.agency, context.period.first
    rows = Agency.objects.filter(is_active=True, path__startswith=agency.path, kind__in=LEVELS)
    areas = list(rows.exclude(pk=agency.pk).order_by("path"))
    if not areas:
        return Below()
    now, before = _counts(context, areas, classes)
    direct = np.array([one.parent_id == agency.pk for one in areas])
    judged = np.zeros(now.shape, dtype=bool)
    judged[direct, classes.index(head)] = True
    picked = above_usual(now, before, judged)
    every = frozenset(int(one) for one in np.unique(whole.category))
    asked = [(areas[area].pk, classes[row].members or every) for area, row in picked]
    first = day - timedelta(days=int(settings["history_days"]))
    return Below(
        areas=[Area("agency", one.code, one.name) for one in areas],
        picked=picked,
        history=context.series_days(asked, first, day),
        looks=now.size - int(direct.sum()),
        number=len(areas),
    )


def above_usual(now: Ints, before: Ints, judged: Bools) -> list[tuple[int, int]]:
    """Area and class of what is above its last weeks, the farthest above first.

    Tables are (areas, classes); what is `judged` elsewhere is left out.
    """
    usual = before / WEEKS_DAYS
    excess = (now - usual) / np.sqrt(np.maximum(usual, 1 / WEEKS_DAYS))
    may = (now >= LEAST_CASES) & (excess >= ABOVE) & ~judged
    order = np.argsort(-excess[may], kind="stable")[:MOST]
    return [(int(area), int(row)) for area, row in np.argwhere(may)[order]]


def _counts(
    context: Context, areas: list[Agency], classes: Sequence[CaseClass]
) -> tuple[Ints, Ints]:
    """Cases of the day, and of the four weeks before it, by area and class."""
    day = context.period.first
    found = context.recent([one.pk for one in areas], day - timedelta(days=WEEKS_DAYS), day)
    keys = np.array([one.pk for one in areas])
    order = np.argsort(keys)
    area = order[np.searchsorted(keys, found.area, sorter=order)]
    category, column = np.unique(found.category, return_inverse=True)
    member = np.array([belongs(category, one.members) for one in classes], dtype=np.int64)
    tables = []
    for cases in (found.now, found.before):
        dense = np.zeros((len(areas), len(category)), dtype=np.int64)
        np.add.at(dense, (area, column), cases)
        tables.append(dense @ member.reshape(len(classes), len(category)).T)
    return tables[0], tables[1]
