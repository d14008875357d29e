"""Which plans fit an incident, the nearest to it first, and why."""

from dataclasses import dataclass
from datetime import time

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.modes.selectors import codes_above
from command_center.dispatch.plans.models import ResponsePlan
from command_center.incidents.models import Incident


@dataclass(frozen=True, slots=True)
class Fit:
    """A plan that fits, with the reasons in words; a higher score is a closer fit."""

    plan: ResponsePlan
    reasons: tuple[str, ...]
    score: tuple[int, ...]


def fitting(incident: Incident) -> list[Fit]:
    """Plans in force for the incident, best first: the narrower a plan, the better it fits.

    A longer category branch counts before named ground, that before the level, that before the
    hour, that before the agency nearest to the incident.
    """
    found = [_fit(plan, incident) for plan in _candidates(incident)]
    return sorted(
        (fit for fit in found if fit), key=lambda fit: (fit.score, fit.plan.code), reverse=True
    )


def _candidates(incident: Incident) -> QuerySet[ResponsePlan]:
    day = timezone.localdate()
    rows = ResponsePlan.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        Q(levels=[]) | Q(levels__contains=[incident.level]),
        valid_from__lte=day,
        is_active=True,
        agency__code__in=codes_above(incident.agency.path),
    )
    return rows.select_related("agency").prefetch_related("needs")


def _fit(plan: ResponsePlan, incident: Incident) -> Fit | None:
    hour = timezone.localtime(incident.reported_at).time()
    code = incident.category.code
    cell = incident.cell.code if incident.cell else ""
    if not code.startswith(plan.category_prefix) or not in_hours(plan, hour):
        return None
    if plan.cells and cell not in plan.cells:
        return None
    score = (
        len(plan.category_prefix),
        bool(plan.cells),
        bool(plan.levels),
        plan.hour_from is not None,
        len(plan.agency.path),
    )
    return Fit(plan, tuple(_reasons(plan, incident)), tuple(map(int, score)))


def in_hours(plan: ResponsePlan, at: time) -> bool:
    """Whether a local time lies in the plan's hours, which may cross midnight."""
    if plan.hour_from is None or plan.hour_to is None:
        return True
    if plan.hour_from <= plan.hour_to:
        return plan.hour_from <= at < plan.hour_to
    return at >= plan.hour_from or at < plan.hour_to


def _reasons(plan: ResponsePlan, incident: Incident) -> list[str]:
    words = [_("Plan of %s") % plan.agency.name]
    if plan.category_prefix:
        told = {"prefix": plan.category_prefix, "category": incident.category.name}
        words.append(_("Category %(prefix)s: %(category)s") % told)
    else:
        words.append(_("Every category"))
    if plan.levels:
        words.append(_("Level %s") % incident.get_level_display())
    if plan.cells and incident.cell:
        words.append(_("Ground: %s") % incident.cell.name)
    if plan.hour_from and plan.hour_to:
        words.append(f"{plan.hour_from:%H:%M}–{plan.hour_to:%H:%M}")
    return words
