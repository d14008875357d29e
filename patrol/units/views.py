"""Pages of stations and units: lists, one of each, their forms, strength, import and export."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grid.frame.pages import act, form_page
from grid.frame.sheet_import import import_page, written
from grid.ledger.actors import actor_of
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from patrol.units import notices, registers, selectors, services, sheets
from patrol.units.drawing import drawing
from patrol.units.forms import (
    CrewForm,
    StationFilterForm,
    StationForm,
    StatusForm,
    UnitFilterForm,
    UnitForm,
)
from patrol.units.models import Capability, CrewPosting, EquipmentType, Station, Unit

_PAGE = 50


@requires(Right.UNIT_READ)
@require_GET
def unit_list(request: HttpRequest) -> HttpResponse:
    """Units in service, by what they are and do."""
    officer = officer_of(request)
    form = UnitFilterForm(request.GET, viewer=officer)
    chosen = form.cleaned_data if form.is_valid() else {}
    context = {
        "form": form,
        "page": page_of(request, selectors.units(officer, **chosen), size=_PAGE),
        "may_edit": Right.UNIT_MANAGE in officer.rights,
        "now": timezone.now(),
    }
    return render(request, "units/unit_list.html", context)


@requires(Right.UNIT_READ)
@require_GET
def unit_export(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, as it is filtered; the import takes it again."""
    officer = officer_of(request)
    form = UnitFilterForm(request.GET, viewer=officer)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = selectors.units(officer, **chosen).prefetch_related("parents")
    return csv_answer("units.csv", written(sheets.TABLES["units"], rows))


