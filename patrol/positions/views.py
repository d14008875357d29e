"""Pages of positions: the fleet, what was set aside, the limits, and one unit's track."""

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import DomainError
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of, viewer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires
from patrol.positions import selectors
from patrol.positions.drawing import draw
from patrol.positions.forms import FleetFilter, LimitForm, QuarantineFilter, TrackForm
from patrol.positions.limits import NUMBERS, change_limit, limits_of
from patrol.positions.models import PositionLimit, SpeedLimit
from patrol.units.models import Unit

_PAGE: Final = 100


@requires(Right.UNIT_READ)
def position_list(request: HttpRequest) -> HttpResponse:
    """Where every unit is, how old that is, and from what source."""
    form = FleetFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    viewer, now = viewer_of(request), timezone.now()
    page = page_of(request, selectors.positions(viewer, **chosen), size=_PAGE)
    limits = limits_of(viewer.agency_path)
    page.object_list = [(row, selectors.fleet_row(row, limits, now)) for row in page.object_list]
    context = {"form": form, "page": page, "now": now}
    context["may_track"] = viewer.has_right(Right.TRACK_READ)
    return render(request, "positions/position_list.html", context)


@requires(Right.UNIT_READ)
def quarantine_list(request: HttpRequest) -> HttpResponse:
    """Fixes that cannot be right."""
    form = QuarantineFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = page_of(request, selectors.quarantined(viewer_of(request), **chosen), size=_PAGE)
    return render(request, "positions/quarantine_list.html", {"form": form, "page": page})


@requires(Right.UNIT_READ)
def limit_list(request: HttpRequest) -> HttpResponse:
    """The time limits by source and the speeds by kind, in force or to come, and former ones."""
    viewer = viewer_of(request)
    city = viewer.agency_path.split("/", 1)[0]
    context = {
        "limits": PositionLimit.objects.filter(agency__code=city),
        "speeds": SpeedLimit.objects.filter(agency__code=city),
        "in_force": limits_of(viewer.agency_path),
        "may_edit": viewer.has_right(Right.UNIT_MANAGE) and viewer.agency_path == f"{city}/",
    }
    return render(request, "positions/limit_list.html", context)


@requires(Right.UNIT_MANAGE, Right.UNIT_MANAGE)
def limit_edit(request: HttpRequest, limit_id: int) -> HttpResponse:
    """Other time limits of a source from a day on; the city's own officers alone see the row."""
    row = get_object_or_404(PositionLimit.objects.visible_to(viewer_of(request)), pk=limit_id)
    return _edit(request, row, NUMBERS, row.get_source_display())


@requires(Right.UNIT_MANAGE, Right.UNIT_MANAGE)
def speed_edit(request: HttpRequest, speed_id: int) -> HttpResponse:
    """Another greatest speed of a kind from a day on."""
    row = get_object_or_404(SpeedLimit.objects.visible_to(viewer_of(request)), pk=speed_id)
    return _edit(request, row, ("max_kmh",), row.get_kind_display())


def _edit(request: HttpRequest, row: Any, numbers: tuple[str, ...], title: str) -> HttpResponse:
    form = LimitForm(request.POST or None, row=row, numbers=numbers)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def change() -> str:
            change_limit(
                row,
                by=officer_of(request).as_actor(),
                version=said["version"],
                valid_from=said["valid_from"],
                changes=form.changes,
            )
            return reverse("position_limit_list")

        try:
            address = once_per_form(request, change)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect(address)
    return render(request, "positions/limit_edit.html", {"form": form, "title": title})


@requires(Right.TRACK_READ)
def unit_track(request: HttpRequest, call_sign: str) -> HttpResponse:
    """One unit's track on a map, after a purpose is given; each look is on the access register."""
    units = Unit.objects.visible_to(viewer_of(request)).select_related("agency")
    unit = get_object_or_404(units, call_sign=call_sign)
    form = TrackForm(request.GET if "purpose" in request.GET else None)
    context: dict[str, Any] = {"unit": unit, "form": form, "now": timezone.now()}
    context["at"] = selectors.position_of(unit)
    if form.is_bound and form.is_valid():
        try:
            context |= _read(request, unit, form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
    return render(request, "positions/unit_track.html", context)


def _read(request: HttpRequest, unit: Unit, said: dict[str, Any]) -> dict[str, Any]:
    until = said["until"] or timezone.now()
    since = said["since"] or until - timedelta(hours=1)
    by = officer_of(request).as_actor()
    fixes = selectors.track(unit, by=by, since=since, until=until, reason=said)
    return {
        "since": since,
        "until": until,
        "is_read": True,
        "fixes": fixes[-200:][::-1],
        "count": len(fixes),
        "is_cut_short": len(fixes) == selectors.MOST_TRACKED,
        "drawing": draw(fixes) if fixes else None,
    }
