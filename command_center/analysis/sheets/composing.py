"""Reading what a daily sheet needs, and handing it to the pure functions of `content`."""

from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from command_center.analysis.runs.models import JobResult
from command_center.analysis.runs.registry import Context
from command_center.analysis.sheets import facts
from command_center.analysis.sheets.classes import of_categories, of_sets
from command_center.analysis.sheets.content.inputs import (
    DEFAULTS,
    Area,
    Counts,
    SheetInput,
)
from command_center.analysis.sheets.content.whole import sheet
from command_center.analysis.sheets.proposing import offer
from command_center.analysis.store import reading
from command_center.cases import sets
from grid.ledger.actors import PLATFORM
from grid.ledger.services import record
from grid.organisation.models import Agency

LEVELS: Final = frozenset(
    {Agency.Kind.CITY, Agency.Kind.BRANCH, Agency.Kind.COUNTY, Agency.Kind.STATION}
)
USED: Final = ("aoristic", "change", "hotspots", "near_repeat", "streaks", "surge")
YEAR: Final = timedelta(days=365)


def compose(context: Context) -> dict[str, Any]:
    """The content of the daily sheet of an agency."""
    settings = DEFAULTS | context.parameters
    context.say(5, "counts")
    given = _given(context, settings)
    context.say(60, "sections")
    return sheet(given)


def after(result: JobResult) -> None:
    """What follows from a sheet, in the transaction that keeps it: proposals, facts of surges."""
    content = result.content
    offer(result.run, content["proposals"])
    surging = [line for line in content["classes"] if line["is_surge"]]
    if surging:
        record(PLATFORM, facts.surge_found(result, surging))


def _given(context: Context, settings: dict[str, Any]) -> SheetInput:
    agency, day = context.agency, context.period.first
    first = day - timedelta(days=int(settings["history_days"]))
    below = _below(agency)
    areas = _areas(agency, below, day)
    counts = _counts(context, below, first)
    context.say(20, "cases")
    recent = context.read(_recent_first(settings, day), day)
    near = context.read(day - YEAR, day, category_ids=sets.below([settings["near_repeat"]]))
    context.say(40, "calls")
    return SheetInput(
        day=day,
        agency={"code": agency.code, "name": agency.name, "kind": agency.kind},
        classes=of_sets(agency.path, day) + of_categories(_fullest(recent.category)),
        areas=areas,
        counts=counts,
        discovered=int(context.area_counts(day, day, discovered=True).cases.sum()),
        recent=recent,
        near=near,
        ground=reading.cells(agency.path, day),
        calls=context.calls(day, day),
        rng=context.rng,
        settings=settings,
        off=context.switched_off,
    )


def _recent_first(settings: dict[str, Any], day: date) -> date:
    return day - timedelta(days=int(settings["window_days"]) + int(settings["before_days"]) - 1)


def _below(agency: Agency) -> list[Agency]:
    """Agencies directly below that have sheets of their own."""
    return list(agency.children.filter(is_active=True, kind__in=LEVELS).order_by("path"))


def _areas(agency: Agency, below: list[Agency], day: date) -> list[Area]:
    """The lines of the areas: agencies directly below, or the cells of a station."""
    if below:
        return [Area("agency", one.code, one.name) for one in below]
    ground = reading.cells(agency.path, day)
    return [Area("cell", *said) for said in zip(ground.code, ground.name, strict=True)]


def _counts(context: Context, below: list[Agency], first: date) -> Counts:
    """From the roll-ups: line 0 the agency, from 1 on its areas."""
    line = {one.pk: at for at, one in enumerate([context.agency, *below])}
    found = context.area_counts(first, context.period.first, areas=line)
    lines = np.array([line[int(area)] for area in found.area], dtype=np.int64)
    whole = Counts(found.day, lines, found.category, found.cases)
    return whole if below else _joined(whole, _cell_counts(context, first))


def _cell_counts(context: Context, first: date) -> Counts:
    day = context.period.first
    found = context.day_counts(first, day)
    place = reading.cells(context.agency.path, day).places(found.cell)
    known = found.where(place >= 0)
    return Counts(known.day, place[place >= 0] + 1, known.category, known.cases)


def _joined(one: Counts, other: Counts) -> Counts:
    return Counts(
        np.concatenate([one.day, other.day]),
        np.concatenate([one.line, other.line]),
        np.concatenate([one.category, other.category]),
        np.concatenate([one.cases, other.cases]),
    )


def _fullest(category: Any) -> list[int]:
    """Categories of the recent weeks, those with most cases first; ties by key."""
    keys, cases = np.unique(category, return_counts=True)
    return [int(keys[at]) for at in np.lexsort((keys, -cases))]
