"""Pages of the rules: what a containment computes by now, every row, writing the next one."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from checkpoints.containment import selectors
from checkpoints.containment.forms_rules import UNITS_S, DetourForm, RuleForm, SpeedForm, TargetForm
from checkpoints.containment.models import EscapeDetour, EscapeSpeed, PostTarget, RoadClass
from checkpoints.containment.numbers import numbers_at
from checkpoints.containment.services import rules
from grid.frame.pages import form_page
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires


@requires(Right.CONTAINMENT_READ)
@require_GET
def containment_rules(request: HttpRequest) -> HttpResponse:
    """Speeds, detours and deadlines: those in force at this hour, and all with their days."""
    officer, now = officer_of(request), timezone.now()
    numbers = numbers_at(officer.agency_path, now)
    context = {
        "now": now,
        "numbers": numbers,
        "held": [(label, numbers.speeds[str(code)]) for code, label in RoadClass.choices],
        "speeds": selectors.rules(EscapeSpeed, officer),
        "detours": selectors.rules(EscapeDetour, officer),
        "targets": selectors.rules(PostTarget, officer),
        "today": timezone.localdate(),
    }
    return render(request, "containment/rules.html", context)


@requires(Right.CONTAINMENT_PLAN, Right.CONTAINMENT_PLAN)
@require_http_methods(["GET", "POST"])
def containment_speed_new(request: HttpRequest) -> HttpResponse:
    """Another speed for a class of road."""
    form = SpeedForm(request.POST or None)
    return _page(request, form, _("Another speed"), rules.set_speed)


@requires(Right.CONTAINMENT_PLAN, Right.CONTAINMENT_PLAN)
@require_http_methods(["GET", "POST"])
def containment_detour_new(request: HttpRequest) -> HttpResponse:
    """Another detour factor."""
    numbers = numbers_at(officer_of(request).agency_path, timezone.now())
    form = DetourForm(request.POST or None, initial={"factor": numbers.detour})
    return _page(request, form, _("Another detour factor"), rules.set_detour)


@requires(Right.CONTAINMENT_PLAN, Right.CONTAINMENT_PLAN)
@require_http_methods(["GET", "POST"])
def containment_target_new(request: HttpRequest) -> HttpResponse:
    """Other deadlines; minutes and hours on the page, seconds in the row."""
    target = numbers_at(officer_of(request).agency_path, timezone.now()).target
    held = {name: getattr(target, name) // unit for name, unit in UNITS_S.items()}
    form = TargetForm(request.POST or None, initial=held | {"cover_m": target.cover_m})

    def write(**said: Any) -> None:
        rules.set_target(**said | {name: said[name] * unit for name, unit in UNITS_S.items()})

    return _page(request, form, _("Other deadlines"), write)


def _page(
    request: HttpRequest, form: RuleForm, title: str, write: Callable[..., Any]
) -> HttpResponse:
    def keep(said: dict[str, Any]) -> str:
        write(by=officer_of(request), **said)
        return reverse("containment_rules")

    return form_page(request, form, keep, "containment/rule_new.html", {"title": title})
