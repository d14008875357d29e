"""Response targets and widths for duplicates: one page to read them, a form for each."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from command_center.incidents import targets
from command_center.incidents.dated import applying
from command_center.incidents.models import DuplicateRule, ResponseTarget
from command_center.incidents.target_forms import RuleForm, TargetForm, WidthForm
from grid.errors import DomainError
from grid.ledger.actors import actor_of
from grid.ledger.idempotency import once_per_form
from grid.organisation.models import Agency
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires


@requires(Right.INCIDENT_READ)
@require_GET
def target_list(request: HttpRequest) -> HttpResponse:
    """What holds on the viewer's ground today and what will, the city's rules included."""
    officer, today = officer_of(request), timezone.localdate()
    rows = applying(ResponseTarget.objects.not_over(today), officer)
    widths = applying(DuplicateRule.objects.not_over(today), officer)
    may_change, mine = Right.CATEGORY_MANAGE in officer.rights, Agency.objects.visible_to(officer)
    context = {
        "page": page_of(request, rows.order_by("agency__path", "level", "pk"), size=100),
        "widths": widths[:200],
        "today": today,
        "may_change": may_change,
        "changeable": set(mine.values_list("pk", flat=True)) if may_change else set(),
    }
    return render(request, "incidents/targets.html", context)


@requires(Right.CATEGORY_MANAGE, Right.CATEGORY_MANAGE)
@require_http_methods(["GET", "POST"])
def target_new(request: HttpRequest) -> HttpResponse:
    """A target for an agency that had none of its own."""
    return _new(request, TargetForm)


@requires(Right.CATEGORY_MANAGE, Right.CATEGORY_MANAGE)
@require_http_methods(["GET", "POST"])
def duplicate_rule_new(request: HttpRequest) -> HttpResponse:
    """A width for an agency or a category that had none of its own."""
    return _new(request, WidthForm)


@requires(Right.CATEGORY_MANAGE, Right.CATEGORY_MANAGE)
@require_http_methods(["GET", "POST"])
def target_edit(request: HttpRequest, target_id: int) -> HttpResponse:
    """Other seconds from a day on."""
    mine = ResponseTarget.objects.visible_to(officer_of(request)).select_related("agency")
    return _change(request, TargetForm, get_object_or_404(mine, pk=target_id))


@requires(Right.CATEGORY_MANAGE, Right.CATEGORY_MANAGE)
@require_http_methods(["GET", "POST"])
def duplicate_rule_edit(request: HttpRequest, width_id: int) -> HttpResponse:
    """Another width from a day on."""
    mine = DuplicateRule.objects.visible_to(officer_of(request)).select_related("agency")
    return _change(request, WidthForm, get_object_or_404(mine, pk=width_id))


def _new(request: HttpRequest, form_class: type[RuleForm]) -> HttpResponse:
    form = form_class(request.POST or None, officer=officer_of(request))

    def keep() -> str:
        targets.add_rule(form.new_rule(), by=actor_of(request))
        return _kept(request)

    return _answer(request, form, keep, None)


def _change(request: HttpRequest, form_class: type[RuleForm], rule: Any) -> HttpResponse:
    form = form_class(request.POST or None, officer=officer_of(request), rule=rule)

    def keep() -> str:
        said = form.cleaned_data
        dates = {"version": said["version"] or 0, "valid_from": said["valid_from"]}
        targets.change_rule(rule, by=actor_of(request), changes=form.changes, **dates)
        return _kept(request)

    return _answer(request, form, keep, rule)


def _kept(request: HttpRequest) -> str:
    messages.success(request, _("The rule is kept. Open boards take it over when they load."))
    return reverse("target_list")


def _answer(request: HttpRequest, form: RuleForm, change: Any, rule: Any) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return redirect(once_per_form(request, change))
            except DomainError as refusal:
                form.refuse(refusal)
                status = refusal.status
    context = {"form": form, "rule": rule, "is_width": isinstance(form, WidthForm)}
    return render(request, "incidents/target_edit.html", context, status=status)
