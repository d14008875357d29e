"""Pages of commendations, funds and offices for courage, and of education bases."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.forms import asked_for
from grid.frame.listing import Cell, listing_csv, listing_page, record_page
from grid.frame.pages import form_page
from grid.organisation.models import Agency
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from grid.service.teams import services
from grid.service.teams.forms import AreaFilter
from grid.service.teams.listings import COMMENDATIONS, FUNDS, OUTREACH
from grid.service.teams.money_forms import (
    BaseForm,
    CommendationFilter,
    CommendationForm,
    DayForm,
    EntryForm,
    FundForm,
    OfficesForm,
    OutreachFilter,
)
from grid.service.teams.panels import base_record, fund_record
from grid.service.teams.selectors import courage
from grid.service.teams.selectors.outreach import find_outreach, outreach
from grid.service.teams.views import FORM, buttons


@requires(Right.SERVICE_READ)
@require_GET
def commendation_list(request: HttpRequest) -> HttpResponse:
    """Commendations, how many people they were for, the funds' money, the offices as counts."""
    officer = officer_of(request)
    form = CommendationFilter(request.GET, viewer=officer)
    rows = courage.commendations(officer, **asked_for(form))
    held = sum(fund.balance for fund in courage.funds(officer))
    offices = sum(row.offices for row in courage.offices(officer))
    figures = [
        (_("Commendations"), Cell(f"{rows.count():,}")),
        (_("People"), Cell(f"{courage.people_in(rows):,}")),
        (_("In the funds, 10,000 yuan"), Cell(f"{held / 10_000:,.2f}", href=reverse("fund_list"))),
        (_("Offices for courage"), Cell(f"{offices:,}")),
    ]
    named = (("offices_count", _("Count offices")), ("commendation_new", _("New commendation")))
    more = {"figures": figures, "actions": buttons(officer, *named)}
    more["note"] = _("Counts and deeds; who it was is kept by the office that gave it.")
    return listing_page(request, COMMENDATIONS, rows, form, **more)


