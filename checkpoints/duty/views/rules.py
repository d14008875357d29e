"""Targets and procedures: what holds, every version, writing the next one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from checkpoints.duty import forms, services
from checkpoints.duty.models import DutyTarget
from checkpoints.duty.rules import sop_for, sops
from checkpoints.register.models import DutyLevel
from checkpoints.register.selectors import find_checkpoint
from grid.frame.pages import form_page
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires


@requires(Right.CHECKPOINT_READ)
@require_GET
def duty_rules(request: HttpRequest) -> HttpResponse:
    """The targets by agency, and the library of procedures."""
    officer, now = officer_of(request), timezone.now()
    held = [sop_for(level.code, officer.agency_path, now) for level in DutyLevel.objects.all()]
    context = {
        "targets": DutyTarget.objects.visible_to(officer).select_related("agency"),
        "page": page_of(request, sops(officer), size=50),
        "held": {row.pk for row in held if row},
        "today": timezone.localdate(),
    }
    return render(request, "duty/duty_rules.html", context)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def duty_target_new(request: HttpRequest) -> HttpResponse:
    """Other minutes for the own agency, from a day on."""

    def keep(said: dict[str, Any]) -> str:
        services.set_target(
            by=officer_of(request),
            sign_s=said["sign_min"] * 60,
            ready_s=said["ready_min"] * 60,
            valid_from=said["valid_from"],
        )
        return reverse("duty_rules")

    form = forms.TargetForm(request.POST or None)
    return form_page(request, form, keep, "duty/duty_target_new.html", {})


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(["GET", "POST"])
def duty_sop_new(request: HttpRequest) -> HttpResponse:
    """The next version, begun from the one in force."""
    officer = officer_of(request)
    level = request.GET.get("level", "")
    before = sop_for(level, officer.agency_path, timezone.now())
    initial = {"level": level, "title": before.title, "text": before.text} if before else {}

    def keep(said: dict[str, Any]) -> str:
        code = said.pop("checkpoint")
        said["checkpoint"] = find_checkpoint(officer, code) if code else None
        said["level"] = DutyLevel.objects.get(code=said["level"])
        return reverse("duty_sop_detail", args=[services.write_sop(by=officer, **said).pk])

    form = forms.SopForm(request.POST or None, initial=initial)
    return form_page(request, form, keep, "duty/duty_sop_new.html", {})


@requires(Right.CHECKPOINT_READ)
@require_GET
def duty_sop_detail(request: HttpRequest, sop_id: int) -> HttpResponse:
    """One version with the others of its kind, and the orders given by it."""
    officer = officer_of(request)
    sop = get_object_or_404(sops(officer), pk=sop_id)
    same = {"agency": sop.agency, "level": sop.level, "checkpoint": sop.checkpoint}
    context = {
        "sop": sop,
        "versions": sops(officer).filter(**same),
        "orders": sop.orders.visible_to(officer)[:50],
    }
    return render(request, "duty/duty_sop_detail.html", context)
