"""The dispatcher's page; whoever has no dashboard is sent to the first page they do have."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from command_center.dashboard.page import config, words
from grid.frame.nav import groups, start
from grid.organisation.models import Officer
from grid.organisation.roles import Role
from grid.rights import Right, requires
from patrol.units.selectors import unit_of


@requires(Right.SIGNED_IN)
def board(request: HttpRequest) -> HttpResponse:
    """The live board; everything on it is fetched by its own scripts."""
    officer = request.user
    assert isinstance(officer, Officer)
    if Right.DASHBOARD_VIEW not in officer.rights:
        return _elsewhere(request, start(officer.rights, is_crew=_is_crew(officer)))
    context = {
        "config": config(officer, csrf=get_token(request), now=timezone.now()),
        "words": words(),
        "groups": groups(officer.rights, request.path),
        "officer": officer,
        "scope": officer.agency.name,
        "role": next((role.label for role in sorted(officer.roles)), ""),
        "is_chinese": (get_language() or settings.LANGUAGE_CODE).startswith("zh"),
    }
    return render(request, "dashboard/board.html", context)


def _is_crew(officer: Officer) -> bool:
    return Role.PATROL in officer.roles or unit_of(officer) is not None


def _elsewhere(request: HttpRequest, url: str) -> HttpResponse:
    if url:
        return redirect(url)
    return render(request, "dashboard/nothing.html", status=403)