@requires(Right.SERVICE_READ)
@require_GET
def commendation_export(request: HttpRequest) -> HttpResponseBase:
    """The commendations as they are filtered."""
    officer = officer_of(request)
    wanted = asked_for(CommendationFilter(request.GET, viewer=officer))
    return listing_csv(COMMENDATIONS, courage.commendations(officer, **wanted))


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def commendation_new(request: HttpRequest) -> HttpResponse:
    """Enter a commendation; with a fund, what it paid is booked."""
    officer = officer_of(request)
    initial = {"agency": officer.agency.code}
    form = CommendationForm(request.POST or None, viewer=officer, is_new=True, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        services.save_commendation(None, by=officer, **said)
        return reverse("commendation_list")

    context = {"title": _("New commendation"), "back": reverse("commendation_list")}
    return form_page(request, form, keep, FORM, context)


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def commendation_edit(request: HttpRequest, commendation_id: int) -> HttpResponse:
    """Correct a commendation; what was booked for it stays."""
    officer = officer_of(request)
    row = courage.find_commendation(officer, commendation_id)
    names = ("given_on", "level", "people", "deed", "document", "version")
    initial = {name: getattr(row, name) for name in names} | {"agency": row.agency.code}
    form = CommendationForm(request.POST or None, viewer=officer, is_new=False, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        services.save_commendation(row, by=officer, **said)
        return reverse("commendation_list")

    context = {"title": row.deed, "back": reverse("commendation_list")}
    return form_page(request, form, keep, FORM, context)


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def offices_count(request: HttpRequest) -> HttpResponse:
    """Say how many offices for courage an agency's area has."""
    officer = officer_of(request)
    initial = {"agency": officer.agency.code}
    form = OfficesForm(request.POST or None, viewer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        agency = get_object_or_404(Agency.objects.visible_to(officer), code=said.pop("agency"))
        services.count_offices(agency, by=officer, **said)
        return reverse("commendation_list")

    context = {"title": _("Count offices"), "back": reverse("commendation_list")}
    return form_page(request, form, keep, FORM, context)


@requires(Right.SERVICE_READ)
@require_GET
def fund_list(request: HttpRequest) -> HttpResponse:
    """Funds with their balances."""
    officer = officer_of(request)
    form = AreaFilter(request.GET, viewer=officer)
    rows = courage.funds(officer, **asked_for(form))
    held = sum(fund.balance for fund in rows)
    figures = [(_("In the funds, 10,000 yuan"), Cell(f"{held / 10_000:,.2f}"))]
    actions = buttons(officer, ("fund_new", _("New fund")))
    return listing_page(request, FUNDS, rows, form, figures=figures, actions=actions)


@requires(Right.SERVICE_READ)
@require_GET
def fund_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    officer = officer_of(request)
    wanted = asked_for(AreaFilter(request.GET, viewer=officer))
    return listing_csv(FUNDS, courage.funds(officer, **wanted))


@requires(Right.SERVICE_READ)
@require_GET
def fund_detail(request: HttpRequest, fund_id: int) -> HttpResponse:
    """One fund: its balance and what went in and out."""
    officer = officer_of(request)
    return record_page(request, fund_record(courage.find_fund(officer, fund_id), officer))


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def fund_new(request: HttpRequest) -> HttpResponse:
    """Enter a fund."""
    officer = officer_of(request)
    initial = {"agency": officer.agency.code, "is_active": True}
    form = FundForm(request.POST or None, viewer=officer, initial=initial)
    return _fund(request, form, None, title=_("New fund"))


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def fund_edit(request: HttpRequest, fund_id: int) -> HttpResponse:
    """Change a fund, or say that it is closed."""
    officer = officer_of(request)
    row = courage.find_fund(officer, fund_id)
    names = ("name", "keeper", "founded_on", "is_active", "version")
    initial = {name: getattr(row, name) for name in names} | {"agency": row.agency.code}
    form = FundForm(request.POST or None, viewer=officer, initial=initial)
    return _fund(request, form, row, title=row.name)


def _fund(request: HttpRequest, form: FundForm, row: Any, *, title: str) -> HttpResponse:
    officer = officer_of(request)

    def keep(said: dict[str, Any]) -> str:
        saved = services.save_fund(row, by=officer, **said)
        return reverse("fund_detail", args=[saved.pk])

    back = reverse("fund_detail", args=[row.pk]) if row else reverse("fund_list")
    return form_page(request, form, keep, FORM, {"title": title, "back": back})


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def fund_book(request: HttpRequest, fund_id: int) -> HttpResponse:
    """Book money into or out of a fund."""
    officer = officer_of(request)
    row = courage.find_fund(officer, fund_id)
    back = reverse("fund_detail", args=[row.pk])

    def keep(said: dict[str, Any]) -> str:
        services.book(row, by=officer, **said)
        return back

    form = EntryForm(request.POST or None)
    return form_page(request, form, keep, FORM, {"title": row.name, "back": back})


def _outreach(request: HttpRequest) -> tuple[OutreachFilter, Any]:
    officer = officer_of(request)
    form = OutreachFilter(request.GET, viewer=officer)
    wanted = asked_for(form)
    said = wanted.pop("month", "") or f"{timezone.localdate():%Y-%m}"
    return form, outreach(officer, date.fromisoformat(f"{said}-01"), **wanted)


@requires(Right.SERVICE_READ)
@require_GET
def outreach_list(request: HttpRequest) -> HttpResponse:
    """Education bases with what the month brought them, and all together."""
    form, rows = _outreach(request)
    found = list(rows)
    words = {"visitors": _("Visitors"), "groups": _("Groups"), "messages": _("Messages")}
    figures = [
        (label, Cell(f"{sum(getattr(row, name) for row in found):,}"))
        for name, label in words.items()
    ]
    actions = buttons(officer_of(request), ("outreach_new", _("New education base")))
    note = _("Sums of the month chosen, this month by default.")
    more = {"figures": figures, "actions": actions, "note": note}
    return listing_page(request, OUTREACH, rows, form, **more)


@requires(Right.SERVICE_READ)
@require_GET
def outreach_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    return listing_csv(OUTREACH, _outreach(request)[1])


@requires(Right.SERVICE_READ)
@require_GET
def outreach_detail(request: HttpRequest, outreach_base_id: int) -> HttpResponse:
    """One base with what its days brought."""
    officer = officer_of(request)
    return record_page(request, base_record(find_outreach(officer, outreach_base_id), officer))


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def outreach_new(request: HttpRequest) -> HttpResponse:
    """Enter a base."""
    officer = officer_of(request)
    initial = {"agency": officer.agency.code, "is_active": True}
    form = BaseForm(request.POST or None, viewer=officer, initial=initial)
    return _base(request, form, None, title=_("New education base"))


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def outreach_edit(request: HttpRequest, outreach_base_id: int) -> HttpResponse:
    """Change a base."""
    officer = officer_of(request)
    row = find_outreach(officer, outreach_base_id)
    plain = ("name", "theme", "address", "rating", "contact", "opened_on", "is_active", "version")
    initial = {name: getattr(row, name) for name in plain} | {"agency": row.agency.code}
    form = BaseForm(request.POST or None, viewer=officer, initial=initial)
    return _base(request, form, row, title=row.name)


def _base(request: HttpRequest, form: BaseForm, row: Any, *, title: str) -> HttpResponse:
    officer = officer_of(request)

    def keep(said: dict[str, Any]) -> str:
        saved = services.save_base(row, by=officer, **said)
        return reverse("outreach_detail", args=[saved.pk])

    back = reverse("outreach_detail", args=[row.pk]) if row else reverse("outreach_list")
    return form_page(request, form, keep, FORM, {"title": title, "back": back})


@requires(Right.TEAM_MANAGE, Right.TEAM_MANAGE)
@require_http_methods(["GET", "POST"])
def outreach_day(request: HttpRequest, outreach_base_id: int) -> HttpResponse:
    """Enter what one day brought a base."""
    officer = officer_of(request)
    row = find_outreach(officer, outreach_base_id)
    back = reverse("outreach_detail", args=[row.pk])

    def keep(said: dict[str, Any]) -> str:
        services.count_day(row, by=officer, **said)
        return back

    form = DayForm(request.POST or None)
    return form_page(request, form, keep, FORM, {"title": row.name, "back": back})
