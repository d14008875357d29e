"""The lists: counts, outcomes, lanes, suspensions, hours without a count; as pages and as CSV."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from checkpoints.work import forms, selectors, tables
from checkpoints.work.handover_forms import HandoverFilter
from checkpoints.work.rulebook import words
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Tab:
    """One list: its words, its filter, its rows and columns, and the page that adds to it."""

    title: Any
    form: type[forms.PlaceFilter]
    rows: Any
    columns: tuple[tables.Column, ...]
    add: str = ""
    add_label: Any = ""
    right: Right = Right.CHECK_COUNT


TABS: Final[dict[str, Tab]] = {
    "counts": Tab(
        _("Counts"),
        forms.CountFilter,
        selectors.counts,
        tables.COUNTS,
        "check_new",
        _("Enter an hour"),
    ),
    "outcomes": Tab(
        _("Outcomes"),
        forms.OutcomeFilter,
        selectors.outcomes,
        tables.OUTCOMES,
        "outcome_new",
        _("Enter an outcome"),
    ),
    "lanes": Tab(
        _("Lanes and queues"),
        forms.PlaceFilter,
        selectors.lane_reports,
        tables.LANES,
        "lane_new",
        _("Report lanes"),
    ),
    "suspensions": Tab(
        _("Suspensions"),
        forms.SuspensionFilter,
        selectors.suspensions,
        tables.SUSPENSIONS,
        "suspension_new",
        _("Suspend checks"),
    ),
    "seizures": Tab(
        _("Seizures"),
        forms.SeizureFilter,
        selectors.seizures,
        tables.SEIZURES,
        "seizure_new",
        _("Enter a seizure"),
    ),
    "handovers": Tab(
        _("Handovers"),
        HandoverFilter,
        selectors.handovers,
        tables.HANDOVERS,
        "post_handover_give",
        _("Hand a shift over"),
    ),
}


@requires(Right.CHECKPOINT_READ)
@require_GET
def check_list(request: HttpRequest, tab: str = "counts") -> HttpResponse:
    """One of the lists, as it is filtered."""
    shown, officer = TABS[tab], officer_of(request)
    form, rows = _asked(request, shown)
    page = page_of(request, rows, size=PAGE)
    context = {
        "tab": tab,
        "shown": shown,
        "export": f"{NAMES[tab]}_export",
        "form": form,
        "page": page,
        "columns": shown.columns,
        "cells": tables.shown(shown.columns, page.object_list, words()),
        "may_add": shown.right in officer.rights,
        "to_sign": selectors.steps_to_sign(officer)[:20] if tab == "seizures" else [],
        "running": _running(request) if tab == "suspensions" else [],
    }
    return render(request, "checkwork/list.html", context)


# The names of the pages of each list; `<name>_export` is its file.
NAMES: Final = {
    "counts": "check_list",
    "outcomes": "outcome_list",
    "lanes": "lane_list",
    "suspensions": "suspension_list",
    "seizures": "seizure_list",
    "handovers": "post_handover_list",
}


@requires(Right.CHECKPOINT_READ)
@require_GET
def check_export(request: HttpRequest, tab: str = "counts") -> StreamingHttpResponse:
    """The list as CSV, as it is filtered."""
    _form, rows = _asked(request, TABS[tab])
    return csv_answer(f"{tab}.csv", tables.lines(TABS[tab].columns, rows, words()))


def _asked(request: HttpRequest, shown: Tab) -> tuple[forms.PlaceFilter, Any]:
    officer = officer_of(request)
    form = shown.form(request.GET, viewer=officer)
    rows = shown.rows(officer, **form.cleaned_data) if form.is_valid() else shown.rows(officer)
    return form, rows if form.is_valid() else rows.none()


def _running(request: HttpRequest) -> list[Any]:
    return list(selectors.suspensions(officer_of(request), running=True)[:PAGE])


@requires(Right.CHECKPOINT_READ)
@require_GET
def overdue_list(request: HttpRequest) -> HttpResponse:
    """Hours of the last day for which a checkpoint on duty sent no count."""
    rows = selectors.overdue_counts(viewer=officer_of(request))[::-1]
    context = {"tab": "overdue", "page": page_of(request, rows, size=PAGE)}
    return render(request, "checkwork/overdue.html", context)
