"""Statistics over past orders, and the switches behind each figure."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from checkpoints.duty import forms, past, tables
from checkpoints.duty.figures import figures_of, statistics
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

MOST_ROWS = 10_000


@requires(Right.CHECKPOINT_READ)
@require_GET
def duty_figures(request: HttpRequest) -> HttpResponse:
    """Median, P90, late, short, waived by checkpoint, line, agency, month or level."""
    form, rows, by = _figures(request)
    at = timezone.now()
    context = {
        "form": form,
        "by": by,
        "groups": statistics(rows, by, at),
        "total": figures_of(rows, at),
    }
    return render(request, "duty/duty_figures.html", context)


@requires(Right.CHECKPOINT_READ)
@require_GET
def duty_figures_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same table."""
    _form, rows, by = _figures(request)
    return csv_answer("duty-figures.csv", tables.figure_lines(statistics(rows, by, timezone.now())))


def _figures(request: HttpRequest) -> tuple[forms.FiguresForm, Any, str]:
    form = forms.FiguresForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    return form, past.past(officer_of(request), asked), asked.get("by") or "checkpoint"


@requires(Right.CHECKPOINT_READ)
@require_GET
def duty_switch_list(request: HttpRequest) -> HttpResponse:
    """The switches behind a figure."""
    form, rows = _switches(request)
    context = {"form": form, "page": page_of(request, rows, size=50), "now": timezone.now()}
    return render(request, "duty/duty_switch_list.html", context)


@requires(Right.CHECKPOINT_READ)
@require_GET
def duty_switch_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same rows, at most 10,000."""
    _form, rows = _switches(request)
    lines = tables.switch_lines(rows[:MOST_ROWS], timezone.now())
    return csv_answer("switches.csv", lines)


def _switches(request: HttpRequest) -> tuple[forms.SwitchListForm, Any]:
    form = forms.SwitchListForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    return form, past.past(officer_of(request), asked)
