"""Pages of the ground: cells, who answers for them, whether they fit, and places."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from grid.errors import DomainError
from grid.organisation.models import Agency
from grid.organisation.viewers import viewer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires
from grid.territory import layers, selectors, services
from grid.territory.forms import CellFilterForm, PlaceFilterForm, PlaceForm, initial_of
from grid.territory.models import Place
from grid.territory.topology import check_agency

_PAGE = 50


@requires(Right.TERRITORY_READ)
def cell_list(request: HttpRequest) -> HttpResponse:
    """Cells in force on the viewer's ground."""
    form = CellFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = selectors.cells(viewer_of(request), **chosen).filter(is_leaf=True)
    page = page_of(request, rows, size=_PAGE)
    return render(request, "territory/cell_list.html", {"form": form, "page": page})


@requires(Right.TERRITORY_READ)
def cell_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One cell: its versions, and everybody who ever answered for it."""
    versions = list(selectors.cell_versions(viewer_of(request), code)[:_PAGE])
    if not versions:
        raise Http404
    places = selectors.places(viewer_of(request)).filter(cell__code=code)[:_PAGE]
    context = {
        "cell": versions[0],
        "versions": versions,
        "postings": selectors.postings(code)[:_PAGE],
        "places": places,
        "drawing": layers.drawing(versions[0]),
    }
    return render(request, "territory/cell_detail.html", context)


@requires(Right.TERRITORY_READ)
def cell_check(request: HttpRequest) -> HttpResponse:
    """Gaps and overlaps on the ground of the viewer's agency."""
    agency = get_object_or_404(Agency, path=viewer_of(request).agency_path)
    cells, faults = check_agency(agency)
    context = {"agency": agency, "cells": cells, "faults": faults[:200], "count": len(faults)}
    return render(request, "territory/cell_check.html", context)


@requires(Right.TERRITORY_READ)
def place_list(request: HttpRequest) -> HttpResponse:
    """Places on the viewer's ground."""
    form = PlaceFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = selectors.places(viewer_of(request), **chosen)
    page = page_of(request, rows, size=_PAGE)
    may_edit = viewer_of(request).has_right(Right.TERRITORY_MANAGE)
    context = {"form": form, "page": page, "may_edit": may_edit}
    return render(request, "territory/place_list.html", context)


@requires(Right.TERRITORY_MANAGE, Right.TERRITORY_MANAGE)
def place_new(request: HttpRequest) -> HttpResponse:
    """Register a place."""
    return _place_form(request, None, PlaceForm(request.POST or None))


@requires(Right.TERRITORY_MANAGE, Right.TERRITORY_MANAGE)
def place_edit(request: HttpRequest, place_id: int) -> HttpResponse:
    """Change a place."""
    place = get_object_or_404(selectors.places(viewer_of(request)), pk=place_id)
    return _place_form(request, place, PlaceForm(request.POST or None, initial=initial_of(place)))


def _place_form(request: HttpRequest, place: Place | None, form: PlaceForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, place, form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("“%s” was saved.") % saved.name)
            return redirect("place_list")
    return render(request, "territory/place_edit.html", {"form": form, "place": place})


def _save(request: HttpRequest, place: Place | None, said: dict[str, Any]) -> Place:
    who = viewer_of(request)
    version = said.pop("version", None) or 0
    if place is None:
        return services.create_place(by=who.as_actor(), viewer=who, **said)
    return services.edit_place(place, by=who.as_actor(), viewer=who, version=version, **said)
