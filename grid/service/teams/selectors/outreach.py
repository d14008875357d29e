"""Education bases with what a month brought them."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import Http404

from grid.scope import Viewer
from grid.service.days import month_of
from grid.service.teams.models import OutreachBase, OutreachDay


def outreach(viewer: Viewer, month: date, **wanted: Any) -> QuerySet[Any]:
    """Bases in scope with visitors, groups and messages of the local month; q, agency, theme."""
    first, last = month_of(month)
    within = Q(days__counted_on__gte=first, days__counted_on__lte=last)
    sums = {
        name: Coalesce(Sum(f"days__{name}", filter=within), 0)
        for name in ("visitors", "groups", "messages")
    }
    rows: Any = OutreachBase.objects.visible_to(viewer).select_related("agency", "place")
    rows = rows.annotate(**sums).order_by("name", "pk")
    if wanted.get("q"):
        rows = rows.filter(Q(name__icontains=wanted["q"]) | Q(address__icontains=wanted["q"]))
    if wanted.get("agency"):
        rows = rows.filter(agency__path__contains=f"{wanted['agency']}/")
    found: QuerySet[Any] = rows.filter(theme=wanted["theme"]) if wanted.get("theme") else rows
    return found


def find_outreach(viewer: Viewer, base_id: int) -> OutreachBase:
    """The base of this id; raises Http404 where it is absent or out of scope."""
    rows = OutreachBase.objects.visible_to(viewer).select_related("agency", "place")
    row: OutreachBase | None = rows.filter(pk=base_id).first()
    if row is None:
        raise Http404
    return row


def days(viewer: Viewer, **wanted: Any) -> QuerySet[OutreachDay]:
    """Days of bases in scope, the newest first; base (id), first, last."""
    rows = OutreachDay.objects.visible_to(viewer).select_related("base__agency")
    said = {"base": "base", "first": "counted_on__gte", "last": "counted_on__lte"}
    for name, value in wanted.items():
        if value:
            rows = rows.filter(**{said[name]: value})
    return rows
