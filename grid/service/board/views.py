"""The board of cells and the card of one cell."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from grid.frame.forms import asked_for
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from grid.service.board import panels, selectors
from grid.service.board.figures import at_work
from grid.service.board.forms import BoardForm, CardForm
from grid.service.board.sources import LAYERS, LETTERS, sources_for
from grid.service.board.tables import board_lines
from grid.service.board.weeks import week_to
from grid.service.offices.selectors import responsible_at
from grid.territory.layers import drawing

PAGE = 50


@requires(Right.SERVICE_READ)
@require_GET
def cell_board(request: HttpRequest) -> HttpResponseBase:
    """Every cell with its counts of a week against the four before, as a map and as a table."""
    officer = officer_of(request)
    form = BoardForm(request.GET, viewer=officer)
    chosen: dict[str, Any] = asked_for(form)
    week = week_to(chosen.get("until"))
    picked = selectors.pick(officer, week, chosen)
    if request.GET.get("as") == "csv":
        lines = board_lines(officer, at_work(officer, picked.cells, week), week)
        return csv_answer("cells_at_work.csv", lines)
    page = page_of(request, picked.cells, size=PAGE)
    context = {
        "form": form,
        "page": page,
        "week": week,
        "sources": sources_for(officer),
        "rows": at_work(officer, list(page.object_list), week),
        "kinds": selectors.kinds_of(picked.cells),
        "map": picked.source and selectors.choropleth(officer, picked.cells, week, picked.source),
        "letters": LETTERS,
        "layers": LAYERS,
        "now": timezone.now(),
    }
    return render(request, "cellboard/board.html", context)


@requires(Right.SERVICE_READ)
@require_GET
def cell_card(request: HttpRequest, cell_code: str) -> HttpResponse:
    """One cell: who answers for it, what is counted there, which layer it misses."""
    officer = officer_of(request)
    cell = selectors.find_cell(officer, cell_code)
    form = CardForm(request.GET)
    chosen = asked_for(form)
    week, today = week_to(chosen.get("until")), timezone.localdate()
    (row,) = at_work(officer, [cell], week)
    context = {
        "form": form,
        "cell": cell,
        "row": row,
        "week": week,
        "day": chosen.get("on") or today,
        "now_answering": responsible_at(cell.code, today),
        "then_answering": responsible_at(cell.code, chosen["on"]) if chosen.get("on") else None,
        "offices": selectors.offices_of(officer, cell),
        "last_visit": panels.last_visit(officer, cell),
        "residents": panels.residents(cell),
        "drawing": drawing(cell),
        "letters": LETTERS,
        "layers": LAYERS,
        "now": timezone.now(),
    }
    return render(request, "cellboard/card.html", context)
