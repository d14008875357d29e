"""Pages of the limits rounds are judged by."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.organisation.models import Agency
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires
from patrol.rounds import services
from patrol.rounds.forms.rules import LABELS, RuleForm
from patrol.rounds.models import PatrolRule
from patrol.rounds.rules import NUMBERS, rule_of
from patrol.rounds.views.shared import PAGE, answer_form, who


@requires(Right.PATROL_READ)
def patrol_rule_list(request: HttpRequest) -> HttpResponse:
    """What holds for the reader's agency now, and every row of its own scope with its dates."""
    officer = officer_of(request)
    now = rule_of(officer.agency_path)
    rows = PatrolRule.objects.visible_to(officer).select_related("agency")
    page = page_of(request, rows, size=PAGE)
    context = {
        "page": page,
        "lines": [(row, [getattr(row, name) for name in NUMBERS]) for row in page.object_list],
        "labels": [LABELS[name] for name in NUMBERS],
        "holding": [(LABELS[name], getattr(now, name)) for name in NUMBERS],
        "rule": now if now.pk else None,
        "agencies": Agency.objects.visible_to(officer).filter(is_active=True)[:500],
        "may_plan": officer.has_right(Right.PATROL_PLAN),
        "now": timezone.now(),
    }
    return render(request, "rounds/rules.html", context)


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
def patrol_rule_change(request: HttpRequest) -> HttpResponse:
    """Let other limits hold for one agency (`agency` of the address, the reader's by default)."""
    officer = officer_of(request)
    mine = Agency.objects.visible_to(officer).filter(is_active=True)
    code = request.GET.get("agency", "")
    agency = get_object_or_404(mine, **({"code": code} if code else {"path": officer.agency_path}))
    own = PatrolRule.objects.filter(agency=agency, valid_to=None).first()
    holding = own or rule_of(agency.path)
    initial: dict[str, Any] = {name: getattr(holding, name) for name in NUMBERS}
    begins = max(own.valid_from if own else timezone.localdate(), timezone.localdate())
    initial |= {"valid_from": begins, "version": own.version if own else None}
    form = RuleForm(request.POST or None, viewer=officer, initial=initial)

    def keep() -> str:
        services.put_rule(**who(request), **form.said, agency=agency.code)
        messages.success(request, _("The rule was saved."))
        return reverse("patrol_rule_list")

    heading = _("Rule of patrols for %s") % agency.name
    return answer_form(request, form, keep, heading=heading, back=reverse("patrol_rule_list"))
