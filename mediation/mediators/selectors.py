"""Bodies that mediate, who serves in them, groups of the villages: in a viewer's scope."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from grid.scope import Viewer
from mediation.mediators.models import GroupActivity, MediationBody, Mediator, VillageGroup


def serving_on(on: date) -> Q:
    """Mediators whose service holds on a local day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def bodies(viewer: Viewer, **wanted: Any) -> QuerySet[MediationBody]:
    """Bodies in scope by name; `wanted` may hold q, kind, level and ended (true: those too)."""
    rows = MediationBody.objects.visible_to(viewer).select_related("agency", "division")
    if wanted.get("q"):
        rows = rows.filter(Q(name__icontains=wanted["q"]) | Q(code__icontains=wanted["q"]))
    for name in ("kind", "level"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    return rows if wanted.get("ended") else rows.filter(is_active=True)


def find_body(viewer: Viewer, code: str) -> MediationBody:
    """The body of this code; Http404 where it is absent or out of scope."""
    found = bodies(viewer, ended=True).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def mediators(viewer: Viewer, **wanted: Any) -> QuerySet[Mediator]:
    """Mediators in scope; `wanted` may hold q, kind, body (code), ended (true: those too)."""
    rows = Mediator.objects.visible_to(viewer).select_related("body__agency", "officer")
    if wanted.get("q"):
        rows = rows.filter(Q(name__icontains=wanted["q"]) | Q(specialities__icontains=wanted["q"]))
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    if wanted.get("body"):
        rows = rows.filter(body__code=wanted["body"])
    return rows if wanted.get("ended") else rows.filter(serving_on(timezone.localdate()))


def find_mediator(viewer: Viewer, mediator_id: int) -> Mediator:
    """Http404 where there is none of this id in scope."""
    found = mediators(viewer, ended=True).filter(pk=mediator_id).first()
    if found is None:
        raise Http404
    return found


def groups(viewer: Viewer, **wanted: Any) -> QuerySet[VillageGroup]:
    """Village groups in scope, with `is_active_in_month` for the first day of `month`.

    `wanted` may hold q, month (a date) and idle (true: those without an activity in it).
    """
    first = (wanted.get("month") or timezone.localdate()).replace(day=1)
    done = GroupActivity.objects.filter(
        group=OuterRef("pk"), on__year=first.year, on__month=first.month
    )
    rows: Any = VillageGroup.objects.visible_to(viewer).filter(is_active=True)
    rows = rows.select_related("division", "agency", "body")
    rows = rows.annotate(is_active_in_month=Exists(done))
    if wanted.get("q"):
        rows = rows.filter(
            Q(name__icontains=wanted["q"]) | Q(division__name__icontains=wanted["q"])
        )
    found: QuerySet[VillageGroup] = rows
    return rows.filter(is_active_in_month=False) if wanted.get("idle") else found


def activity(viewer: Viewer, month: date) -> dict[str, int]:
    """How many groups there are, and how many of them were active in the month."""
    rows = groups(viewer, month=month)
    return rows.aggregate(groups=Count("pk"), active=Count("pk", filter=Q(is_active_in_month=True)))


def find_group(viewer: Viewer, group_id: int) -> VillageGroup:
    """Http404 where there is none of this id in scope."""
    rows = VillageGroup.objects.visible_to(viewer).select_related("division", "agency", "body")
    found = rows.filter(pk=group_id).first()
    if found is None:
        raise Http404
    return found
