"""The categories, and when a call is a repeat."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from grid.frame.pages import form_page
from grid.organisation.dated import holding
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from mediation.register import selectors, services
from mediation.register.forms import RepeatRuleForm
from mediation.register.models import RepeatRule
from mediation.register.views.shared import BOTH


@requires(Right.DISPUTE_READ, Right.DISPUTE_RULES)
@require_http_methods(BOTH)
def dispute_rules(request: HttpRequest) -> HttpResponse:
    """What holds for the own agency, what is to come, and the form that changes it."""
    officer = officer_of(request)
    held = holding(RepeatRule, officer.agency_path)
    numbers = {n: getattr(held, n) for n in ("days", "radius_m", "hint_days")} if held else {}
    form = RepeatRuleForm(request.POST or None, initial=numbers)

    def keep(said: dict[str, Any]) -> str:
        services.set_repeat_rule(by=officer, **said)
        return reverse("dispute_rules")

    today = timezone.localdate()
    rows = RepeatRule.objects.visible_to(officer).exclude(valid_to__lte=today)
    context = {
        "held": held,
        "rows": rows.select_related("agency"),
        "categories": selectors.categories(),
        "may": Right.DISPUTE_RULES in officer.rights,
        "back": reverse("dispute_rules"),
        "now": timezone.now(),
    }
    return form_page(request, form, keep, "mediation/rules.html", context)
