"""What contractors did, which cameras fail again and again, whose warranty ends."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.repair import asking, selectors, tables, work_forms

PAGE: Final = 50
DAYS: Final = 90
Lines = Callable[[Iterable[Any]], Iterator[tables.Line]]


def _figures(request: HttpRequest) -> tuple[forms.Form, Any]:
    form = work_forms.DaysForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    first, last = asking.days_of(said)
    return form, selectors.figures_by_contractor(officer_of(request), first, last)


def _repeats(request: HttpRequest) -> tuple[forms.Form, Any]:
    form = work_forms.RepeatForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    return form, selectors.repeat_failures(officer_of(request), **said)


def _warranties(request: HttpRequest) -> tuple[forms.Form, Any]:
    form = work_forms.WarrantyForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    rows = selectors.under_warranty(
        officer_of(request), q=said.get("q", ""), days=said.get("days") or DAYS
    )
    return form, rows


def _listed(
    request: HttpRequest, found: tuple[forms.Form, Any], lines_of: Lines, context: dict[str, Any]
) -> HttpResponse:
    form, rows = found
    page = page_of(request, rows, size=PAGE)
    lines = list(lines_of(page.object_list))
    shown = {"form": form, "page": page, "head": lines[0], "lines": lines[1:]}
    return render(request, "repair/rows.html", context | shown)


@requires(Right.CAMERA_READ)
@require_GET
def repair_figures(request: HttpRequest) -> HttpResponse:
    """Each contractor's tickets of some days: in time, late, reopened, penalties."""
    context = {
        "tab": "figures",
        "title": _("Figures of contractors"),
        "explanation": _(
            "Of tickets opened in those days, the last 30 by default; parts of greater faults and "
            "tickets taken back are not counted. In time: verified, and fixed before it was due."
        ),
        "export": "repair_figures_export",
        "empty": _("No contractor had a ticket in those days."),
    }
    return _listed(request, _figures(request), tables.figure_lines, context)


@requires(Right.CAMERA_READ)
@require_GET
def repair_figures_export(request: HttpRequest) -> StreamingHttpResponse:
    """The figures as CSV."""
    return csv_answer("repair-figures.csv", tables.figure_lines(_figures(request)[1]))


@requires(Right.CAMERA_READ)
@require_GET
def repeat_failures(request: HttpRequest) -> HttpResponse:
    """Cameras with several tickets in few weeks."""
    context = {
        "tab": "repeats",
        "title": _("Repeat failures"),
        "explanation": _(
            "Tickets taken back are not counted; empty numbers are those of the rule."
        ),
        "export": "repeat_failures_export",
        "empty": _("No camera failed that often."),
    }
    return _listed(request, _repeats(request), tables.failure_lines, context)


@requires(Right.CAMERA_READ)
@require_GET
def repeat_failures_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same as CSV."""
    rows = _repeats(request)[1]
    return csv_answer("repeat-failures.csv", tables.failure_lines(rows))


@requires(Right.CAMERA_READ)
@require_GET
def warranty_list(request: HttpRequest) -> HttpResponse:
    """Cameras whose warranty ends soon: what is broken is claimed before."""
    context = {
        "tab": "warranty",
        "title": _("Warranty"),
        "explanation": _("Warranties that end within 90 days, unless told otherwise."),
        "export": "warranty_export",
        "empty": _("No warranty ends in those days."),
    }
    return _listed(request, _warranties(request), tables.warranty_lines, context)


@requires(Right.CAMERA_READ)
@require_GET
def warranty_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same as CSV."""
    return csv_answer("warranties.csv", tables.warranty_lines(_warranties(request)[1]))
