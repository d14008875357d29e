"""Counting what came of a proposal, from what was reported."""

from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from command_center.analysis.sheets.classes import members_of, root_of
from command_center.analysis.sheets.content.effect import Span, effect
from command_center.analysis.sheets.models import Proposal
from command_center.analysis.store import reading
from grid.organisation.models import Agency
from grid.territory.models import Cell

DAYS_BEFORE: Final = 28

Days = tuple[date, date]


def measured(row: Proposal) -> dict[str, Any]:
    """Its cells (or its agency) before and after, beside those of the comparison."""
    before = (row.first_day - timedelta(days=DAYS_BEFORE), row.first_day - timedelta(days=1))
    after = (row.first_day, row.last_day)
    members = members_of(row.class_code, row.agency.path, row.first_day)
    count = _by_cells if row.cell_codes else _by_agencies
    mine = row.cell_codes or [row.agency.code]
    other = row.comparison.get("cells" if row.cell_codes else "agencies", [])
    spans = [
        Span(count(codes, before, members), count(codes, after, members))
        for codes in (mine, other, row.comparison.get("around", []))
    ]
    days = (DAYS_BEFORE, (row.last_day - row.first_day).days + 1)
    return effect(spans[0], spans[1], around=spans[2], days=days) | {
        "is_done": row.done_at is not None
    }


def _by_cells(codes: list[str], days: Days, members: frozenset[int]) -> int:
    if not codes:
        return 0
    cells = Cell.objects.filter(code__in=codes)  # every version: the ground is the same
    top = cells.select_related("agency").first()
    if top is None:
        return 0
    keys = list(cells.values_list("pk", flat=True))
    # Of the whole city: a comparison cell may be another station's.
    found = reading.day_counts(root_of(top.agency.path), *days, category_ids=members)
    return int(found.cases[np.isin(found.cell, keys)].sum())


def _by_agencies(codes: list[str], days: Days, members: frozenset[int]) -> int:
    keys = list(Agency.objects.filter(code__in=codes).values_list("pk", flat=True))
    found = reading.area_counts(keys, *days, category_ids=members)
    return int(found.cases.sum())
