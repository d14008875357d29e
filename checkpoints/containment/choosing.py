"""Codes and ids as people and programs send them, found in the sender's scope."""

from collections.abc import Sequence
from typing import Any

from django.contrib.gis.db.models.functions import Area
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from checkpoints.containment.models import ContainmentPlan, PlanRing
from checkpoints.containment.selectors import plans
from checkpoints.containment.services.shared import By, invalid
from checkpoints.register.models import Checkpoint
from checkpoints.register.selectors import operational
from grid.organisation.models import Agency


def chosen(by: By, *, plan: int | None, codes: Sequence[str]) -> dict[str, Any]:
    """The plan, or the checkpoints meant: those named, else all that may work now in scope."""
    if plan is not None:
        return {"plan": _plan(by, plan)}
    rows = operational(by).exclude(kind=Checkpoint.Kind.GANTRY)
    if codes:
        rows = rows.filter(code__in=codes)
    found = list(rows.order_by("pk")[:200])
    missing = sorted(set(codes) - {one.code for one in found})
    if missing:
        words = _("No such checkpoint at work in your area: %s") % ", ".join(missing[:5])
        raise invalid("/checkpoints", "unknown", words)
    return {"checkpoints": found}


def _plan(by: By, key: int) -> ContainmentPlan:
    found = plans(by).filter(pk=key).first()
    if found is None:
        raise invalid("/plan", "unknown", _("There is no such plan in your area."))
    return found


def suggested(by: By, *, lng: float, lat: float) -> ContainmentPlan | None:
    """The usable plan whose ring holds the place; of several the one with the smallest ring."""
    usable = ContainmentPlan.objects.usable()
    rings = PlanRing.objects.visible_to(by).filter(plan__in=usable)
    holding = rings.filter(outline__covers=Point(lng, lat, srid=4326))
    ring = holding.annotate(size=Area("outline")).order_by("size", "pk").first()
    return ring.plan if ring else None


def post(by: By, said: dict[str, Any]) -> dict[str, Any]:
    """A post to be added: its checkpoint and agency found by their codes."""
    code, agency = said.pop("checkpoint", None), said.pop("agency", None)
    if code:
        said |= {"checkpoint": chosen(by, plan=None, codes=[code])["checkpoints"][0]}
    if agency:
        found = Agency.objects.visible_to(by).filter(code=agency, is_active=True).first()
        if found is None:
            raise invalid("/agency", "outside", _("This agency lies outside your area."))
        said |= {"agency": found}
    return said
