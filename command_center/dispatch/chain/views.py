"""The page of the chain."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from command_center.dispatch.chain import selectors
from command_center.incidents.selectors import incident
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires


@requires(Right.INCIDENT_READ)
@require_GET
def incident_chain(request: HttpRequest, number: str) -> HttpResponse:
    """One incident from what was told to what came back, each link opening its row."""
    officer = officer_of(request)
    found = incident(number, officer)
    context = {"incident": found, "stages": selectors.stages(found, officer)}
    return render(request, "chain/incident_chain.html", context)
