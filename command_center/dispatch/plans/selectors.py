"""Reading response plans and their activations, always in the viewer's scope."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.modes.selectors import codes_above
from command_center.dispatch.plans import preview
from command_center.dispatch.plans.fitting import fitting
from command_center.dispatch.plans.models import PlanActivation, PlanCheck, ResponsePlan
from command_center.dispatch.plans.texts import text_of
from command_center.incidents.briefs import moment
from command_center.incidents.models import Incident
from command_center.incidents.selectors import NotFound
from grid.scope import Viewer


def plans(viewer: Viewer, **chosen: str) -> QuerySet[ResponsePlan]:
    """Plans of the viewer's ground and of the agencies above, which hold there too.

    `chosen` may hold `q` (code, name or note), `category` (a code the plan would fit), `state`
    (current, past).
    """
    mine = Q(agency__path__startswith=viewer.agency_path)
    rows: QuerySet[ResponsePlan] = ResponsePlan.objects.filter(
        mine | Q(agency__code__in=codes_above(viewer.agency_path))
    )
    if q := chosen.get("q"):
        rows = rows.filter(Q(code__icontains=q) | Q(name__icontains=q) | Q(note__icontains=q))
    if category := chosen.get("category"):
        prefixes = [category[:length] for length in range(len(category) + 1)]
        rows = rows.filter(category_prefix__in=prefixes)
    if state := chosen.get("state"):
        day = timezone.localdate()
        current = Q(is_active=True) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))
        rows = rows.filter(current if state == "current" else ~current)
    return rows.select_related("agency").prefetch_related("needs").order_by("code")


def plan(code: str, viewer: Viewer) -> ResponsePlan:
    """One plan by its code; raises NotFound when absent or out of scope."""
    found = plans(viewer).filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no such plan."))
    return found


def plan_row(found: ResponsePlan) -> dict[str, Any]:
    """A plan in full, JSON-ready."""
    return text_of(found)


def fits(incident: Incident, viewer: Viewer) -> list[dict[str, Any]]:
    """Plans that fit, best first, with why, what would be sent and what lacks, and what runs."""
    running = {
        row.plan_id: row
        for row in PlanActivation.objects.filter(incident=incident, ended_at__isnull=True)
    }
    return [
        {
            "code": fit.plan.code,
            "name": fit.plan.name,
            "version": fit.plan.version,
            "steps": fit.plan.steps,
            "note": fit.plan.note,
            "reasons": list(fit.reasons),
            "activation": running[fit.plan.pk].pk if fit.plan.pk in running else None,
            "preview": preview.of_plan(fit.plan, incident, viewer=viewer, step=1),
        }
        for fit in fitting(incident)
    ]


def activations(viewer: Viewer, **chosen: Any) -> QuerySet[PlanActivation]:
    """Activations on incidents in scope; `incident` (number), `plan` (code), `state`."""
    rows: QuerySet[PlanActivation] = PlanActivation.objects.visible_to(viewer)
    if chosen.get("incident"):
        rows = rows.filter(incident__number=chosen["incident"])
    if chosen.get("plan"):
        rows = rows.filter(plan__code=chosen["plan"])
    if chosen.get("state"):
        rows = rows.filter(ended_at__isnull=chosen["state"] == "running")
    joins = ("plan", "incident__agency", "incident__category")
    rows = rows.select_related(*joins).defer("incident__search", "incident__caller_name")
    return rows.prefetch_related("checks").order_by("-started_at", "-pk")


def activation(activation_id: int, viewer: Viewer) -> PlanActivation:
    """One activation; raises NotFound when absent or out of scope."""
    found = activations(viewer).filter(pk=activation_id).first()
    if found is None:
        raise NotFound(_("There is no such activation."))
    return found


def check(check_id: int, viewer: Viewer) -> PlanCheck:
    """One item of a checklist; raises NotFound when absent or out of scope."""
    rows: QuerySet[PlanCheck] = PlanCheck.objects.visible_to(viewer)
    joined = rows.select_related("activation__incident__agency", "activation__plan")
    found = joined.filter(pk=check_id).first()
    if found is None:
        raise NotFound(_("There is no such checklist item."))
    return found


def activation_row(found: PlanActivation) -> dict[str, Any]:
    """An activation in full, JSON-ready."""
    return {
        "id": found.pk,
        "version": found.version,
        "plan": {"code": found.plan_text["code"], "name": found.plan_text["name"]},
        "plan_version": found.plan_version,
        "plan_text": found.plan_text,
        "incident": found.incident.number,
        "step": found.step,
        "steps": found.plan_text["steps"],
        "started_at": moment(found.started_at),
        "started_by": found.started_by,
        "ended_at": moment(found.ended_at),
        "ended_by": found.ended_by,
        "outcome": found.outcome,
        "lessons": found.lessons,
        "result": found.result,
        "checks": [check_row(item) for item in found.checks.all()],
    }


def check_row(item: PlanCheck) -> dict[str, Any]:
    return {
        "id": item.pk,
        "step": item.step,
        "text": item.text,
        "done_at": moment(item.done_at),
        "done_by": item.done_by,
        "note": item.note,
    }
