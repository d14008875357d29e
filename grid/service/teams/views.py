"""Pages of teams: the register, one team, hours, the share of residents."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.forms import asked_for
from grid.frame.listing import Cell, listing_csv, listing_page, record_page
from grid.frame.pages import RefusableForm, form_page
from grid.frame.sheet_import import import_page
from grid.ledger.actors import actor_of
from grid.organisation.models import Agency, Officer
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from grid.service.teams import services
from grid.service.teams.forms import (
    HeadcountForm,
    HoursFilter,
    HoursForm,
    ResidentForm,
    TargetForm,
    TeamFilter,
    TeamForm,
    WordFilter,
)
from grid.service.teams.listings import HOURS, RESIDENTS, TEAMS
from grid.service.teams.panels import share_listing, team_figures, team_record
from grid.service.teams.selectors import shares
from grid.service.teams.selectors.teams import find_hours, find_team, hours, hours_in, teams
from grid.service.teams.sheets import TABLE

FORM = "frame/entry.html"


def there(code: str) -> str:
    """The address of a team's page."""
    return reverse("team_detail", args=[code])


def buttons(officer: Officer, *named: tuple[str, Any]) -> list[Cell]:
    """Links to what a manager of teams may do; nobody else has any."""
    if not officer.has_right(Right.TEAM_MANAGE):
        return []
    return [Cell(label, href=reverse(name)) for name, label in named]


@requires(Right.SERVICE_READ)
@require_GET
def team_list(request: HttpRequest) -> HttpResponse:
    """Teams with how many each is, and the totals by kind and trade."""
    officer = officer_of(request)
    form = TeamFilter(request.GET, viewer=officer)
    rows = teams(officer, **asked_for(form))
    actions = buttons(officer, ("team_import", _("Import")), ("team_new", _("New team")))
    figures = team_figures(rows)
    return listing_page(request, TEAMS, rows, form, figures=figures, actions=actions)


@requires(Right.SERVICE_READ)
@require_GET
def team_export(request: HttpRequest) -> HttpResponseBase:
    """The teams as they are filtered."""
    officer = officer_of(request)
    return listing_csv(TEAMS, teams(officer, **asked_for(TeamFilter(request.GET, viewer=officer))))


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def team_import(request: HttpRequest) -> HttpResponse:
    """A CSV file of teams: tried first, then all of it or the valid rows."""
    return import_page(request, TABLE, title=_("Import teams"), back="team_list")


