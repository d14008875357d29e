"""Daily sheets: the list, one sheet, today's of the own agency."""

from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from command_center.analysis.runs.models import JobResult
from command_center.analysis.sheets import selectors, tables
from command_center.analysis.sheets.advice_words import basis_of, title_of
from command_center.analysis.sheets.forms import SheetFilter
from command_center.analysis.sheets.showing import shown
from grid.frame.forms import asked_for
from grid.frame.listing import listing_csv, listing_page
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

MOST_SHOWN: Final = 8  # proposals on a sheet; the others stand in their list


@requires(Right.ANALYSIS_READ)
@require_GET
def sheet_list(request: HttpRequest) -> HttpResponse:
    """Sheets in scope, the latest day first."""
    form = SheetFilter(request.GET)
    rows = selectors.filtered_sheets(officer_of(request), **asked_for(form))
    return listing_page(request, tables.SHEETS, rows, form)


@requires(Right.ANALYSIS_READ)
@require_GET
def sheet_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as it is filtered."""
    form = SheetFilter(request.GET)
    rows = selectors.filtered_sheets(officer_of(request), **asked_for(form))
    return listing_csv(tables.SHEETS, rows)


@requires(Right.ANALYSIS_READ)
@require_GET
def sheet_today(request: HttpRequest) -> HttpResponse:
    """The latest sheet of the own agency; a word where there is none."""
    officer = officer_of(request)
    run_id = selectors.newest(officer, officer.agency)
    if run_id:
        return redirect("sheet_detail", run_id)
    return render(request, "casesheets/none.html", {"agency": officer.agency})


@requires(Right.ANALYSIS_READ)
@require_GET
def sheet_detail(request: HttpRequest, analysis_run_id: int) -> HttpResponse:
    """One sheet: what was reported, what is more than chance, where and when, what to do."""
    officer = officer_of(request)
    result = selectors.sheet(officer, analysis_run_id)
    context = {
        "result": result,
        "run": result.run,
        "is_old": result.superseded_at is not None,
        "corrections": len(result.corrections),
        **_neighbours(officer, result),
        "behind": _behind(officer, result),
        **_advice(officer, result),
        "sheet": shown(result.content, _below(officer, result)),
    }
    return render(request, "casesheets/sheet.html", context)


def _behind(officer: Officer, result: JobResult) -> int:
    """Sheets owed since this one, said on the latest of its agency alone."""
    is_last = selectors.newest(officer, result.run.agency, after=result.run.period) is None
    return selectors.days_behind(result.run.period) if is_last else 0


def _neighbours(officer: Officer, result: JobResult) -> dict[str, Any]:
    """The sheets of the days around it, of the agency above, and the newest revision."""
    agency, day = result.run.agency, result.run.period
    above = agency.parent
    return {
        "before": selectors.newest(officer, agency, before=day),
        "after": selectors.newest(officer, agency, after=day),
        "above": above,
        "above_run": selectors.sheets_of_day(officer, day, [above.code]).get(above.code)
        if above
        else None,
        "newest_run": selectors.sheets_of_day(officer, day, [agency.code]).get(agency.code),
    }


def _below(officer: Officer, result: JobResult) -> dict[str, int]:
    codes = [line["code"] for line in result.content["areas"] if line["kind"] == "agency"]
    return selectors.sheets_of_day(officer, result.run.period, codes)


def _advice(officer: Officer, result: JobResult) -> dict[str, Any]:
    """Proposals for the day after, and how those of the week before fared."""
    day = parse_date(result.run.period)
    if day is None:
        raise ValueError(result.run.period)
    rows = selectors.standing(officer, result.run, day + timedelta(days=1))
    since, until = day - timedelta(days=6), day
    return {
        "proposals": [
            {
                "row": row,
                "title": title_of(row),
                "basis": basis_of(row),
                "state": tables.state_cell(row),
            }
            for row in rows[:MOST_SHOWN]
        ],
        "more_proposals": max(len(rows) - MOST_SHOWN, 0),
        "next_day": day + timedelta(days=1),
        "followed": selectors.followed(result.run.agency.path, since, until),
        "followed_since": since,
        "followed_until": until,
    }
