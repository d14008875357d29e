"""Reading what a bulletin needs, and handing it to the pure functions of `content`."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from django.utils import timezone

from command_center.analysis.bulletins.content.inputs import (
    DEFAULTS,
    BulletinInput,
    Line,
    Spans,
)
from command_center.analysis.bulletins.content.whole import bulletin
from command_center.analysis.bulletins.services import draft
from command_center.analysis.runs.models import JobResult
from command_center.analysis.runs.periods import Period
from command_center.analysis.runs.registry import Context
from command_center.analysis.sheets.classes import of_sets
from command_center.analysis.sheets.composing import days_off, places_read
from command_center.analysis.sheets.content.inputs import DEFAULTS as SHEET_DEFAULTS
from command_center.analysis.sheets.content.inputs import (
    CaseClass,
    Counts,
    SheetInput,
    headline_of,
)
from command_center.analysis.sheets.proposing import offer
from command_center.analysis.store.arrays import CaseArrays
from command_center.cases import sets
from command_center.cases.models import CaseCategory
from grid.organisation.models import Agency

LEVELS: Final = frozenset({Agency.Kind.CITY, Agency.Kind.BRANCH, Agency.Kind.COUNTY})
BELOW: Final = LEVELS | {Agency.Kind.STATION}
USED: Final = (
    "aoristic", "near_repeat", "hotspots", "surge", "change", "streaks", "series", "evaluation",
)  # fmt: skip
MOST_TYPES: Final = 12


def weekly(context: Context) -> dict[str, Any]:
    """周通报."""
    return _compose(context, "weekly")


def monthly(context: Context) -> dict[str, Any]:
    """月通报."""
    return _compose(context, "monthly")


def quarterly(context: Context) -> dict[str, Any]:
    """季评估."""
    return _compose(context, "quarterly")


def yearly(context: Context) -> dict[str, Any]:
    """年审议."""
    return _compose(context, "yearly")


def after(result: JobResult) -> None:
    """What follows from a bulletin's run: its proposals, and the draft that people sign."""
    offer(result.run, result.content["drafts"])
    draft(result)


def _compose(context: Context, job: str) -> dict[str, Any]:
    given = _given(context, job)
    context.say(60, "sections")
    last, first = context.period.last, context.period.first
    found = context.area_counts(first, last, discovered=True)
    content = bulletin(given, int(found.cases.sum()))
    return content | {
        "made": {
            "snapshot_at": timezone.localtime(context.known_at).isoformat(),
            "seed": context.seed,
            "method_version": "1",
            "parameters": dict(context.parameters),
        }
    }


def _given(context: Context, job: str) -> BulletinInput:
    agency, period = context.agency, context.period
    settings = SHEET_DEFAULTS | DEFAULTS | context.parameters
    spans = Spans.of(period, job)
    context.say(5, "counts")
    whole, areas = _lines(context, spans.first)
    classes = of_sets(agency.path, period.last)
    focus = next((one for one in classes if one.code == settings["headline"]), classes[0])
    context.say(20, "cases")
    cases = context.read(period.first, period.last)
    earlier = period.first - timedelta(days=1)
    context.say(40, "calls")
    return BulletinInput(
        job=job,
        spans=spans,
        agency={"code": agency.code, "name": agency.name, "kind": agency.kind},
        focus=focus,
        types=_types(whole, focus, period),
        kinds=_kinds(period.last),
        whole=whole,
        areas=areas,
        cases=cases,
        recent=_recent(context, settings, focus),
        calls=context.calls(period.first, period.last),
        calls_before=_calls(context, period.previous()),
        calls_last_year=_calls(context, period.last_year()),
        sheet=_sheet(context, settings, classes, period.last),
        earlier=_sheet(context, settings, classes, earlier) if job == "weekly" else None,
        settings=settings,
        off=context.switched_off,
        special=days_off(context, spans.first, period.last),
    )


def _calls(context: Context, period: Period) -> Any:
    return context.calls(period.first, period.last)


def _lines(context: Context, first: date) -> tuple[Line, list[Line]]:
    """From the roll-ups: the whole area, and each agency directly below."""
    below = list(context.agency.children.filter(is_active=True, kind__in=BELOW).order_by("path"))
    found = context.area_counts(
        first, context.period.last, areas=[context.agency.pk, *(one.pk for one in below)]
    )
    lines = []
    for one in (context.agency, *below):
        mine = found.where(found.area == one.pk)
        lines.append(Line(one.code, one.name, mine.day, mine.category, mine.cases))
    return lines[0], lines[1:]


def _types(whole: Line, focus: CaseClass, period: Period) -> list[CaseClass]:
    """Categories of the class set as its members name them, with most cases first."""
    mine = whole.of(focus.members)
    keys = np.unique(mine.category)
    rows = CaseCategory.objects.in_bulk([int(key) for key in keys])
    counts = {key: int(mine.cases[mine.category == key].sum()) for key in rows}
    fullest = sorted(rows, key=lambda key: (-counts[key], rows[key].code))[:MOST_TYPES]
    return [_class(rows[key]) for key in fullest]


def _kinds(on: date) -> list[CaseClass]:
    rows = CaseCategory.objects.filter(depth=2, valid_from__lte=on)
    return [_class(row) for row in rows.order_by("system", "code")]


def _class(row: CaseCategory) -> CaseClass:
    return CaseClass("category", row.code, row.name, row.name_en, sets.below([row.code]))


def _recent(context: Context, settings: dict[str, Any], focus: CaseClass) -> CaseArrays:
    last = context.period.last
    first = last - timedelta(days=int(settings["series_days"]) - 1)
    return context.read(first, last, category_ids=focus.members)


def _sheet(
    context: Context, settings: dict[str, Any], classes: Sequence[CaseClass], day: date
) -> SheetInput:
    """What hot cells and zones of a day are found in; its counts by day are not needed."""
    agency = context.agency
    nothing = np.empty(0, dtype=np.int64)
    head = headline_of(classes, settings)
    found = places_read(context, settings, head.members, day)
    none = found["window"].where(np.zeros(len(found["window"]), dtype=bool))
    return SheetInput(
        day=day,
        agency={"code": agency.code, "name": agency.name, "kind": agency.kind},
        classes=list(classes),
        areas=[],
        counts=Counts(nothing.astype("datetime64[D]"), nothing, nothing, nothing),
        discovered=0,
        today=none,
        touched=none,
        calls=context.calls(day, day),
        rng=context.rng,
        settings=settings,
        off=context.switched_off,
        **found,
    )
