"""Stores of spare parts, and who works for which firm."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.pages import form_page
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.repair import asking, selectors, services, tables, work_forms
from video.repair.forms import ReasonForm

BOTH: Final = ["GET", "POST"]
PAGE: Final = 50


def _parts(request: HttpRequest) -> tuple[work_forms.PartFilterForm, Any]:
    form = work_forms.PartFilterForm(request.GET)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "short": False}
    rows = selectors.parts(officer_of(request), q=said["q"], only_short=said["short"])
    return form, rows


@requires(Right.CAMERA_READ)
@require_GET
def spare_part_list(request: HttpRequest) -> HttpResponse:
    """What the stores have, and what is to be bought again."""
    form, rows = _parts(request)
    page = page_of(request, rows, size=PAGE)
    lines = list(tables.part_lines(page.object_list))
    context = {
        "tab": "parts",
        "title": _("Spare parts"),
        "form": form,
        "page": page,
        "head": lines[0],
        "lines": lines[1:],
        "export": "spare_part_export",
        "add": reverse("spare_part_new") if _may(request) else "",
        "add_label": _("New kind of part"),
        "empty": _("Kinds of parts that are entered appear here with their stock."),
    }
    return render(request, "repair/rows.html", context)


def _may(request: HttpRequest) -> bool:
    return Right.REPAIR_MANAGE in officer_of(request).rights


@requires(Right.CAMERA_READ)
@require_GET
def spare_part_export(request: HttpRequest) -> StreamingHttpResponse:
    """The stores as CSV."""
    _form, rows = _parts(request)
    return csv_answer("spare-parts.csv", tables.part_lines(rows.iterator(chunk_size=2_000)))


@requires(Right.REPAIR_MANAGE, Right.REPAIR_MANAGE)
@require_http_methods(BOTH)
def spare_part_new(request: HttpRequest) -> HttpResponse:
    """A new kind of part in the own store."""

    def keep(said: dict[str, Any]) -> str:
        services.add_part(by=officer_of(request), **said)
        return reverse("spare_part_list")

    form = work_forms.PartForm(request.POST or None)
    context = {"tab": "parts", "title": _("New kind of part"), "back": reverse("spare_part_list")}
    return form_page(request, form, keep, "repair/form.html", context)


@requires(Right.REPAIR_MANAGE, Right.REPAIR_MANAGE)
@require_http_methods(BOTH)
def spare_part_stock(request: HttpRequest, spare_part_id: int) -> HttpResponse:
    """Pieces put into the store, or taken out."""
    part = selectors.find_part(officer_of(request), spare_part_id)

    def keep(said: dict[str, Any]) -> str:
        services.stock_part(part, by=officer_of(request), **said)
        return reverse("spare_part_list")

    form = work_forms.StockForm(request.POST or None, initial={"version": part.version})
    told = {"name": part.name, "count": part.in_stock, "unit": part.unit}
    context = {
        "tab": "parts",
        "title": part.name,
        "explanation": _("%(name)s: %(count)s %(unit)s in the store.") % told,
        "back": reverse("spare_part_list"),
    }
    return form_page(request, form, keep, "repair/form.html", context)


@requires(Right.REPAIR_MANAGE)
@require_GET
def contractor_seat_list(request: HttpRequest) -> HttpResponse:
    """Who works for which firm, on which undertaking, until when."""
    form = work_forms.SeatFilterForm(request.GET)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "holding": False}
    rows = selectors.seats(officer_of(request), q=said["q"], only_holding=said["holding"])
    context = {"tab": "seats", "form": form, "page": page_of(request, rows, size=PAGE)}
    return render(request, "repair/seats.html", context)


@requires(Right.REPAIR_MANAGE, Right.REPAIR_MANAGE)
@require_http_methods(BOTH)
def contractor_seat_new(request: HttpRequest) -> HttpResponse:
    """Let somebody work on a firm's tickets."""
    officer = officer_of(request)

    def keep(said: dict[str, Any]) -> str:
        said["officer"] = asking.officer_of_badge(officer, said.pop("badge_number"))
        said["company"] = asking.contractor_of(officer, said["company"], "company")
        services.give_seat(by=officer, **said)
        return reverse("contractor_seat_list")

    form = work_forms.SeatForm(request.POST or None, viewer=officer)
    context = {
        "tab": "seats",
        "title": _("Let somebody of a firm in"),
        "explanation": _("Sees the tickets of that firm alone, and nothing else."),
        "back": reverse("contractor_seat_list"),
    }
    return form_page(request, form, keep, "repair/form.html", context)


@requires(Right.REPAIR_MANAGE, Right.REPAIR_MANAGE)
@require_http_methods(BOTH)
def contractor_seat_end(request: HttpRequest, contractor_seat_id: int) -> HttpResponse:
    """From now on this person sees nothing any more."""
    seat = selectors.find_seat(officer_of(request), contractor_seat_id)

    def keep(said: dict[str, Any]) -> str:
        services.end_seat(seat, by=officer_of(request), **said)
        return reverse("contractor_seat_list")

    form = ReasonForm(request.POST or None, initial={"version": seat.version})
    context = {
        "tab": "seats",
        "title": _("Let in no more: %s") % seat.officer,
        "explanation": _("From that moment nothing of the firm's tickets is shown."),
        "back": reverse("contractor_seat_list"),
        "label": _("Let in no more"),
    }
    return form_page(request, form, keep, "repair/form.html", context)
