"""By what cases came up and were solved: shares of a period, each figure opening its cases."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from command_center.cases import shares
from command_center.cases.share_forms import SharesForm
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires


@requires(Right.CASE_READ)
@require_GET
def case_sources(request: HttpRequest) -> HttpResponse:
    """The last thirty days unless the address says otherwise."""
    officer = officer_of(request)
    form = SharesForm(request.GET or None, viewer=officer)
    context: dict[str, Any] = {"form": form, "parts": ()}
    if not form.is_bound or form.is_valid():
        asked = form.asked
        context["parts"] = (shares.solved(officer, **asked), shares.came_up(officer, **asked))
        context["asked"] = asked
    return render(request, "cases/sources.html", context, status=200 if context["parts"] else 400)
