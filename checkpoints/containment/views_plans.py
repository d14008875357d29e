"""Pages of the plans of containment."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from checkpoints.containment import forms, plan_sheet, selectors
from checkpoints.containment.models import ContainmentPlan
from checkpoints.containment.services.plans import put_plan
from grid.frame.pages import form_page
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires


@requires(Right.CONTAINMENT_READ)
@require_GET
def containment_plan_list(request: HttpRequest) -> HttpResponse:
    """Plans in scope; those whose instrument has expired are marked and cannot be started."""
    rows = (
        selectors.plans(officer_of(request))
        .order_by("agency__path", "code")
        .annotate(
            post_count=Count("posts", distinct=True), ring_count=Count("rings", distinct=True)
        )
    )
    word = request.GET.get("q", "").strip()[:60]
    if word:
        rows = rows.filter(Q(name__icontains=word) | Q(code__icontains=word))
    context = {"page": page_of(request, rows, size=50), "q": word, "now": timezone.now()}
    return render(request, "containment/plans.html", context)


@requires(Right.CONTAINMENT_READ)
@require_GET
def containment_plan_detail(request: HttpRequest, containment_plan_id: int) -> HttpResponse:
    """One plan: its instrument, its rings from the inside out, its posts by stage."""
    row = selectors.find_plan(officer_of(request), containment_plan_id)
    rings = row.rings.prefetch_related("posts__agency", "posts__checkpoint")
    usable = ContainmentPlan.objects.usable().filter(pk=row.pk).exists()
    context = {"row": row, "rings": rings, "usable": usable}
    return render(request, "containment/plan.html", context)


@requires(Right.CONTAINMENT_PLAN, Right.CONTAINMENT_PLAN)
@require_http_methods(["GET", "POST"])
def containment_plan_new(request: HttpRequest) -> HttpResponse:
    """Write a plan."""
    return _edit(request, None)


@requires(Right.CONTAINMENT_PLAN, Right.CONTAINMENT_PLAN)
@require_http_methods(["GET", "POST"])
def containment_plan_edit(request: HttpRequest, containment_plan_id: int) -> HttpResponse:
    """Change a plan; containments already begun stay as they are."""
    return _edit(request, selectors.find_plan(officer_of(request), containment_plan_id))


def _edit(request: HttpRequest, plan: ContainmentPlan | None) -> HttpResponse:
    form = forms.PlanForm(request.POST or None, initial=_initial(plan))

    def keep(said: dict[str, Any]) -> str:
        rings = plan_sheet.rings_of(said.pop("posts"), plan)
        said["duty_level_id"] = said["duty_level_id"] or None
        row = put_plan(plan, by=officer_of(request), rings=rings, **said)
        return reverse("containment_plan_detail", args=[row.pk])

    return form_page(request, form, keep, "containment/plan_edit.html", {"row": plan})


def _initial(plan: ContainmentPlan | None) -> dict[str, Any]:
    if plan is None:
        return {}
    names = (
        "code", "name", "triggers", "duty_level_id", "instrument_type", "instrument_number",
        "instrument_issuer", "is_active", "notes", "version",
    )  # fmt: skip
    return {
        **{name: getattr(plan, name) for name in names},
        "valid_from": timezone.localtime(plan.valid_from),
        "valid_to": timezone.localtime(plan.valid_to),
        "posts": plan_sheet.lines_of(plan),
    }
