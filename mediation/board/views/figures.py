"""Figures of mediation, each opening its rows."""

from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from mediation.board.figures import DEFINITIONS, GROUPS, NAMES, Line, Rate, by_group, total
from mediation.board.forms import FiguresForm
from mediation.board.tables import figure_lines

DAYS: Final = 90


def _asked(request: HttpRequest) -> tuple[FiguresForm, str, tuple[date, date]]:
    """The form, the group and the days; the last ninety where none are said."""
    form = FiguresForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    until = said.get("until") or timezone.localdate()
    since = said.get("since") or until - timedelta(days=DAYS - 1)
    return form, said.get("group") or "category", (since, until)


@requires(Right.DISPUTE_READ)
@require_GET
def dispute_figures(request: HttpRequest) -> HttpResponse:
    """Success, fulfilment, repeats: of all, and by body, category, grade, agency or month."""
    officer = officer_of(request)
    form, group, span = _asked(request)
    first = FiguresForm(
        None if form.errors else {"group": group, "since": span[0], "until": span[1]}
    )
    context = {
        "form": form if form.errors else first,
        "span": span,
        "group": GROUPS[group][2],
        "whole": [_shown(rate, span, {}) for rate in total(officer, span)],
        "lines": [
            (line.label, [_shown(rate, span, _narrow(group, line)) for rate in line.rates])
            for line in by_group(officer, group, span)
        ],
        "names": NAMES,
        "definitions": [(NAMES[code], words) for code, words in DEFINITIONS.items()],
    }
    return render(request, "disputeboard/figures.html", context, status=400 if form.errors else 200)


def _narrow(group: str, line: Line) -> dict[str, str]:
    """The filters of the ledger that leave the rows of one group."""
    if group == "month":
        first = date.fromisoformat(f"{line.key}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return {"since": first.isoformat(), "until": last.isoformat()}
    key = line.key if line.key != "—" else {"grade": "none"}.get(group, "")
    return {group: key} if key else {}


def _shown(rate: Rate, span: tuple[date, date], narrow: dict[str, str]) -> dict[str, Any]:
    days = {"since": span[0].isoformat(), "until": span[1].isoformat()}
    if "since" in narrow:
        days = {
            "since": max(days["since"], narrow["since"]),
            "until": min(days["until"], narrow["until"]),
        }
    asked = narrow | days
    ledger = reverse("dispute_list")
    return {
        "rate": rate,
        "name": NAMES[rate.code],
        "part_url": f"{ledger}?{urlencode(asked | {'figure': rate.code})}",
        "whole_url": f"{ledger}?{urlencode(asked | {'figure': f'{rate.code}_all'})}",
    }


@requires(Right.DISPUTE_READ)
@require_GET
def dispute_figures_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same figures for a spreadsheet, with how they are counted."""
    officer: Officer = officer_of(request)
    _form, group, span = _asked(request)
    lines = figure_lines(total(officer, span), by_group(officer, group, span))
    return csv_answer("dispute-figures.csv", lines)
