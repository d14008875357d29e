"""Hours of the week, rows against columns, hot cells through time."""

from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from command_center.analysis.explorer.asked import TimedForm, asked_of
from command_center.analysis.explorer.charts import chart, hours_chart
from command_center.analysis.explorer.dimensions import WORDS
from command_center.analysis.explorer.forms import HotForm, PivotForm
from command_center.analysis.explorer.hotcells import WINDOW_DAYS, HotWeeks, hot_weeks
from command_center.analysis.explorer.hours import HourTable, hour_table
from command_center.analysis.explorer.page import TABS, is_off
from command_center.analysis.explorer.pivot import pivot
from command_center.analysis.explorer.pivot_table import heads, pivot_lines
from grid.errors import InvalidInput
from grid.organisation.viewers import officer_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from mediation.board.tables import workbook

READ: Final = Right.ANALYSIS_READ
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Lines = list[list[Any]]


def answer_file(request: HttpRequest, name: str, lines: Lines) -> HttpResponseBase | None:
    """The table as CSV or as a workbook where the address asks for it."""
    if request.GET.get("as") == "csv":
        return csv_answer(f"{name}.csv", lines)
    if request.GET.get("as") == "xlsx":
        answer = HttpResponse(workbook(lines, name), content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        answer["Cache-Control"] = "no-store"
        return answer
    return None


def answer_page(request: HttpRequest, name: str, tab: str, **context: Any) -> HttpResponse:
    return render(request, f"caseexplorer/{name}.html", context | {"tabs": TABS, "tab": tab})


@requires(READ)
@require_GET
def case_hours(request: HttpRequest) -> HttpResponseBase:
    """The hours of the week in which cases happened, by aoristic weights."""
    officer = officer_of(request)
    form = TimedForm(request.GET, viewer=officer, days=84)
    asked = asked_of(form, officer)
    off = asked is not None and is_off("aoristic", asked.agency.path)
    table = hour_table(asked) if asked and not off else None
    found = answer_file(request, "hours", _hour_lines(table)) if table else None
    drawn = hours_chart(table) if table and table.cases else None
    more = {"table": table, "off": off, "asked": asked, "chart": drawn}
    return found or answer_page(request, "hours", "case_hours", form=form, **more)


def _hour_lines(table: HourTable) -> Lines:
    head = [_("Weekday"), *(f"{hour:02}" for hour, _sum, _url in table.hours), _("Sum")]
    lines: Lines = [
        [str(day.label), *(hour.weight for hour in day.hours), day.total] for day in table.days
    ]
    return [head, *lines, [_("Sum"), *(total for _hour, total, _url in table.hours), table.total]]


@requires(READ)
@require_GET
def case_explorer(request: HttpRequest) -> HttpResponseBase:
    """Cases by two dimensions; every figure opens its cases."""
    officer = officer_of(request)
    form = PivotForm(request.GET, viewer=officer, days=28)
    asked = asked_of(form, officer)
    context: dict[str, Any] = {"form": form, "asked": asked}
    if asked is not None:
        names = ("rows", "columns", "measure")
        said = {name: form.cleaned_data[name] for name in names}
        sort = form.cleaned_data["sort"]
        try:
            table = pivot(asked, **said, sort=sort)
        except InvalidInput as refusal:
            return answer_page(request, "pivot", "case_explorer", **context, refused=refusal)
        found = answer_file(request, "cases", pivot_lines(table))
        if found is not None:
            return found
        context |= {"table": table, "heads": heads(table, sort), "chart": chart(table, **said)}
        context["row_word"] = dict(WORDS)[said["rows"]]
    return answer_page(request, "pivot", "case_explorer", **context)


@requires(READ)
@require_GET
def hot_cells(request: HttpRequest) -> HttpResponseBase:
    """Which cells stood out in each of the last twelve weeks, and what the week after brought."""
    officer = officer_of(request)
    form = HotForm(request.GET, viewer=officer, days=28)
    asked = asked_of(form, officer)
    off = asked is not None and is_off("hotspots", asked.agency.path)
    table = hot_weeks(asked) if asked and not off else None
    found = answer_file(request, "hot-cells", _hot_lines(table)) if table else None
    more = {"window": WINDOW_DAYS, "asked": asked}
    return found or answer_page(
        request, "hot", "hot_cells", form=form, table=table, off=off, **more
    )


def _hot_lines(table: HotWeeks) -> Lines:
    return [
        [_("Cell"), pgettext("ground", "Name"), *(end.isoformat() for end in table.ends)],
        *_hot_rows(table),
    ]


def _hot_rows(table: HotWeeks) -> Iterator[list[Any]]:
    for row in table.rows:
        yield [row.code, row.name, *(mark.level or "" for mark in row.marks)]