@requires(Right.SERVICE_READ)
@require_GET
def team_detail(request: HttpRequest, team_code: str) -> HttpResponse:
    """One team: how many it was when, what it did, where."""
    officer = officer_of(request)
    return record_page(request, team_record(find_team(officer, team_code), officer))


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def team_new(request: HttpRequest) -> HttpResponse:
    """Enter a team."""
    officer = officer_of(request)
    initial = {"agency": officer.agency.code}
    form = TeamForm(request.POST or None, viewer=officer, is_new=True, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        row = services.save_team(None, by=actor_of(request), viewer=officer, **said)
        return there(row.code)

    context = {"title": _("New team"), "back": reverse("team_list")}
    return form_page(request, form, keep, FORM, context)


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def team_edit(request: HttpRequest, team_code: str) -> HttpResponse:
    """Change a team, or say that it ended."""
    officer = officer_of(request)
    row = find_team(officer, team_code)
    plain = (
        *("name", "kind", "brand", "contact", "founded_on", "ended_on", "note", "version"),
        *("division_id", "trade_id"),
    )
    initial = {name.removesuffix("_id"): getattr(row, name) for name in plain}
    initial |= {"agency": row.agency.code, "cells": [cell.code for cell in row.cells.all()]}
    form = TeamForm(request.POST or None, viewer=officer, is_new=False, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        return there(services.save_team(row, by=actor_of(request), viewer=officer, **said).code)

    return form_page(request, form, keep, FORM, {"title": row.name, "back": there(row.code)})


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def team_count(request: HttpRequest, team_code: str) -> HttpResponse:
    """Say how many a team is from a day on."""
    officer = officer_of(request)
    row = find_team(officer, team_code)
    form = HeadcountForm(request.POST or None, initial={"people": row.people})

    def keep(said: dict[str, Any]) -> str:
        members = form.members()
        given = {name: said[name] for name in ("people", "counted_on")}
        services.count_heads(row, by=officer, members=members, **given)
        return there(row.code)

    context = {"title": _("How many: %(team)s") % {"team": row.name}, "back": there(row.code)}
    return form_page(request, form, keep, FORM, context)


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def team_work(request: HttpRequest, team_code: str) -> HttpResponse:
    """Enter what a team did on one day."""
    officer = officer_of(request)
    row = find_team(officer, team_code)
    form = HoursForm(request.POST or None, viewer=officer)

    def keep(said: dict[str, Any]) -> str:
        services.note_hours(row, by=officer, **said)
        return there(row.code)

    context = {"title": _("Hours: %(team)s") % {"team": row.name}, "back": there(row.code)}
    return form_page(request, form, keep, FORM, context)


@requires(Right.SERVICE_READ)
@require_GET
def team_hours_list(request: HttpRequest) -> HttpResponse:
    """What teams did, with the sums of what is shown."""
    officer = officer_of(request)
    form = HoursFilter(request.GET, viewer=officer)
    rows = hours(officer, **asked_for(form))
    sums = hours_in(rows)
    words = {"times": _("Times"), "hours": _("Hours given"), "joint": _("Joint patrols")}
    figures = [(label, Cell(f"{sums[name]:,}")) for name, label in words.items()]
    note = _("Struck lines are shown and count in no figure.")
    return listing_page(request, HOURS, rows, form, figures=figures, note=note)


@requires(Right.SERVICE_READ)
@require_GET
def team_hours_export(request: HttpRequest) -> HttpResponseBase:
    """The hours as they are filtered."""
    officer = officer_of(request)
    return listing_csv(HOURS, hours(officer, **asked_for(HoursFilter(request.GET, viewer=officer))))


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def team_hours_strike(request: HttpRequest, team_hours_id: int) -> HttpResponse:
    """Take a line out of every figure that was entered by mistake."""
    officer = officer_of(request)
    row = find_hours(officer, team_hours_id)
    back = there(row.team.code)

    def keep(_said: dict[str, Any]) -> str:
        services.strike_hours(row, by=officer)
        return back

    said = f"{row.team.name} · {row.worked_on} · {row.people} · {row.hours} h"
    context = {"title": _("Strike this line?"), "back": back, "label": _("Strike it")}
    form = RefusableForm(request.POST or None)
    return form_page(request, form, keep, FORM, context | {"explanation": said})


@requires(Right.SERVICE_READ)
@require_GET
def volunteer_share_list(request: HttpRequest) -> HttpResponse:
    """Volunteers as a share of the residents, by area."""
    officer = officer_of(request)
    form = WordFilter(request.GET)
    listing, rows = share_listing(officer, asked_for(form).get("q", ""))
    more = (
        ("resident_base_list", _("Residents")),
        ("volunteer_target_new", _("Target")),
        ("resident_base_new", _("Enter residents")),
    )
    note = _(
        "Share = volunteers ÷ residents by the public register of the newest year. Volunteers are "
        "the members of volunteer, industry and brand teams whose division lies within the area; "
        "auxiliaries and partner units are not counted."
    )
    actions = buttons(officer, *more)
    return listing_page(request, listing, rows, form, actions=actions, note=note)


@requires(Right.SERVICE_READ)
@require_GET
def volunteer_share_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    said = asked_for(WordFilter(request.GET)).get("q", "")
    return listing_csv(*share_listing(officer_of(request), said))


@requires(Right.SERVICE_READ)
@require_GET
def resident_base_list(request: HttpRequest) -> HttpResponse:
    """How many residents divisions have, by year."""
    form = WordFilter(request.GET)
    actions = buttons(officer_of(request), ("resident_base_new", _("Enter residents")))
    rows = shares.bases(**asked_for(form))
    return listing_page(request, RESIDENTS, rows, form, actions=actions)


@requires(Right.SERVICE_READ)
@require_GET
def resident_base_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    return listing_csv(RESIDENTS, shares.bases(**asked_for(WordFilter(request.GET))))


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def resident_base_new(request: HttpRequest) -> HttpResponse:
    """Enter how many residents a division had in a year, or correct what was entered."""
    officer = officer_of(request)
    known = shares.base_of(request.GET.get("division", ""), request.GET.get("year", ""))
    names = ("division_id", "year", "residents", "source", "version")
    held = {name.removesuffix("_id"): getattr(known, name) for name in names} if known else {}
    form = ResidentForm(request.POST or None, initial=held)

    def keep(said: dict[str, Any]) -> str:
        services.save_residents(by=actor_of(request), viewer=officer, **said)
        return reverse("resident_base_list")

    context = {"title": _("Enter residents"), "back": reverse("resident_base_list")}
    return form_page(request, form, keep, FORM, context)


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def volunteer_target_new(request: HttpRequest) -> HttpResponse:
    """What share of the residents is to volunteer, from a day on."""
    officer = officer_of(request)
    held = shares.target_of(officer.agency_path)
    initial = {"agency": officer.agency.code, "percent": held}
    form = TargetForm(request.POST or None, viewer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        agency = get_object_or_404(Agency.objects.visible_to(officer), code=said.pop("agency"))
        services.set_target(agency, by=officer, **said)
        return reverse("volunteer_share_list")

    context = {"title": _("Target of volunteers"), "back": reverse("volunteer_share_list")}
    return form_page(request, form, keep, FORM, context)
