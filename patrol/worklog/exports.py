"""What leaves the work log as CSV: enough to count every figure of the page again."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.organisation.viewers import viewer_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from patrol.worklog import formulas, selectors
from patrol.worklog.codes import every_name
from patrol.worklog.forms import LogFilter

MOST: int = 50_000


@requires(Right.PATROL_READ)
def work_export(request: HttpRequest, tab: str) -> StreamingHttpResponse:
    """The rows of one tab as they are filtered."""
    form = LogFilter(request.GET, tab=tab)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = {"filing": _filings, "supervision": _supervision}.get(tab, _entries)
    return csv_answer(f"work-{tab}.csv", rows(viewer_of(request), chosen))


@requires(Right.PATROL_READ)
def rate_export(request: HttpRequest, measure: str) -> StreamingHttpResponse:
    """The rows behind a rate: its numerator and denominator are sums of two columns."""
    form = LogFilter(request.GET, tab="work")
    chosen = form.cleaned_data if form.is_valid() else {}
    last = chosen.get("last") or timezone.localdate()
    first = chosen.get("first") or last.replace(day=1)
    rows = _seen if measure == formulas.Measure.VISIBILITY else _handled
    return csv_answer(f"{measure}.csv", rows(viewer_of(request), first, last))


def _entries(viewer: Any, chosen: dict[str, Any]) -> Iterator[Sequence[Any]]:
    names = every_name()
    yield (
        *(_("Number"), _("Unit"), _("Station"), _("When"), _("Kind of work"), _("Counter service")),
        *(_("Result"), _("Source of a result"), _("Handled"), _("Where"), _("In words")),
        *(_("Incident or case number"), _("Entered by")),
    )
    for entry in selectors.entries(viewer, **chosen)[:MOST].iterator(chunk_size=2000):
        words = [names[g].get(getattr(entry, g), "") for g in ("kind", "item", "result", "source")]
        station = entry.station.name if entry.station else ""
        yield (
            *(entry.pk, entry.unit.call_sign, station, entry.happened_at, *words),
            *(int(entry.is_handled), entry.place, entry.text, entry.case_ref, entry.entered_by),
        )


def _filings(viewer: Any, chosen: dict[str, Any]) -> Iterator[Sequence[Any]]:
    yield (
        *(_("Unit"), _("Where"), _("What for"), _("Officers"), _("Auxiliaries")),
        *(_("Begins"), _("Ends"), _("State"), _("Filed by")),
    )
    for row in selectors.filings(viewer, **chosen)[:MOST].iterator(chunk_size=2000):
        yield (
            *(row.unit.call_sign, row.area, row.purpose, row.officers, row.auxiliaries),
            *(row.starts_at, row.ends_at, row.get_state_display(), row.filed_by),
        )


def _supervision(viewer: Any, chosen: dict[str, Any]) -> Iterator[Sequence[Any]]:
    yield (
        *(_("Unit"), _("When"), _("What was seen"), _("Measures"), _("Points"), _("Of")),
        *(_("Inspector"), _("State"), _("Answer"), _("Answered by")),
    )
    for note in selectors.supervision(viewer, **chosen)[:MOST].iterator(chunk_size=2000):
        most: Any = note
        yield (
            *(note.unit.call_sign, note.seen_at, note.text, note.measures, most.points, most.most),
            *(note.inspector, note.get_state_display(), note.answer, note.answered_by),
        )


def _seen(viewer: Any, first: date, last: date) -> Iterator[Sequence[Any]]:
    yield _("Day"), _("Agency"), _("Cell"), _("Seen slots"), _("All slots")
    rows = formulas.visibility_rows(viewer, first, last)
    for row in rows[:MOST].iterator(chunk_size=2000):
        yield row.counted_on, row.agency.name, row.cell_code, row.seen, row.slots


def _handled(viewer: Any, first: date, last: date) -> Iterator[Sequence[Any]]:
    yield _("Number"), _("Unit"), _("When"), _("Kind of work"), _("Handled"), _("Counted")
    formula = formulas.formula_of(viewer.agency_path, formulas.Measure.HANDLING, last)
    for row in formulas.handling_rows(viewer, first, last, formula)[:MOST]:
        yield row.pk, row.unit.call_sign, row.happened_at, row.kind, int(row.is_handled), 1
