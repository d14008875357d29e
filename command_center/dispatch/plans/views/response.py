"""Pages of response plans: the register, one plan, its editor, and plans at work."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from command_center.dispatch.plans import activating, editing, preview, selectors
from command_center.dispatch.plans.forms import EndForm, NeedFormSet, PlanFilterForm, PlanForm
from command_center.dispatch.plans.models import ResponsePlan
from command_center.dispatch.plans.texts import need_row, said
from command_center.dispatch.plans.views.shared import act, answer
from command_center.incidents import selectors as incidents
from grid.errors import DomainError
from grid.ledger.idempotency import once_per_form
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

ON_FORM = (
    "name",
    "category_prefix",
    "levels",
    "cells",
    "hour_from",
    "hour_to",
    "valid_from",
    "valid_to",
    "note",
    "is_active",
    "version",
)


@requires(Right.DISPATCH_READ)
@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    """Plans that hold on the viewer's ground, and the activations of late."""
    officer, form = officer_of(request), PlanFilterForm(request.GET)
    context = {
        "form": form,
        "page": page_of(request, selectors.plans(officer, **_chosen(form)), size=50),
        "running": selectors.activations(officer, state="running")[:20],
    }
    return render(request, "plans/plan_list.html", context)


@requires(Right.DISPATCH_READ)
@require_GET
def plan_export(request: HttpRequest) -> StreamingHttpResponse:
    """Plans as the filters leave them, a line for each need."""
    form = PlanFilterForm(request.GET)
    return csv_answer("response-plans.csv", _lines(officer_of(request), _chosen(form)))


@requires(Right.DISPATCH_READ)
@require_GET
def plan_detail(request: HttpRequest, plan: str) -> HttpResponse:
    """One plan: when it fits, its needs by alarm step, its versions, its activations."""
    officer = officer_of(request)
    found = selectors.plan(plan, officer)
    needs = [need_row(need) for need in found.needs.all()]
    steps = [
        (step, [(need, said(need)) for need in needs if need["step"] == step])
        for step in range(1, found.steps + 1)
    ]
    context = {
        "plan": found,
        "steps": steps,
        "kinds": dict(found.needs.model.Kind.choices),
        "versions": found.versions.all()[:20],
        "activations": selectors.activations(officer, plan=found.code)[:20],
        "may_edit": Right.PLAN_MANAGE in officer.rights
        and found.agency.path.startswith(officer.agency_path),
    }
    return render(request, "plans/plan_detail.html", context)


@requires(Right.PLAN_MANAGE, Right.PLAN_MANAGE)
@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """A plan with its needs."""
    return _edit(request, None)


@requires(Right.PLAN_MANAGE, Right.PLAN_MANAGE)
@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, plan: str) -> HttpResponse:
    """The next version of a plan; what runs keeps the text it began with."""
    return _edit(request, selectors.plan(plan, officer_of(request)))


def _edit(request: HttpRequest, plan: ResponsePlan | None) -> HttpResponse:
    officer, status = officer_of(request), 200
    first = {name: getattr(plan, name) for name in ON_FORM} if plan else {}
    needs = [need_row(need) for need in plan.needs.all()] if plan else []
    form = PlanForm(request.POST or None, initial=first, officer=officer, plan=plan)
    rows: Any = NeedFormSet(request.POST or None, initial=needs, prefix="needs")

    def keep() -> str:
        version = form.cleaned_data["version"]
        kept = (
            editing.change_plan(plan, form.values, rows.needs, by=officer, version=version)
            if plan
            else editing.create_plan(form.values, rows.needs, by=officer)
        )
        messages.success(request, _("The plan is kept as version %s.") % kept.version)
        return reverse("plan_detail", args=[kept.code])

    if request.method == "POST":
        status = 400
        if form.is_valid() and rows.is_valid():
            try:
                return redirect(once_per_form(request, keep))
            except DomainError as refusal:
                form.refuse(refusal)
                rows.refuse(refusal)
                status = refusal.status
    context = {"form": form, "rows": rows, "plan": plan}
    return render(request, "plans/plan_edit.html", context, status=status)


