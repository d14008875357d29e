"""Reading what a daily sheet needs, and handing it to the pure functions of `content`."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from command_center.analysis.methods.surge import Calendar
from command_center.analysis.runs import special_days
from command_center.analysis.runs.models import JobResult
from command_center.analysis.runs.registry import Context
from command_center.analysis.sheets import facts
from command_center.analysis.sheets.classes import of_categories, of_sets
from command_center.analysis.sheets.content.inputs import (
    DEFAULTS,
    Area,
    Counts,
    SheetInput,
    SpecialDay,
    headline_of,
    recent_days,
)
from command_center.analysis.sheets.content.whole import sheet
from command_center.analysis.sheets.proposing import offer
from command_center.analysis.sheets.reading_below import LEVELS
from command_center.analysis.sheets.reading_below import below as _deep
from command_center.analysis.store import reading
from command_center.analysis.store.arrays import AreaCounts
from command_center.cases import sets
from grid.ledger.actors import PLATFORM
from grid.ledger.services import record
from grid.organisation.models import Agency

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
    whole = context.area_counts(first, day)
    fullest = _fullest(whole, day - timedelta(days=recent_days(settings) - 1))
    classes = of_sets(agency.path, day) + of_categories(fullest)
    head = headline_of(classes, settings)
    counts = [Counts(whole.day, np.zeros(len(whole), dtype=np.int64), whole.category, whole.cases)]
    counts.append(_line_counts(context, below, first, head.members))
    days = days_off(context, first, day)
    context.say(20, "areas_below")
    deep = _deep(context, classes, head, whole, settings)
    context.say(30, "cases")
    return SheetInput(
        day=day,
        agency={"code": agency.code, "name": agency.name, "kind": agency.kind},
        classes=classes,
        areas=_areas(agency, below, day),
        counts=_joined(counts),
        discovered=int(context.area_counts(day, day, discovered=True).cases.sum()),
        today=context.read(day - timedelta(days=1), day),
        touched=context.read(
            day - timedelta(days=recent_days(settings) - 1), day,
            touched_on=day, has_places=False,
        ),
        calls=context.calls(day, day),
        rng=context.rng,
        settings=settings,
        off=context.switched_off,
        below=deep,
        calendar=Calendar(
            [on for on, one in days.items() if one.kind == "holiday"],
            [on for on, one in days.items() if one.kind == "workday"],
        ),
        special=days.get(day),
        **places_read(context, settings, head.members, day),
    )  # fmt: skip


def days_off(context: Context, first: date, last: date) -> dict[date, SpecialDay]:
    """Holidays and days worked in exchange of a span, as the city has them."""
    rows = special_days.between(context.agency.path, first, last)
    context.note("special_days", [(str(day), row.kind) for day, row in rows.items()])
    return {day: SpecialDay(row.kind, row.name) for day, row in rows.items()}


def places_read(
    context: Context, settings: dict[str, Any], members: frozenset[int] | None, day: date
) -> dict[str, Any]:
    """What hours, hot cells and zones of a day are found in, as fields of `SheetInput`."""
    path = context.agency.path
    ground = reading.cells(path, day)
    days = recent_days(settings)
    first = day - timedelta(days=days - 1)
    found = context.cell_days(first, day, category_ids=members)
    place = ground.places(found.cell)
    known = place >= 0
    at = place[known] * days + (found.day[known] - np.datetime64(first, "D")).astype(np.int64)
    cells = np.bincount(at, weights=found.cases[known], minlength=len(ground) * days)
    window = day - timedelta(days=int(settings["window_days"]) - 1)
    return {
        "ground": ground,
        "by_cell": cells.reshape(len(ground), days).astype(np.int64),
        "window": context.read(window, day, category_ids=members, has_places=False),
        **_near(context, settings, day),
    }


def _near(context: Context, settings: dict[str, Any], day: date) -> dict[str, Any]:
    """The newest cases of a year whose repeats are looked for, whole days of them."""
    members = sets.below([settings["near_repeat"]])
    counts = context.area_counts(day - YEAR, day, category_ids=members)
    days, at = np.unique(counts.day, return_inverse=True)
    cases = np.bincount(at, weights=counts.cases, minlength=len(days))
    newest = np.cumsum(cases[::-1])[::-1]  # of each day and all after it
    inside = days[newest <= int(settings["near_most"])]
    whole = len(inside) == len(days)
    first = day - YEAR if whole else inside[0].item() if len(inside) else day
    return {"near": context.read(first, day, category_ids=members), "near_since": first}


def _below(agency: Agency) -> list[Agency]:
    """Agencies directly below that have sheets of their own."""
    return list(agency.children.filter(is_active=True, kind__in=LEVELS).order_by("path"))


def _areas(agency: Agency, below: list[Agency], day: date) -> list[Area]:
    """The lines of the areas: agencies directly below, or the cells of a station."""
    if below:
        return [Area("agency", one.code, one.name) for one in below]
    ground = reading.cells(agency.path, day)
    return [Area("cell", *said) for said in zip(ground.code, ground.name, strict=True)]


def _line_counts(
    context: Context, below: list[Agency], first: date, members: frozenset[int] | None
) -> Counts:
    """Of the areas from line 1 on: the headline class by day, of the last day everything."""
    day = context.period.first
    before = day - timedelta(days=1)
    if below:
        line = {one.pk: at for at, one in enumerate(below, start=1)}
        areas = [
            context.area_counts(first, before, areas=line, category_ids=members),
            context.area_counts(day, day, areas=line),
        ]
        return _joined(
            Counts(
                one.day, np.array([line[int(area)] for area in one.area], dtype=np.int64),
                one.category, one.cases,
            )
            for one in areas
        )  # fmt: skip
    ground = reading.cells(context.agency.path, day)
    found = [
        context.day_counts(first, before, category_ids=members),
        context.day_counts(day, day),
    ]
    cells = [(one, ground.places(one.cell)) for one in found]
    kept = [(one.where(place >= 0), place[place >= 0] + 1) for one, place in cells]
    return _joined(Counts(one.day, line, one.category, one.cases) for one, line in kept)


def _joined(parts: Iterable[Counts]) -> Counts:
    every = list(parts)
    return Counts(
        np.concatenate([one.day for one in every]),
        np.concatenate([one.line for one in every]),
        np.concatenate([one.category for one in every]),
        np.concatenate([one.cases for one in every]),
    )


def _fullest(counts: AreaCounts, since: date) -> list[int]:
    """Categories of the recent weeks, those with most cases first; ties by key."""
    late = counts.where(counts.day >= np.datetime64(since, "D"))
    keys, at = np.unique(late.category, return_inverse=True)
    cases = np.bincount(at, weights=late.cases, minlength=len(keys))
    return [int(keys[at]) for at in np.lexsort((keys, -cases))]
