"""A plan in words and as the JSON an activation keeps of it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from command_center.dispatch.plans.models import PlanNeed, ResponsePlan
from grid.organisation.roles import Role
from patrol.units.models import Unit

Need = Mapping[str, Any]
NEED_FIELDS = (
    "step",
    "kind",
    "count",
    "unit_kind",
    "capability",
    "is_armed",
    "title",
    "text",
    "receivers",
    "sign_within_min",
    "due_within_min",
    "roles",
    "people",
)


def need_row(need: PlanNeed) -> dict[str, Any]:
    """One need, JSON-ready."""
    return {name: getattr(need, name) for name in NEED_FIELDS}


def text_of(plan: ResponsePlan) -> dict[str, Any]:
    """The whole plan, JSON-ready; its agency should be joined."""
    return {
        "code": plan.code,
        "name": plan.name,
        "version": plan.version,
        "agency": {"code": plan.agency.code, "name": plan.agency.name},
        "category_prefix": plan.category_prefix,
        "levels": list(plan.levels),
        "cells": list(plan.cells),
        "hour_from": _hour(plan.hour_from),
        "hour_to": _hour(plan.hour_to),
        "valid_from": plan.valid_from.isoformat(),
        "valid_to": plan.valid_to.isoformat() if plan.valid_to else None,
        "steps": plan.steps,
        "note": plan.note,
        "is_active": plan.is_active,
        "author": plan.author,
        "needs": [need_row(need) for need in plan.needs.all()],
    }


def _hour(at: Any) -> str | None:
    return at.strftime("%H:%M") if at else None


def force(need: Need) -> str:
    """What kind of units a need means, in words: `2 × By car · first-aid · armed`."""
    words = [str(Unit.Kind(need["unit_kind"]).label)] if need["unit_kind"] else [_("any unit")]
    if need["capability"]:
        words.append(str(need["capability"]))
    if need["is_armed"]:
        words.append(_("armed"))
    return f"{need['count']} × {' · '.join(words)}"


def said(need: Need) -> str:
    """A need in one line, for pages."""
    if need["kind"] == PlanNeed.Kind.UNITS:
        return force(need)
    if need["kind"] == PlanNeed.Kind.ORDER:
        return f"{need['title']} → {', '.join(need['receivers'])}"
    if need["kind"] == PlanNeed.Kind.NOTIFY:
        roles = [str(Role(role).label) for role in need["roles"]]
        return f"{need['title']} → {', '.join([*roles, *need['people']])}"
    return str(need["title"])


def short_of(need: Need, missing: int) -> str:
    """The sentence for units that could not be found."""
    sentence = ngettext(
        "%(missing)d unit short of: %(force)s.", "%(missing)d units short of: %(force)s.", missing
    )
    return sentence % {"missing": missing, "force": force(need)}
