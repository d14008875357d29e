"""Pages of coverage: the map with its equal list, the hole a dispatch leaves, move-ups."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from command_center.dispatch.coverage import moves, now, selectors, services, shown
from command_center.dispatch.coverage.forms import DecisionForm
from command_center.dispatch.coverage.models import MoveUp
from command_center.dispatch.coverage.serializers import AfterQuery
from grid.errors import DomainError
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rest.views import checked
from grid.rights import Right, requires

CELLS: Final = 50
CIRCLES: Final = 100


@requires(Right.DISPATCH_READ)
@require_GET
def coverage(request: HttpRequest) -> HttpResponseBase:
    """Where 1, 3 and 5 minutes are not met now; with `?units=`, what is lost if these go."""
    officer = officer_of(request)
    picture = now.picture(officer)
    told = shown.coverage_json(picture, officer, now.cell_states(picture))
    if request.GET.get("as") == "csv":
        name = f"coverage-{timezone.localtime():%Y%m%d-%H%M}.csv"
        return csv_answer(name, _lines(told))
    told["circles"].sort(key=lambda row: (row["is_met"], row["tier"], row["name"]))
    signs = request.GET.get("units", "").strip()
    context = {
        "told": told,
        "tiers": _tiers(told),
        "cells": page_of(request, told["cells"], size=CELLS),
        "circles": told["circles"][:CIRCLES],
        "kept": [shown.kept_json(*pair) for pair in selectors.requirements(officer)[:CIRCLES]],
        "signs": signs,
        "hole": _hole(request, picture, signs) if signs else None,
        "may_manage": Right.COVERAGE_MANAGE in officer.rights,
        "may_assign": Right.DISPATCH_ASSIGN in officer.rights,
        "map": {"grid": told["grid"], "circles": told["circles"], "words": _words()},
    }
    return render(request, "coverage/coverage.html", context)


@requires(Right.DISPATCH_READ)
@require_GET
def move_up_list(request: HttpRequest) -> HttpResponse:
    """Move-ups that were decided."""
    rows = MoveUp.objects.visible_to(officer_of(request)).select_related("unit")
    sign = request.GET.get("q", "").strip()
    if sign:
        rows = rows.filter(unit__call_sign__icontains=sign)
    context = {"page": page_of(request, rows, size=CELLS), "q": sign}
    return render(request, "coverage/move_ups.html", context)


@requires(Right.DISPATCH_ASSIGN, Right.DISPATCH_ASSIGN)
@require_POST
def move_up_decide(request: HttpRequest) -> HttpResponse:
    """Accept or refuse one proposal, and back to the list of what was decided."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please open the proposal again."))
        return redirect("coverage")
    said = form.cleaned_data

    def decide() -> str:
        gone = [sign for sign in said["gone"].split(",") if sign]
        proposal = services.Proposal(unit=said["unit"], place=said["place"], gone=gone)
        accept = said["decision"] == MoveUp.Decision.ACCEPTED
        by = officer_of(request)
        row = services.decide_move_up(proposal, by=by, accept=accept, reason=said["reason"])
        messages.success(request, _("Kept: %(unit)s") % {"unit": row.unit.call_sign})
        return reverse("move_up_list")

    try:
        return redirect(once_per_form(request, decide))
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect(f"{reverse('coverage')}?units={said['gone']}")


def _hole(request: HttpRequest, picture: now.Picture, signs: str) -> dict[str, Any]:
    units = checked(AfterQuery, {"units": signs})["units"]
    return shown.hole_json(moves.hole(officer_of(request), picture, units), picture)


def _tiers(told: dict[str, Any]) -> list[dict[str, Any]]:
    """For each tier: points and circles met, of how many."""
    rows = []
    for tier in (1, 3, 5):
        circles = [circle for circle in told["circles"] if circle["tier"] == tier]
        met, points = told["ground"]["met"][str(tier)], told["ground"]["points"]
        rows.append(
            {
                "tier": tier,
                "met": met,
                "points": points,
                "share": met / points if points else None,
                "circles": len(circles),
                "circles_met": sum(circle["is_met"] for circle in circles),
            }
        )
    return rows


def _words() -> dict[str, str]:
    """What the map says; the script has no words of its own."""
    return {
        "1": _("within 1 minute"),
        "3": _("within 3 minutes"),
        "5": _("within 5 minutes"),
        "0": _("beyond 5 minutes"),
        "met": _("met"),
        "unmet": _("not met"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "failed": _("The cells could not be read; the list below is complete."),
    }


def _lines(told: dict[str, Any]) -> list[Sequence[Any]]:
    head = (_("Cell"), _("Cell name"), _("Agency"), _("Points"))
    lines: list[Sequence[Any]] = [(*head, "≤1", "≤3", "≤5", _("Worst seconds"))]
    for row in told["cells"]:
        met = [row["met"][str(tier)] for tier in (1, 3, 5)]
        who = (row["code"], row["name"], row["agency_name"], row["points"])
        lines.append((*who, *met, row["worst_s"]))
    return lines
