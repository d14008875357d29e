"""Pages where circles are drawn and stations are told how many units to keep."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from command_center.dispatch.coverage import selectors, services, shown
from command_center.dispatch.coverage.forms import CircleFilter, CircleForm, RequirementForm
from command_center.dispatch.coverage.models import CoverageRequirement, ResponseCircle
from grid.errors import DomainError
from grid.ledger.actors import actor_of
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires


@requires(Right.DISPATCH_READ)
@require_GET
def circle_list(request: HttpRequest) -> HttpResponse:
    """Response circles in force or to come."""
    form = CircleFilter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    rows = selectors.circles(officer_of(request), q=said.get("q", ""))
    if said.get("tier"):
        rows = rows.filter(tier=said["tier"])
    may_manage = Right.COVERAGE_MANAGE in officer_of(request).rights
    context = {"form": form, "page": page_of(request, rows), "may_manage": may_manage}
    return render(request, "coverage/circles.html", context)


@requires(Right.COVERAGE_MANAGE, Right.COVERAGE_MANAGE)
@require_http_methods(["GET", "POST"])
def circle_new(request: HttpRequest) -> HttpResponse:
    """Draw a circle."""
    form = CircleForm(request.POST or None, officer=officer_of(request))

    def keep() -> str:
        agency = form.cleaned_data["agency"]
        circle = services.create_circle(by=actor_of(request), agency=agency, said=form.said())
        messages.success(request, _("“%s” was saved.") % circle.name)
        return reverse("circle_list")

    return _answer(request, form, keep, _("New response circle"), "circle_list")


@requires(Right.COVERAGE_MANAGE, Right.COVERAGE_MANAGE)
@require_http_methods(["GET", "POST"])
def circle_edit(request: HttpRequest, circle_id: int) -> HttpResponse:
    """Change a circle from now on, or give it an end."""
    rows = ResponseCircle.objects.visible_to(officer_of(request)).select_related("agency", "place")
    circle = get_object_or_404(rows, pk=circle_id)
    form = CircleForm(request.POST or None, officer=officer_of(request), circle=circle)

    def keep() -> str:
        version = form.cleaned_data["version"] or 0
        by = actor_of(request)
        services.change_circle(circle, by=by, version=version, said=form.said())
        messages.success(request, _("“%s” was saved.") % circle.name)
        return reverse("circle_list")

    return _answer(request, form, keep, circle.name, "circle_list")


@requires(Right.DISPATCH_READ)
@require_GET
def requirement_list(request: HttpRequest) -> HttpResponse:
    """How many units stations must keep free, how it stands, and past gaps."""
    officer = officer_of(request)
    rows = [shown.kept_json(*pair) for pair in selectors.requirements(officer)]
    context = {
        "page": page_of(request, rows),
        "gaps": selectors.gap_log(officer)[:50],
        "may_manage": Right.COVERAGE_MANAGE in officer.rights,
    }
    return render(request, "coverage/requirements.html", context)


@requires(Right.COVERAGE_MANAGE, Right.COVERAGE_MANAGE)
@require_http_methods(["GET", "POST"])
def requirement_new(request: HttpRequest) -> HttpResponse:
    """Ask a number of free units of a station."""
    form = RequirementForm(request.POST or None, officer=officer_of(request))

    def keep() -> str:
        said = form.said()
        agency = said["station"].agency
        services.create_requirement(by=actor_of(request), agency=agency, said=said)
        messages.success(request, _("The rule is kept."))
        return reverse("requirement_list")

    return _answer(request, form, keep, _("New requirement"), "requirement_list")


@requires(Right.COVERAGE_MANAGE, Right.COVERAGE_MANAGE)
@require_http_methods(["GET", "POST"])
def requirement_edit(request: HttpRequest, requirement_id: int) -> HttpResponse:
    """Another number, another radius, or an end."""
    rows = CoverageRequirement.objects.visible_to(officer_of(request)).select_related("station")
    row = get_object_or_404(rows, pk=requirement_id)
    form = RequirementForm(request.POST or None, officer=officer_of(request), row=row)

    def keep() -> str:
        version = form.cleaned_data["version"] or 0
        by = actor_of(request)
        services.change_requirement(row, by=by, version=version, said=form.said())
        messages.success(request, _("The rule is kept."))
        return reverse("requirement_list")

    return _answer(request, form, keep, row.station.name, "requirement_list")


def _answer(request: HttpRequest, form: Any, keep: Any, title: str, back: str) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return redirect(once_per_form(request, keep))
            except DomainError as refusal:
                form.refuse(refusal)
                status = refusal.status
    context = {"form": form, "title": title, "back": reverse(back)}
    return render(request, "coverage/edit.html", context, status=status)
