"""Sums of the work and the comparison with the year before; every figure opens to its rows."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from checkpoints.work import selectors
from checkpoints.work.forms import SumFilter
from checkpoints.work.models.rules import Kind
from checkpoints.work.rulebook import rule_of
from checkpoints.work.selectors.sums import FIGURES, Compared, Figures, Rate
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

WIDTH: Final = 100  # of a bar, in units of its drawing


@requires(Right.CHECKPOINT_READ)
@require_GET
def check_sums(request: HttpRequest) -> HttpResponse:
    """Sums by day, checkpoint, line, agency, hour or kind, with the rate of inspection."""
    form, asked = _asked(request)
    officer = officer_of(request)
    rows = selectors.sums(officer, **asked)
    whole = selectors.total(officer, **{n: v for n, v in asked.items() if n != "by"})
    most = max((row.of("people") + row.of("vehicles") for row in rows), default=0)
    page = page_of(request, rows, size=100)
    context = {
        "tab": "sums",
        "form": form,
        "asked": asked,
        "page": page,
        "total": _line(whole, most),
        "lines": [_line(row, most) for row in page.object_list],
        "small_below": rule_of(officer.agency_path).small_below,
    }
    return render(request, "checkwork/sums.html", context)


@requires(Right.CHECKPOINT_READ)
@require_GET
def check_years(request: HttpRequest) -> HttpResponse:
    """The same days of this year and the year before."""
    form, asked = _asked(request)
    officer = officer_of(request)
    page = page_of(request, selectors.year_on_year(officer, **asked), size=100)
    context = {
        "tab": "years",
        "form": form,
        "asked": asked,
        "page": page,
        "figures": _headings(),
        "lines": [_year(row) for row in page.object_list],
        "small_below": rule_of(officer.agency_path).small_below,
    }
    return render(request, "checkwork/years.html", context)


@requires(Right.CHECKPOINT_READ)
@require_GET
def check_sums_export(request: HttpRequest) -> StreamingHttpResponse:
    """The sums as CSV, rates with numerator and denominator."""
    _form, asked = _asked(request)
    return csv_answer("check-sums.csv", _sum_lines(selectors.sums(officer_of(request), **asked)))


@requires(Right.CHECKPOINT_READ)
@require_GET
def check_years_export(request: HttpRequest) -> StreamingHttpResponse:
    """The comparison as CSV."""
    _form, asked = _asked(request)
    rows = selectors.year_on_year(officer_of(request), **asked)
    return csv_answer("check-years.csv", _year_lines(rows))


def _asked(request: HttpRequest) -> tuple[SumFilter, dict[str, Any]]:
    """What was asked for: this month by day, if nothing was."""
    form = SumFilter(request.GET, viewer=officer_of(request))
    said = {n: v for n, v in form.cleaned_data.items() if v} if form.is_valid() else {}
    last: date = said.pop("last", timezone.localdate())
    first: date = said.pop("first", last.replace(day=1))
    asked = {"by": "day"} | said | {"first": min(first, last), "last": last}
    if form.is_valid():  # the filter shows the days it stands for, also where none was said
        form = SumFilter(request.GET.dict() | asked, viewer=officer_of(request))
    return form, asked


def _headings() -> list[tuple[str, str]]:
    return [*((k.value, str(k.label)) for k in Kind), ("results", _("Results"))]


def _open(name: str, where: dict[str, str], **more: str) -> str:
    return f"{reverse(name)}?{urlencode(where | more)}" if where else ""


def _line(row: Figures, most: int) -> dict[str, Any]:
    checked = {"measure": "checked"}
    links = {k: _open("check_list", row.where, kind=k, **checked) for k in Kind.values}
    links["results"] = _open("outcome_list", row.where, results="on")
    share = (row.of("people") + row.of("vehicles")) / most if most else 0
    return {
        "key": row.key,
        "label": row.label,
        "cells": [(row.of(name), links[name]) for name in FIGURES],
        "late": row.of("late"),
        "late_href": _open("check_list", row.where, late="on"),
        "rate": row.rates.get("vehicles", Rate()),
        "bar": round(WIDTH * share, 1),
    }


def _year(row: Any) -> dict[str, Any]:
    cells = []
    for name in FIGURES:
        more = {"results": "on"} if name == "results" else {"kind": name, "measure": "checked"}
        page = "outcome_list" if name == "results" else "check_list"
        now, before = _open(page, row.where, **more), _open(page, row.earlier, **more)
        cells.append({"figure": row.figures[name], "now": now, "before": before})
    return {"label": row.label, "key": row.key, "cells": cells}


def _sum_lines(rows: Sequence[Figures]) -> Iterator[Sequence[Any]]:
    yield (
        *(_("Key"), _("Name"), *(label for _n, label in _headings()), _("Outcomes"), _("Late")),
        *(_("Vehicles checked where flow was counted"), _("Vehicles passing"), _("Rate")),
    )
    for row in rows:
        rate = row.rates.get("vehicles", Rate())
        share = "—" if rate.share is None else f"{rate.share:.4f}"
        figures = [row.of(name) for name in (*FIGURES, "outcomes", "late")]
        yield (row.key, row.label, *figures, rate.checked, rate.passing, share)


def _year_lines(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    names = [
        f"{label} {word}"
        for _name, label in _headings()
        for word in (_("now"), _("a year before"), _("change"))
    ]
    yield (_("Key"), _("Name"), *names)
    for row in rows:
        cells = [cell for name in FIGURES for cell in _figure(row.figures[name])]
        yield (row.key, row.label, *cells)


def _figure(found: Compared) -> tuple[Any, ...]:
    return found.now, found.before, "—" if found.change is None else f"{found.change:.4f}"
