"""Pages of offices: the list with its gaps, one office, its people and teams, the norm."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.forms import asked_for
from grid.frame.pages import RefusableForm, form_page
from grid.frame.sheet_import import import_page, written
from grid.ledger.actors import actor_of
from grid.organisation.dated import DatedQuerySet
from grid.organisation.models import Agency, Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from grid.service.offices import posting, selectors, services
from grid.service.offices.forms import (
    EndForm,
    NormForm,
    OfficeFilterForm,
    OfficeForm,
    StaffForm,
    TeamForm,
)
from grid.service.offices.models import CommunityOffice, OfficeStaff, OfficeTeam, StaffingNorm
from grid.service.offices.sheets import OFFICES
from grid.service.offices.staffing import Strength, strengths
from grid.service.offices.tables import gap_lines, office_lines

PAGE = 50


def may_manage(officer: Officer) -> bool:
    """Whether the buttons that change offices are shown."""
    return Right.OFFICE_MANAGE in officer.rights


def there(office: CommunityOffice) -> str:
    """The address of an office's page."""
    return reverse("office_detail", args=[office.pk])


def shown_form(
    request: HttpRequest, form: RefusableForm, keep: Any, *, title: str, back: str, told: str = ""
) -> HttpResponse:
    """A page with one form; `told` stands above it."""
    shown = {"title": title, "back": back, "explanation": told}
    return form_page(request, form, keep, "offices/form.html", shown)


@requires(Right.SERVICE_READ)
@require_GET
def office_list(request: HttpRequest) -> HttpResponseBase:
    """Offices with head, officers and auxiliaries of today against their norm."""
    officer, today = officer_of(request), timezone.localdate()
    form = OfficeFilterForm(request.GET, viewer=officer)
    chosen = asked_for(form)
    wants_gaps = bool(chosen.pop("gap", ""))
    found: Any = selectors.offices(officer, **chosen)
    if wants_gaps:
        found = [row.office for row in selectors.gaps(officer, on=today, **chosen)]
    if request.GET.get("as") == "csv":
        return csv_answer("community_offices.csv", office_lines(strengths(list(found), today)))
    page = page_of(request, found, size=PAGE)
    context = {
        "form": form,
        "page": page,
        "rows": strengths(list(page.object_list), today),
        "lacking": len(selectors.gaps(officer, on=today)),
        "may_edit": may_manage(officer),
        "now": timezone.now(),
    }
    return render(request, "offices/list.html", context)


@requires(Right.SERVICE_READ)
@require_GET
def office_gaps(request: HttpRequest) -> HttpResponseBase:
    """What is missing where, one line for each gap, as CSV too."""
    officer = officer_of(request)
    rows: list[Strength] = selectors.gaps(officer)
    lines = [(row, gap) for row in rows for gap in row.gaps]
    if request.GET.get("as") == "csv":
        return csv_answer("office_gaps.csv", gap_lines(lines))
    context = {"page": page_of(request, lines, size=PAGE), "now": timezone.now()}
    return render(request, "offices/gaps.html", context)


@requires(Right.SERVICE_READ)
@require_GET
def office_detail(request: HttpRequest, office_id: int) -> HttpResponse:
    """One office: its profile, people of today and before, teams."""
    officer = officer_of(request)
    row = selectors.find_office(officer, office_id)
    today = timezone.localdate()
    (strength,) = strengths([row], today)
    context = {
        "office": row,
        "strength": strength,
        "staff": page_of(request, selectors.staff_of(row), size=PAGE),
        "teams": row.teams.filter(is_active=True),
        "today": today,
        "may_edit": may_manage(officer),
        "now": timezone.now(),
    }
    return render(request, "offices/detail.html", context)


@requires(Right.OFFICE_MANAGE, Right.OFFICE_MANAGE)
@require_http_methods(["GET", "POST"])
def office_new(request: HttpRequest) -> HttpResponse:
    """Set up an office, by a template or bare."""
    return _office_form(request, None)


@requires(Right.OFFICE_MANAGE, Right.OFFICE_MANAGE)
@require_http_methods(["GET", "POST"])
def office_edit(request: HttpRequest, office_id: int) -> HttpResponse:
    """Correct an office or close it."""
    return _office_form(request, selectors.find_office(officer_of(request), office_id))


def _office_form(request: HttpRequest, row: CommunityOffice | None) -> HttpResponse:
    officer = officer_of(request)
    form = OfficeForm(request.POST or None, viewer=officer, office=row)

    def keep(said: dict[str, Any]) -> str:
        by = actor_of(request)
        return there(services.save_office(row, by=by, viewer=officer, **said))

    title = _("Edit %s") % row.name if row else _("Set up an office")
    back = there(row) if row else reverse("office_list")
    return shown_form(request, form, keep, title=title, back=back)