@requires(Right.UNIT_READ, Right.UNIT_STATUS)
@require_http_methods(["GET", "POST"])
def unit_detail(request: HttpRequest, call_sign: str) -> HttpResponse:
    """One unit; its status can be told here, by its crew or on its behalf."""
    officer, unit = officer_of(request), _unit(request, call_sign)
    initial = {"status": unit.status, "version": unit.version, "channel": "radio"}
    form = StatusForm(request.POST or None, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        status = Unit.Status(said.pop("status"))
        services.report_status(unit, status, by=officer, **said)
        return reverse("unit_detail", args=[call_sign])

    return form_page(request, form, keep, "units/unit_detail.html", _unit_page(unit, officer))


def _unit_page(unit: Unit, officer: Officer) -> dict[str, Any]:
    own = selectors.unit_of(officer) == unit
    speaks = bool({Right.DISPATCH_ASSIGN, Right.UNIT_MANAGE} & officer.rights)
    now = timezone.now()
    return {
        "unit": unit,
        "crew": selectors.crew_of(unit),
        "former": unit.crew.filter(valid_to__lte=now).select_related("officer")[:_PAGE],
        "parents": unit.parents.all(),
        "teams": unit.joint_teams.all(),
        "capabilities": Capability.objects.filter(code__in=unit.capabilities),
        "equipment": EquipmentType.objects.filter(code__in=unit.equipment),
        "history": selectors.history(unit)[:_PAGE],
        "may_edit": Right.UNIT_MANAGE in officer.rights,
        "may_tell": Right.UNIT_STATUS in officer.rights and (own or speaks),
        "now": now,
    }


@requires(Right.UNIT_MANAGE, Right.UNIT_MANAGE)
@require_http_methods(["GET", "POST"])
def unit_new(request: HttpRequest) -> HttpResponse:
    """Enter a unit."""
    return _unit_form(request, None)


@requires(Right.UNIT_MANAGE, Right.UNIT_MANAGE)
@require_http_methods(["GET", "POST"])
def unit_edit(request: HttpRequest, call_sign: str) -> HttpResponse:
    """Correct a unit, or take it out of service."""
    return _unit_form(request, _unit(request, call_sign))


def _unit_form(request: HttpRequest, unit: Unit | None) -> HttpResponse:
    officer = officer_of(request)
    form = UnitForm(request.POST or None, viewer=officer, unit=unit)

    def keep(said: dict[str, Any]) -> str:
        row = registers.save_unit(unit, by=actor_of(request), viewer=officer, **said)
        return reverse("unit_detail", args=[row.call_sign])

    return form_page(request, form, keep, "units/unit_edit.html", {"unit": unit})


@requires(Right.UNIT_MANAGE, Right.UNIT_MANAGE)
@require_http_methods(["GET", "POST"])
def crew_new(request: HttpRequest, call_sign: str) -> HttpResponse:
    """Put somebody into a unit."""
    unit = _unit(request, call_sign)

    def keep(said: dict[str, Any]) -> str:
        visible = Officer.objects.visible_to(officer_of(request))
        badge = said.pop("badge")
        officer = get_object_or_404(visible, badge_number=badge) if badge else None
        services.post_crew(unit, by=actor_of(request), officer=officer, **said)
        return reverse("unit_detail", args=[call_sign])

    form = CrewForm(request.POST or None)
    return form_page(request, form, keep, "units/crew_new.html", {"unit": unit})


@requires(Right.UNIT_MANAGE, Right.UNIT_MANAGE)
@require_POST
def crew_end(request: HttpRequest, posting_id: int) -> HttpResponse:
    """Let somebody leave a unit now."""
    rows = CrewPosting.objects.visible_to(officer_of(request)).select_related("unit")
    posting = get_object_or_404(rows, pk=posting_id)
    there = reverse("unit_detail", args=[posting.unit.call_sign])

    def keep() -> str:
        services.end_crew(posting, by=actor_of(request))
        return there

    return act(request, keep, back=there)


@requires(Right.UNIT_READ)
@require_GET
def unit_strength(request: HttpRequest) -> HttpResponseBase:
    """Units and heads by agency and kind, as a table or as CSV."""
    rows = selectors.strength(selectors.units(officer_of(request)))
    if request.GET.get("as") == "csv":
        head = ("agency", "kind", "units", "officer", "auxiliary", "partner")
        return csv_answer("strength.csv", [head, *([row[c] for c in head] for row in rows)])
    return render(request, "units/strength.html", {"rows": rows, "now": timezone.now()})


@requires(Right.UNIT_READ)
@require_GET
def station_list(request: HttpRequest) -> HttpResponse:
    """Stations with how many units each has."""
    officer = officer_of(request)
    form = StationFilterForm(request.GET, viewer=officer)
    chosen = form.cleaned_data if form.is_valid() else {}
    context = {
        "form": form,
        "page": page_of(request, selectors.stations(officer, **chosen), size=_PAGE),
        "may_edit": Right.UNIT_MANAGE in officer.rights,
    }
    return render(request, "units/station_list.html", context)


@requires(Right.UNIT_READ)
@require_GET
def station_export(request: HttpRequest) -> HttpResponseBase:
    """The stations as CSV; the import takes it again."""
    officer = officer_of(request)
    form = StationFilterForm(request.GET, viewer=officer)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = selectors.stations(officer, **chosen).prefetch_related("partners")
    return csv_answer("stations.csv", written(sheets.TABLES["stations"], rows))


@requires(Right.UNIT_READ)
@require_GET
def station_detail(request: HttpRequest, station_code: str) -> HttpResponse:
    """One station: its profile, ground, partners, units, and where a mobile one stood."""
    officer, station = officer_of(request), _station(request, station_code)
    context = {
        "station": station,
        "units": station.units.filter(is_active=True).select_related("agency"),
        "partners": station.partners.all(),
        "moves": station.moves.all()[:_PAGE],
        "drawing": drawing(station),
        "notices": notices.of(station),
        "may_edit": Right.UNIT_MANAGE in officer.rights,
        "now": timezone.now(),
    }
    return render(request, "units/station_detail.html", context)


@requires(Right.UNIT_MANAGE, Right.UNIT_MANAGE)
@require_http_methods(["GET", "POST"])
def station_new(request: HttpRequest) -> HttpResponse:
    """Enter a station."""
    return _station_form(request, None)


@requires(Right.UNIT_MANAGE, Right.UNIT_MANAGE)
@require_http_methods(["GET", "POST"])
def station_edit(request: HttpRequest, station_code: str) -> HttpResponse:
    """Correct a station, move a mobile one, redraw its ground, or close it."""
    return _station_form(request, _station(request, station_code))


def _station_form(request: HttpRequest, station: Station | None) -> HttpResponse:
    officer = officer_of(request)
    form = StationForm(request.POST or None, request.FILES or None, viewer=officer, station=station)

    def keep(said: dict[str, Any]) -> str:
        row = registers.save_station(station, by=actor_of(request), viewer=officer, **said)
        return reverse("station_detail", args=[row.code])

    return form_page(request, form, keep, "units/station_edit.html", {"station": station})


@requires(Right.UNIT_MANAGE, Right.UNIT_MANAGE)
@require_http_methods(["GET", "POST"])
def register_import(request: HttpRequest, table: str) -> HttpResponse:
    """A CSV file: tried first with every bad row named, then all of it or the valid rows."""
    title = _("Import units") if table == "units" else _("Import stations")
    return import_page(request, sheets.TABLES[table], title=title, back=f"{table[:-1]}_list")


def _unit(request: HttpRequest, call_sign: str) -> Unit:
    rows = Unit.objects.visible_to(officer_of(request)).select_related("agency", "station")
    return get_object_or_404(rows, call_sign=call_sign)


def _station(request: HttpRequest, code: str) -> Station:
    rows = Station.objects.visible_to(officer_of(request)).select_related("agency")
    return get_object_or_404(rows, code=code)
