"""Pages of the plans of containment."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from checkpoints.containment import forms, plan_sheet, selectors
from checkpoints.containment.models import ContainmentPlan, PlanPost, PlanRing
from checkpoints.containment.plan_hours import can_man, open_hours
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
    context = {
        "row": row,
        "rings": [(ring, open_hours(ring.posts.all())) for ring in rings],
        "usable": usable,
        "map": _map(rings),
    }
    return render(request, "containment/plan.html", context)


def _map(rings: Iterable[PlanRing]) -> dict[str, Any]:
    """Rings and posts as the map draws them; a post for which nobody is named is a gap."""
    hour = timezone.localtime().hour
    posts = [one for ring in rings for one in ring.posts.all()]
    return {
        "rings": [_ring(ring, hour) for ring in rings],
        "posts": [_post(one, hour) for one in posts],
        "words": {"zoom_in": _("Zoom in"), "zoom_out": _("Zoom out")},
    }


def _ring(ring: PlanRing, hour: int) -> dict[str, Any]:
    outline = [list(corner) for corner in ring.outline.coords[0]]
    is_closed = all(can_man(one, hour) for one in ring.posts.all())
    return {"outline": outline, "is_active": True, "is_closed": is_closed}


def _post(one: PlanPost, hour: int) -> dict[str, Any]:
    cover, why = ("closed", "") if can_man(one, hour) else ("gap", _("nobody at this hour"))
    return {"name": one.name, "lng": one.point.x, "lat": one.point.y, "cover": cover, "why": why}


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
