"""Pages of the holidays and days worked in exchange that expected counts allow for."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from command_center.analysis.runs import forms, special_days, tables
from grid.frame.forms import asked_for
from grid.frame.listing import Cell, listing_csv, listing_page
from grid.frame.pages import form_page
from grid.ledger.actors import actor_of
from grid.organisation.models import Agency
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

READ, WRITE = Right.ANALYSIS_READ, Right.ANALYSIS_SWITCH


@requires(READ)
@require_GET
def special_day_list(request: HttpRequest) -> HttpResponse:
    """Every holiday that holds in the area, the latest first."""
    officer = officer_of(request)
    may = officer.has_right(WRITE)
    new = [Cell(_("Enter a holiday"), href=reverse("special_day_new"))] if may else []
    form = forms.SpecialDayFilter(request.GET)
    rows = special_days.of(officer, **asked_for(form))
    return listing_page(request, tables.SPECIAL_DAYS, rows, form, actions=new)


@requires(READ)
@require_GET
def special_day_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    asked = asked_for(forms.SpecialDayFilter(request.GET))
    return listing_csv(tables.SPECIAL_DAYS, special_days.of(officer_of(request), **asked))


@requires(WRITE, WRITE)
@require_http_methods(["GET", "POST"])
def special_day_new(request: HttpRequest) -> HttpResponse:
    """Say what days are; a row that begins on the same day is replaced."""
    officer = officer_of(request)
    form = forms.SpecialDayForm(request.POST or None, viewer=officer, initial=request.GET.dict())

    def keep(said: dict[str, Any]) -> str:
        agency = Agency.objects.visible_to(officer).get(code=said.pop("agency"))
        special_days.set_special_days(agency, actor=actor_of(request), **said)
        return reverse("special_day_list")

    context = {
        "title": _("Enter a holiday"),
        "back": reverse("special_day_list"),
        "listing": tables.SPECIAL_DAYS,
        "explanation": _("Results made before stay as they are and say what they were made with."),
    }
    return form_page(request, form, keep, "frame/entry.html", context)
