"""How soon contractors answer, and when tickets open themselves."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.pages import form_page
from grid.organisation.dated import DatedQuerySet
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from video.repair import asking, services, work_forms
from video.repair.models import Priority, SlaRule
from video.repair.rulebook import DEFAULTS, Rulebook
from video.repair.work_forms import RULE_FIELDS

BOTH: Final = ["GET", "POST"]
MOST: Final = 200


@requires(Right.CAMERA_READ)
@require_GET
def sla_rules(request: HttpRequest) -> HttpResponse:
    """The times and fees that hold or will hold on this ground, and the platform's defaults."""
    officer = officer_of(request)
    rule = Rulebook().rule(officer.agency_path)
    rows = DatedQuerySet(SlaRule).not_over(timezone.localdate())
    near = rows.above(officer.agency_path) | rows.visible_to(officer)
    joined = near.select_related("agency", "camera_class").distinct()
    form = work_forms.TicketRuleForm(initial=_numbers(rule))
    context = {
        "tab": "rules",
        "slas": joined.order_by("agency__path", "camera_class", "priority", "valid_from")[:MOST],
        "defaults": [(Priority(level).label, one) for level, one in DEFAULTS.items()],
        "rule": rule,
        "numbers": [(form[name].label, form[name].value()) for name in RULE_FIELDS[:-1]],
        "today": timezone.localdate(),
    }
    return render(request, "repair/rules.html", context)


def _numbers(rule: Any) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in RULE_FIELDS}


@requires(Right.REPAIR_MANAGE, Right.REPAIR_MANAGE)
@require_http_methods(BOTH)
def sla_rule_new(request: HttpRequest) -> HttpResponse:
    """Other times and fees for the own agency, from a day on."""

    def keep(said: dict[str, Any]) -> str:
        services.set_sla(
            by=officer_of(request),
            priority=said["priority"],
            limits=form.limits(),
            valid_from=said["valid_from"],
            camera_class=asking.class_of(said["camera_class"]),
        )
        return reverse("sla_rules")

    form = work_forms.SlaForm(request.POST or None)
    context = {"tab": "rules", "title": _("Times of repairs"), "back": reverse("sla_rules")}
    return form_page(request, form, keep, "repair/form.html", context)


@requires(Right.REPAIR_MANAGE, Right.REPAIR_MANAGE)
@require_http_methods(BOTH)
def ticket_rule_new(request: HttpRequest) -> HttpResponse:
    """When tickets open themselves for the own agency, from a day on."""
    officer = officer_of(request)
    rule = Rulebook().rule(officer.agency_path)
    own = rule.version if rule.agency_id == officer.agency_id else None

    def keep(said: dict[str, Any]) -> str:
        services.set_ticket_rule(by=officer, **said)
        return reverse("sla_rules")

    form = work_forms.TicketRuleForm(
        request.POST or None, initial=_numbers(rule) | {"version": own}
    )
    context = {"tab": "rules", "title": _("Rule of repair tickets"), "back": reverse("sla_rules")}
    return form_page(request, form, keep, "repair/form.html", context)