@requires(Right.OFFICE_MANAGE, Right.OFFICE_MANAGE)
@require_http_methods(["GET", "POST"])
def office_staff_new(request: HttpRequest, office_id: int) -> HttpResponse:
    """Have somebody work at an office from a day on."""
    officer = officer_of(request)
    row = selectors.find_office(officer, office_id)

    def keep(said: dict[str, Any]) -> str:
        posting.post_staff(row, by=actor_of(request), viewer=officer, **said)
        return there(row)

    told = _("A new head or count of auxiliaries ends the one before it on that day.")
    title = _("Post somebody to %s") % row.name
    form = StaffForm(request.POST or None)
    return shown_form(request, form, keep, title=title, back=there(row), told=told)


@requires(Right.OFFICE_MANAGE, Right.OFFICE_MANAGE)
@require_http_methods(["GET", "POST"])
def office_staff_end(request: HttpRequest, office_staff_id: int) -> HttpResponse:
    """End a duty at an office."""
    rows = OfficeStaff.objects.visible_to(officer_of(request)).select_related("office__agency")
    row = get_object_or_404(rows, pk=office_staff_id)

    def keep(said: dict[str, Any]) -> str:
        posting.end_staff(row, by=actor_of(request), **said)
        return there(row.office)

    title = _("End a duty: %s") % row.get_duty_display()
    form = EndForm(request.POST or None)
    return shown_form(request, form, keep, title=title, back=there(row.office))


@requires(Right.OFFICE_MANAGE, Right.OFFICE_MANAGE)
@require_http_methods(["GET", "POST"])
def office_team_new(request: HttpRequest, office_id: int) -> HttpResponse:
    """Add a team to an office."""
    row = selectors.find_office(officer_of(request), office_id)
    return _team_form(request, None, row)


@requires(Right.OFFICE_MANAGE, Right.OFFICE_MANAGE)
@require_http_methods(["GET", "POST"])
def office_team_edit(request: HttpRequest, office_team_id: int) -> HttpResponse:
    """Change a team or take it away."""
    rows = OfficeTeam.objects.visible_to(officer_of(request)).select_related("office__agency")
    team = get_object_or_404(rows, pk=office_team_id)
    return _team_form(request, team, team.office)


def _team_form(
    request: HttpRequest, team: OfficeTeam | None, office: CommunityOffice
) -> HttpResponse:
    def keep(said: dict[str, Any]) -> str:
        services.save_team(team, office, by=actor_of(request), **said)
        return there(office)

    title = _("Team: %s") % team.name if team else _("Add a team")
    form = TeamForm(request.POST or None, team=team)
    return shown_form(request, form, keep, title=title, back=there(office))


@requires(Right.SERVICE_READ)
@require_GET
def staffing_norms(request: HttpRequest) -> HttpResponse:
    """The norms in force or to come, of the viewer's area and of those above it."""
    officer = officer_of(request)
    rows = DatedQuerySet(StaffingNorm).not_over(timezone.localdate()).select_related("agency")
    near = rows.above(officer.agency_path) | rows.visible_to(officer)
    context = {
        "norms": near.distinct().order_by("agency__path", "kind", "valid_from")[:200],
        "templates": selectors.templates().prefetch_related("teams"),
        "may_edit": may_manage(officer),
        "now": timezone.now(),
    }
    return render(request, "offices/norms.html", context)


@requires(Right.OFFICE_MANAGE, Right.OFFICE_MANAGE)
@require_http_methods(["GET", "POST"])
def staffing_norm_set(request: HttpRequest) -> HttpResponse:
    """Set a norm from a day on; what was measured before stays measured by the old one."""
    officer = officer_of(request)
    form = NormForm(request.POST or None, viewer=officer)

    def keep(said: dict[str, Any]) -> str:
        rows: Any = Agency.objects.visible_to(officer)
        agency = get_object_or_404(rows, code=said.pop("agency"))
        posting.set_norm(agency, by=actor_of(request), **said)
        return reverse("staffing_norms")

    back = reverse("staffing_norms")
    return shown_form(request, form, keep, title=_("Set a staffing norm"), back=back)


@requires(Right.SERVICE_READ)
@require_GET
def office_export(request: HttpRequest) -> HttpResponseBase:
    """The register as a sheet, as it is filtered; the import takes it again."""
    officer = officer_of(request)
    chosen = asked_for(OfficeFilterForm(request.GET, viewer=officer))
    chosen.pop("gap", None)
    return csv_answer("offices.csv", written(OFFICES, selectors.offices(officer, **chosen)))


@requires(Right.OFFICE_MANAGE, Right.OFFICE_MANAGE)
@require_http_methods(["GET", "POST"])
def office_import(request: HttpRequest) -> HttpResponse:
    """A CSV file of offices: tried first with every bad row named."""
    return import_page(request, OFFICES, title=_("Import offices"), back="office_list")
