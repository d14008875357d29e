"""Pages of the hours of the steps."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires
from mediation.flow.models import StepRule
from mediation.flow.page_forms import StepRuleForm
from mediation.flow.services.rules import set_step_rule
from mediation.register.views.shared import BOTH, small_form

PAGE = 50


@requires(Right.DISPUTE_READ)
@require_GET
def step_rules(request: HttpRequest) -> HttpResponse:
    """Within how many hours each step is done, with the days each row holds."""
    codes = officer_of(request).agency_path.strip("/").split("/")
    ours = Q(agency__isnull=True) | Q(agency__code__in=codes)
    rows = StepRule.objects.filter(ours).select_related("agency")
    context = {
        "page": page_of(request, rows, size=PAGE),
        "may": Right.DISPUTE_RULES in officer_of(request).rights,
    }
    return render(request, "disputeflow/rules.html", context)


@requires(Right.DISPUTE_RULES, Right.DISPUTE_RULES)
@require_http_methods(BOTH)
def step_rule_new(request: HttpRequest) -> HttpResponse:
    """Other hours from a day on."""

    def keep(said: dict[str, Any]) -> str:
        set_step_rule(by=officer_of(request), **said)
        return reverse("step_rules")

    form = StepRuleForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    title = _("Hours of a step")
    return small_form(request, form, keep, title=title, back=reverse("step_rules"))
