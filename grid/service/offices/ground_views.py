"""Pages of assistants of villages, of their coverage, and of who answered for a cell when."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.forms import asked_for
from grid.frame.sheet_import import import_page, written
from grid.ledger.actors import actor_of
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from grid.service.offices import posting, selectors, villages
from grid.service.offices.ground_forms import (
    AssistantFilterForm,
    AssistantForm,
    DayForm,
    VillageFilterForm,
)
from grid.service.offices.models import VillageAssistant
from grid.service.offices.sheets import ASSISTANTS
from grid.service.offices.tables import answering_lines, village_lines
from grid.service.offices.views import may_manage, shown_form

PAGE = 50


@requires(Right.SERVICE_READ)
@require_GET
def assistant_list(request: HttpRequest) -> HttpResponseBase:
    """Assistants of villages, those of today or everybody."""
    officer = officer_of(request)
    form = AssistantFilterForm(request.GET, viewer=officer)
    rows = villages.assistants(officer, **asked_for(form))
    if request.GET.get("as") == "csv":
        return csv_answer("village_assistants.csv", written(ASSISTANTS, rows))
    context = {
        "form": form,
        "page": page_of(request, rows, size=PAGE),
        "may_edit": may_manage(officer),
        "now": timezone.now(),
    }
    return render(request, "offices/assistants.html", context)


@requires(Right.SERVICE_READ)
@require_GET
def village_coverage(request: HttpRequest) -> HttpResponseBase:
    """One village, one assistant: the whole, town by town, and each village."""
    officer = officer_of(request)
    form = VillageFilterForm(request.GET)
    chosen = asked_for(form)
    everything = villages.villages(officer)
    rows = villages.villages(officer, **chosen) if any(chosen.values()) else everything
    if request.GET.get("as") == "csv":
        return csv_answer("village_coverage.csv", village_lines(rows))
    context = {
        "form": form,
        "whole": villages.coverage(everything),
        "towns": villages.by_town(everything),
        "page": page_of(request, rows, size=PAGE),
        "may_edit": may_manage(officer),
        "now": timezone.now(),
    }
    return render(request, "offices/coverage.html", context)


@requires(Right.OFFICE_MANAGE, Right.OFFICE_MANAGE)
@require_http_methods(["GET", "POST"])
def assistant_new(request: HttpRequest) -> HttpResponse:
    """Enter an assistant of a village; `?village=` names the village."""
    return _assistant_form(request, None)


@requires(Right.OFFICE_MANAGE, Right.OFFICE_MANAGE)
@require_http_methods(["GET", "POST"])
def assistant_edit(request: HttpRequest, assistant_id: int) -> HttpResponse:
    """Change an assistant or end the work."""
    return _assistant_form(request, villages.find_assistant(officer_of(request), assistant_id))


def _assistant_form(request: HttpRequest, row: VillageAssistant | None) -> HttpResponse:
    officer, village = officer_of(request), request.GET.get("village", "")
    form = AssistantForm(request.POST or None, viewer=officer, assistant=row, village=village)
    back = reverse("assistant_list")

    def keep(said: dict[str, Any]) -> str:
        posting.save_assistant(row, by=actor_of(request), viewer=officer, **said)
        return back

    title = _("Edit %s") % row.name if row else _("Enter an assistant")
    return shown_form(request, form, keep, title=title, back=back)


@requires(Right.OFFICE_MANAGE, Right.OFFICE_MANAGE)
@require_http_methods(["GET", "POST"])
def assistant_import(request: HttpRequest) -> HttpResponse:
    """A CSV file of assistants: tried first with every bad row named."""
    return import_page(request, ASSISTANTS, title=_("Import assistants"), back="assistant_list")


@requires(Right.SERVICE_READ)
@require_GET
def responsible(request: HttpRequest) -> HttpResponseBase:
    """Who answered for which cell on a day; cells as they stood on that day."""
    officer = officer_of(request)
    form = DayForm(request.GET, viewer=officer)
    chosen = asked_for(form)
    day = chosen.pop("on", None) or timezone.localdate()
    cells = selectors.cells_of_day(officer, day, **chosen)
    if request.GET.get("as") == "csv":
        lines = answering_lines(selectors.answering(list(cells), day), day)
        return csv_answer("responsible.csv", lines)
    page = page_of(request, cells, size=PAGE)
    context = {
        "form": form,
        "day": day,
        "page": page,
        "rows": selectors.answering(list(page.object_list), day),
        "now": timezone.now(),
    }
    return render(request, "offices/responsible.html", context)
