"""Reads of the organisation, each within the viewer's scope."""

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from grid.organisation.models import Agency, ClientSystem, Officer, OfficerSession, RoleGrant
from grid.scope import Viewer


def agencies(viewer: Viewer, *, query: str = "") -> QuerySet[Agency]:
    """Agencies in tree order with `n_officers`, the active ones; `query` looks in name and code."""
    rows = (
        Agency.objects.visible_to(viewer)
        .select_related("parent")
        .annotate(n_officers=Count("officers", filter=Q(officers__is_active=True)))
    )
    if query:
        rows = rows.filter(Q(name__icontains=query) | Q(code__startswith=query))
    return rows.order_by("path")


def agency_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """Code and name of the agencies of the viewer's area in tree order, as a form offers them."""
    rows = Agency.objects.visible_to(viewer).filter(is_active=True)
    return list(rows.values_list("code", "name"))


def officers(
    viewer: Viewer, *, query: str = "", role: str = "", closed: bool = False
) -> QuerySet[Officer]:
    """Officers by badge number, roles in force as `held`; `query` looks in name and badge."""
    now = timezone.now()
    in_force = Prefetch("grants", RoleGrant.objects.in_force(now), to_attr="held")
    rows = Officer.objects.visible_to(viewer).select_related("agency").prefetch_related(in_force)
    rows = rows.filter(is_active=not closed)
    if query:
        rows = rows.filter(Q(name__icontains=query) | Q(badge_number__istartswith=query))
    if role:
        holders = RoleGrant.objects.in_force(now).filter(role=role)
        rows = rows.filter(pk__in=holders.values("officer_id"))
    return rows.order_by("badge_number")


def pending_grants(viewer: Viewer) -> QuerySet[RoleGrant]:
    """Roles asked for and not decided, the oldest first."""
    rows = RoleGrant.objects.visible_to(viewer).pending(timezone.now())
    return rows.select_related("officer__agency").order_by("created_at", "pk")


def grants_of(officer: Officer) -> QuerySet[RoleGrant]:
    """Every role the officer holds, held or was refused, the newest first."""
    return officer.grants.order_by("-created_at", "-pk")


def clients(viewer: Viewer) -> QuerySet[ClientSystem]:
    """Client systems, revoked ones last."""
    rows = ClientSystem.objects.visible_to(viewer).select_related("agency")
    return rows.order_by("revoked_at", "name", "pk")


def sessions_of(officer: Officer) -> QuerySet[OfficerSession]:
    """Where the officer is signed in now, the latest seen first."""
    rows = OfficerSession.objects.filter(officer=officer, expire_date__gt=timezone.now())
    return rows.select_related("officer__agency").order_by("-last_seen_at")
