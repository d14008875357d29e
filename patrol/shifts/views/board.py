"""The shift board, one shift with its roster, and coming and going."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grid.frame.pages import act, form_page
from grid.ledger.actors import actor_of
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from patrol.shifts import access, selectors, services, timeline
from patrol.shifts.forms import DayFilterForm, RosterForm
from patrol.shifts.models import RosterEntry, Shift
from patrol.units.models import Station

_PAGE = 60


@requires(Right.SHIFT_READ)
@require_GET
def shift_board(request: HttpRequest) -> HttpResponse:
    """A day: shifts with what they need, bars per unit, hours that nobody covers, overtime."""
    officer = officer_of(request)
    form, day, rows = _chosen(request)
    begins, ends = selectors.day_bounds(day)
    page = page_of(request, rows, size=_PAGE)
    shown, words = list(page.object_list), selectors.certificate_words()
    context = {
        "form": form,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "page": page,
        "shifts": [{"shift": shift, "needs": selectors.needs_of(shift, words)} for shift in shown],
        "bars": timeline.rows(shown, begins, ends),
        "hours": timeline.hours(begins, ends),
        "open_hours": _open_hours(officer, day),
        "overtime": selectors.overtime(officer, begins=begins, ends=ends),
        "may_edit": Right.SHIFT_MANAGE in officer.rights,
        "now": timezone.now(),
    }
    return render(request, "shifts/board.html", context)


@requires(Right.SHIFT_READ)
@require_GET
def shift_export(request: HttpRequest) -> HttpResponseBase:
    """The rosters of a day as CSV."""
    _form, day, rows = _chosen(request)
    return csv_answer(f"shifts-{day.isoformat()}.csv", _lines(rows))


@requires(Right.SHIFT_READ, Right.SHIFT_MANAGE)
@require_http_methods(["GET", "POST"])
def shift_detail(request: HttpRequest, shift_id: int) -> HttpResponse:
    """One shift: required against rostered and present; whoever keeps the roster adds to it."""
    officer = officer_of(request)
    rows = Shift.objects.visible_to(officer).select_related("agency", "station")
    rows = rows.prefetch_related("entries__officer__agency", "entries__unit__agency")
    shift = get_object_or_404(rows, pk=shift_id)

    def keep(said: dict[str, Any]) -> str:
        said["officer"] = access.officer_by_badge(shift, said.pop("badge"))
        said["unit"] = access.unit_by_sign(shift, said.pop("unit"))
        services.roster(shift, by=actor_of(request), **said)
        return reverse("shift_detail", args=[shift.pk])

    words = selectors.certificate_words()
    context = {
        "shift": shift,
        "needs": selectors.needs_of(shift, words),
        "entries": [_entry_line(entry, officer, words) for entry in shift.entries.all()],
        "handover": getattr(shift, "handover", None),
        "may_edit": Right.SHIFT_MANAGE in officer.rights,
        "now": timezone.now(),
    }
    return form_page(
        request, RosterForm(request.POST or None), keep, "shifts/shift_detail.html", context
    )


@requires(Right.SHIFT_SIGN, Right.SHIFT_SIGN)
@require_POST
def roster_act(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Come on duty, go off duty, or be taken off the roster."""
    officer = officer_of(request)
    entry = access.entry_of(officer, entry_id)
    there = reverse("shift_detail", args=[entry.shift_id])
    in_scope = entry.shift.agency.path.startswith(officer.agency_path)

    def keep() -> str:
        _do(request.POST.get("act", ""), entry, request)
        return there if in_scope else reverse("shift_board")

    return act(request, keep, back=there)


def _do(what: str, entry: RosterEntry, request: HttpRequest) -> None:
    waiver = request.POST.get("waiver", "")[:200]
    access.check_own_or_manager(officer_of(request), entry, waiver=waiver)
    by = actor_of(request)
    if what == "on":
        services.come_on(entry, by=by, waiver=waiver)
    elif what == "off":
        services.go_off(entry, by=by)
    elif what == "strike":
        access.check_manager(officer_of(request))
        services.strike(entry, by=by)


def _chosen(request: HttpRequest) -> tuple[DayFilterForm, date, Any]:
    """The filter, the local day it names (today by default), and the day's shifts."""
    officer = officer_of(request)
    asked = {"day": timezone.localdate().isoformat()} | request.GET.dict()
    form = DayFilterForm(asked, viewer=officer)
    said = form.cleaned_data if form.is_valid() else {}
    day = said.get("day") or timezone.localdate()
    begins, ends = selectors.day_bounds(day)
    narrowed = {"agency": said.get("agency", "")}
    return form, day, selectors.shifts(officer, begins=begins, ends=ends, **narrowed)


def _open_hours(officer: Officer, day: date) -> list[dict[str, Any]]:
    """Round-the-clock stations whose roster leaves an hour open, or a partner's place empty."""
    stations = Station.objects.visible_to(officer).filter(is_active=True, shifts__isnull=False)
    rows = []
    for station in stations.distinct().select_related("agency").prefetch_related("partners")[:200]:
        hours = selectors.uncovered_hours(station, day) if station.is_round_the_clock else []
        gaps = selectors.agency_gaps(station) if day == timezone.localdate() else []
        if hours or gaps:
            rows.append({"station": station, "hours": hours, "gaps": gaps})
    return rows


def _entry_line(entry: RosterEntry, officer: Officer, words: Mapping[str, str]) -> dict[str, Any]:
    keeps = Right.SHIFT_MANAGE in officer.rights
    may = keeps or (entry.officer_id == officer.pk and Right.SHIFT_SIGN in officer.rights)
    minutes = int(entry.overtime.total_seconds() // 60)
    papers = [words.get(code, code) for code in entry.certificates]
    return {
        "row": entry,
        "may_act": may,
        "may_strike": keeps,
        "overtime_min": minutes,
        "certificates": papers,
    }


def _lines(rows: Any) -> Iterator[Sequence[Any]]:
    yield ("shift", "agency", "station", "starts", "ends", "unit", "badge", "as", "came", "left")
    for shift in rows:
        place = shift.station.code if shift.station else ""
        head = (shift.name, shift.agency.code, place, shift.starts_at, shift.ends_at)
        for entry in shift.entries.all():
            unit = entry.unit.call_sign if entry.unit else ""
            yield (*head, unit, entry.badge, entry.kind, entry.came_at, entry.left_at)
