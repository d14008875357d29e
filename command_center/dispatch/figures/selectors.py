"""The figures of response (接处警时效): each measure of a period, compared, opened to its calls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from command_center.dispatch.figures import rates, rulebook
from command_center.dispatch.figures.bases import calls
from command_center.dispatch.figures.measures import BY_CODE, MEASURES, Measure
from command_center.dispatch.figures.periods import Period, Question
from command_center.dispatch.figures.spans import (
    Behind,
    Call,
    CallList,
    Counted,
    Span,
    Tally,
    count,
)
from command_center.incidents.models import Category
from patrol.units.models import Unit


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of a period beside an earlier one and the same days a year before."""

    measure: Measure
    bounds: list[int]
    now: Counted
    before: Tally
    year_before: Tally

    @property
    def change(self) -> float | None:
        return change(self.before, self.now.tally)

    @property
    def change_on_year(self) -> float | None:
        return change(self.year_before, self.now.tally)


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a question, and the periods they are compared with."""

    question: Question
    before: Period
    year_before: Period
    figures: list[Figure]
    shares: list[rates.Share] = field(default_factory=list)
    shares_left_out: int = 0


def change(before: Tally, now: Tally) -> float | None:
    """How much the median moved: (now - before) / before; below nought is faster."""
    if not before.median_s or now.median_s is None:
        return None
    return (now.median_s - before.median_s) / before.median_s


def report(question: Question, *, before: Period | None = None) -> Report:
    """Every measure of the period; `before` is the days directly before unless chosen."""
    chosen = [m for m in MEASURES if m.of_units or not question.of_units]
    spans = spans_of(question, chosen)
    earlier, year_before = before or question.period.before(), question.period.year_before()
    now, then, last_year = (
        count(calls(asked), spans)
        for asked in (question, question.during(earlier), question.during(year_before))
    )
    _name_groups(question.group, now.values())
    figures = [
        Figure(m, list(span.bounds), now[m.code], then[m.code].tally, last_year[m.code].tally)
        for m, span in zip(chosen, spans, strict=True)
    ]
    shares, left_out = rates.shares(question)
    return Report(question, earlier, year_before, figures, shares, left_out)


def spans_of(question: Question, measures: Iterable[Measure]) -> list[Span]:
    """Measures with the bands in force on the last day of the period."""
    bounds = rulebook.bands(question.agency, on=question.period.last)
    return [
        Span(
            name=m.code,
            starts=m.starts,
            ends=m.ends,
            bounds=bounds[m.code],
            needs_dispatch=m.needs_dispatch,
        )
        for m in measures
    ]


def calls_behind(question: Question, code: str, which: Behind) -> Sequence[Call] | None:
    """The calls a figure or a rate was counted from; None where there is no such figure."""
    rate = rates.rate_of(code)
    if rate is not None:
        return rates.RateCalls(question, rate)
    measure = BY_CODE.get(code)
    if measure is None:
        return None
    asked = question if measure.of_units else replace(question, per="incident")
    return CallList(calls(asked), spans_of(asked, [measure]), which)


def _name_groups(group: str, counted: Iterable[Counted]) -> None:
    """Give codes their names where the row itself only has the code."""
    names = group_names(group)
    for one in counted:
        for entry in one.groups:
            entry.label = names.get(entry.key, entry.label)


def group_names(group: str) -> Mapping[str, Any]:
    """What the keys of a group are called, where that is not in the rows."""
    if group == "category":
        rows = Category.objects.filter(depth=1).order_by("valid_from")
        return {row.code[:2]: str(row) for row in rows}
    if group == "unit_kind":
        return dict(Unit.Kind.choices)
    if group == "tier":
        return dict(Unit.Tier.choices)
    return {}
