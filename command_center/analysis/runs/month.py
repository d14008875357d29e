"""The calendar of runs as a table: one line an agency, one column a period, one mark a run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.analysis.runs.models import JobRun
from command_center.analysis.runs.periods import Kind, Period
from command_center.analysis.runs.registry import JobSpec
from command_center.analysis.runs.selectors import runs, state_of
from command_center.analysis.runs.words import LETTERS, STATES
from grid.organisation.models import Agency
from grid.scope import Viewer

# A month of days; of longer periods a year, of years ten.
_SPAN: Final[dict[Kind, str]] = {"day": "month", "week": "year", "month": "year", "quarter": "year"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One run as the table shows it: state (class), letter, words, and where it leads."""

    state: str
    letter: str
    said: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One agency, with its mark of each period; `depth` says how far below the first it is."""

    agency: Agency
    depth: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The table with its heads; `before` and `after` are days in the neighbouring spans."""

    title: str
    heads: tuple[tuple[str, str], ...]  # short and whole
    lines: tuple[Line, ...]
    before: date
    after: date | None
    counts: dict[str, int]


def table_of(viewer: Viewer, spec: JobSpec, on: date, agencies: Sequence[Agency]) -> Table:
    """The span around a day; periods that have not ended yet are left out."""
    periods = periods_around(spec.kind, on)
    today = timezone.localdate()
    shown = [period for period in periods if period.last < today]
    found = _runs(viewer, spec, shown, agencies)
    top = min((one.path.count("/") for one in agencies), default=0)

    def line(one: Agency) -> Line:
        marks = tuple(_mark(found.get((one.pk, period.label)), period) for period in shown)
        return Line(one, min(3, one.path.count("/") - top), marks)

    lines = tuple(line(one) for one in agencies)
    counts = dict.fromkeys(LETTERS, 0)
    for mark in (mark for line in lines for mark in line.marks):
        counts[mark.state] += 1
    return Table(
        title=_title(spec.kind, periods),
        heads=tuple((_short(p), p.label) for p in shown),
        lines=lines,
        before=periods[0].previous().first,
        after=periods[-1].following().first if periods[-1].following().last < today else None,
        counts=counts,
    )


def latest(kind: Kind) -> date:
    """The last day of the last period of a kind that is over: there the calendar opens."""
    return Period.of(kind, timezone.localdate()).previous().last


def periods_around(kind: Kind, on: date) -> list[Period]:
    """The periods of a kind in the month, the year (of weeks the ISO year) or the ten years."""
    if kind == "week":
        on = date(on.isocalendar().year, 7, 1)
    if kind == "year":
        return [Period.of("year", date(year, 1, 1)) for year in range(on.year - 9, on.year + 1)]
    span = Period.of("month" if _SPAN[kind] == "month" else "year", on)
    found = Period.of(kind, span.first)
    inside = []
    while found.first <= span.last:
        if kind != "week" or found.label.startswith(span.label):
            inside.append(found)
        found = found.following()
    return inside


def _runs(
    viewer: Viewer, spec: JobSpec, periods: list[Period], agencies: Sequence[Agency]
) -> dict[tuple[int, str], JobRun]:
    """The newest revision of each period and agency."""
    rows = runs(viewer, job=spec.name).filter(
        period__in=[period.label for period in periods], agency__in=agencies
    )
    found: dict[tuple[int, str], JobRun] = {}
    for row in rows.order_by("revision"):
        found[(row.agency_id, row.period)] = row
    return found


def _mark(run: JobRun | None, period: Period) -> Mark:
    if run is None:
        return Mark("missing", LETTERS["missing"], f"{period.label}: {STATES['missing']}")
    state = state_of(run)
    said = f"{period.label}: {STATES[state]}"
    letter = LETTERS[state]
    if run.revision > 1:
        said += f", {_('revision %(n)d') % {'n': run.revision}}"
    return Mark(state, letter, said, reverse("run_detail", args=[run.pk]))


def _short(period: Period) -> str:
    return str(period.first.day) if period.kind == "day" else period.label.rpartition("-")[2]


def _title(kind: Kind, periods: list[Period]) -> str:
    if kind == "year":
        return f"{periods[0].label}-{periods[-1].label}"
    return periods[-1].label[:7] if kind == "day" else periods[-1].label[:4]


def marks_in_words(counts: dict[str, int]) -> list[tuple[str, str, Any, int]]:
    """State, letter, word and how many, for the key below the table."""
    return [(name, LETTERS[name], STATES[name], counts[name]) for name in LETTERS]
