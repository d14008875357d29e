"""Pages of the rules behind the figures: bands and timers, each changed from a day on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from command_center.dispatch.figures import rulebook
from command_center.dispatch.figures.forms import BandForm, RuleForm, TimerForm
from command_center.dispatch.figures.measures import BY_CODE, STAMP_NAMES
from command_center.dispatch.figures.models import BandSet, TimerRule
from command_center.incidents.dated import applying
from grid.errors import DomainError
from grid.ledger.actors import actor_of
from grid.ledger.idempotency import once_per_form
from grid.organisation.models import Agency
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires


@requires(Right.FIGURES_READ)
@require_GET
def figure_rules(request: HttpRequest) -> HttpResponse:
    """What figures are measured against today and from when."""
    officer, today = officer_of(request), timezone.localdate()
    all_bands: Any = BandSet.objects.all()
    all_timers: Any = TimerRule.objects.all()
    bands: Any = applying(all_bands.not_over(today), officer)
    timers: Any = applying(all_timers.not_over(today), officer)
    may_change = Right.COVERAGE_MANAGE in officer.rights
    mine = Agency.objects.visible_to(officer).values_list("pk", flat=True) if may_change else ()
    context = {
        "page": page_of(request, bands.order_by("agency__path", "pk")),
        "timers": timers.order_by("agency__path", "reading", "tier", "pk")[:200],
        "measures": {code: measure.name for code, measure in BY_CODE.items()},
        "stamps": STAMP_NAMES,
        "kinds": dict(Agency.Kind.choices),
        "today": today,
        "changeable": set(mine),
    }
    return render(request, "figures/rules.html", context)


@requires(Right.COVERAGE_MANAGE, Right.COVERAGE_MANAGE)
@require_http_methods(["GET", "POST"])
def figure_bands_edit(request: HttpRequest, bands_id: int) -> HttpResponse:
    """Other bounds from a day on."""
    rows = BandSet.objects.visible_to(officer_of(request)).select_related("agency")
    rule = get_object_or_404(rows, pk=bands_id)
    title = BY_CODE[rule.measure].name if rule.measure in BY_CODE else rule.measure
    return _change(request, rule, BandForm(request.POST or None, rule=rule), title)


@requires(Right.COVERAGE_MANAGE, Right.COVERAGE_MANAGE)
@require_http_methods(["GET", "POST"])
def figure_timer_edit(request: HttpRequest, timer_id: int) -> HttpResponse:
    """Other stamps or another limit from a day on."""
    rows = TimerRule.objects.visible_to(officer_of(request)).select_related("agency")
    rule = get_object_or_404(rows, pk=timer_id)
    title = f"{rule.get_reading_display()} · {rule.tier}"
    return _change(request, rule, TimerForm(request.POST or None, rule=rule), title)


def _change(request: HttpRequest, rule: Any, form: RuleForm, title: Any) -> HttpResponse:
    def keep() -> str:
        said = form.cleaned_data
        dates = {"version": said["version"], "valid_from": said["valid_from"]}
        rulebook.change_rule(rule, by=actor_of(request), changes=form.changes, **dates)
        messages.success(request, _("The rule is kept; earlier days stay as they were."))
        return reverse("figure_rules")

    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return redirect(once_per_form(request, keep))
            except DomainError as refusal:
                form.refuse(refusal)
                status = refusal.status
    context = {"form": form, "rule": rule, "title": title}
    return render(request, "figures/rule_edit.html", context, status=status)