@requires(Right.DISPATCH_READ)
@require_GET
def incident_plans(request: HttpRequest, number: str) -> HttpResponse:
    """Plans that fit an incident, best first, with what each would send; Enter starts one."""
    officer = officer_of(request)
    found = incidents.incident(number, officer)
    context = {
        "incident": found,
        "fits": selectors.fits(found, officer),
        "past": selectors.activations(officer, incident=number, state="ended")[:20],
        "may_activate": Right.PLAN_ACTIVATE in officer.rights,
    }
    return render(request, "plans/incident_plans.html", context)


@requires(Right.DISPATCH_READ, Right.PLAN_ACTIVATE)
@require_POST
def plan_activate(request: HttpRequest, number: str, plan: str) -> HttpResponse:
    """One POST: units, orders, people told, checklist."""
    officer = officer_of(request)
    incident, found = incidents.incident(number, officer), selectors.plan(plan, officer)

    def start() -> str:
        made = activating.activate(found, incident, by=officer)
        messages.success(request, _("The plan is started."))
        return reverse("activation_detail", args=[made.pk])

    return act(request, start, back=reverse("incident_plans", args=[number]))


@requires(Right.DISPATCH_READ)
@require_GET
def activation_detail(request: HttpRequest, activation_id: int) -> HttpResponse:
    """A plan at work: what was sent at each step, the checklist, what the next step would add."""
    officer = officer_of(request)
    found = selectors.activation(activation_id, officer)
    may_act = Right.PLAN_ACTIVATE in officer.rights and found.ended_at is None
    context = {
        "activation": found,
        "may_act": may_act,
        "following": preview.of_step(found, viewer=officer) if may_act else None,
        "form": EndForm(initial={"version": found.version}),
    }
    return render(request, "plans/activation_detail.html", context)


@requires(Right.DISPATCH_READ, Right.PLAN_ACTIVATE)
@require_POST
def activation_raise(request: HttpRequest, activation_id: int) -> HttpResponse:
    """The next alarm step."""
    officer = officer_of(request)
    found = selectors.activation(activation_id, officer)
    version = request.POST.get("version", "")

    def lift() -> str:
        activating.raise_step(found, by=officer, version=int(version) if version.isdecimal() else 0)
        return reverse("activation_detail", args=[found.pk])

    return act(request, lift, back=reverse("activation_detail", args=[found.pk]))


@requires(Right.DISPATCH_READ, Right.PLAN_ACTIVATE)
@require_http_methods(["GET", "POST"])
def activation_end(request: HttpRequest, activation_id: int) -> HttpResponse:
    """What came of it."""
    officer = officer_of(request)
    found = selectors.activation(activation_id, officer)
    form = EndForm(request.POST or None, initial={"version": found.version})

    def end() -> str:
        activating.end(found, by=officer, **form.cleaned_data)
        return reverse("activation_detail", args=[found.pk])

    back = reverse("activation_detail", args=[found.pk])
    context = {"title": _("End the plan"), "label": _("End the plan"), "back": back}
    return answer(request, "plans/form.html", form, end, context)


@requires(Right.DISPATCH_READ, Right.PLAN_ACTIVATE)
@require_POST
def check_tick(request: HttpRequest, check_id: int) -> HttpResponse:
    """Tick an item of the checklist."""
    officer = officer_of(request)
    item = selectors.check(check_id, officer)
    back = reverse("activation_detail", args=[item.activation_id])

    def tick() -> str:
        activating.tick(item, by=officer, note=request.POST.get("note", ""))
        return back

    return act(request, tick, back=back)


def _chosen(form: PlanFilterForm) -> dict[str, str]:
    return form.cleaned_data if form.is_valid() else {}


def _lines(officer: Officer, chosen: dict[str, str]) -> Iterator[list[Any]]:
    titles = [_("Code"), _("Name of the plan"), _("Agency"), _("Version")]
    yield [*titles, _("Category"), _("Step"), _("Need")]
    for plan in selectors.plans(officer, **chosen):
        head = [plan.code, plan.name, plan.agency.name, plan.version, plan.category_prefix]
        for need in plan.needs.all():
            yield [*head, need.step, said(need_row(need))]
