"""Tickets: all of a ground, those of the own firm, those of one camera."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils import timezone

from grid.ledger import obligations
from grid.organisation.models import Agency
from grid.scope import Viewer
from video.register.models import Camera
from video.repair.models import REMINDED, Stage, Ticket, TicketEntry
from video.repair.seats import company_of

JOINS: Final = (
    "camera__agency",
    "camera__camera_class",
    "camera__platform",
    "camera__point",
    "platform__agency",
    "contractor",
    "parent",
)


def tickets(viewer: Viewer) -> QuerySet[Ticket]:
    """Every ticket in scope, the newest first: how many are part of it, when it was reminded of."""
    rows: QuerySet[Ticket] = Ticket.objects.visible_to(viewer)
    reminders = TicketEntry.objects.filter(ticket=OuterRef("pk"), act=REMINDED).order_by("-at")
    return (
        rows.select_related(*JOINS)
        .annotate(parts_count=Count("children"), reminded_at=Subquery(reminders.values("at")[:1]))
        .order_by("-issued_at", "-pk")
    )


def find_ticket(viewer: Viewer, number: str) -> Ticket:
    """One ticket; raises Http404 where it is absent or out of scope."""
    return get_object_or_404(tickets(viewer), number=number)


def my_tickets(viewer: Viewer) -> QuerySet[Ticket]:
    """Tickets of the firm the viewer works for today, on the viewer's ground; else none."""
    company = company_of(viewer)
    rows = tickets(viewer).filter(parent__isnull=True)
    return rows.filter(contractor=company) if company else rows.none()


def find_my_ticket(viewer: Viewer, number: str) -> Ticket:
    """One of the firm's own tickets; raises Http404 for any other."""
    return get_object_or_404(my_tickets(viewer), number=number)


def tickets_of(camera: Camera) -> QuerySet[Ticket]:
    """Every ticket of a camera, the newest first."""
    rows = Ticket.objects.filter(camera=camera).select_related("contractor", "parent")
    return rows.order_by("-issued_at", "-pk")


_EXACT: Final = {
    "fault": "fault",
    "source": "source",
    "priority": "priority",
    "contractor": "contractor__code",
    "camera": "camera__code",
    "camera_class": "camera__camera_class",
    "parent": "parent__number",
    "opened_from": "issued_at__date__gte",
    "opened_to": "issued_at__date__lte",
}


def filtered(rows: QuerySet[Ticket], asked: Mapping[str, Any]) -> QuerySet[Ticket]:
    """By words, stage, fault, source, firm, camera, agency, days, and by what is late.

    Parts of a greater ticket are left out unless `parent` names it or `parts` asks for them.
    """
    for name, lookup in _EXACT.items():
        if asked.get(name) not in (None, ""):
            rows = rows.filter(**{lookup: asked[name]})
    if not asked.get("parts") and not asked.get("parent"):
        rows = rows.filter(parent__isnull=True)
    if q := (asked.get("q") or "").strip():
        rows = rows.filter(_words(q))
    if code := asked.get("agency"):
        agency = Agency.objects.filter(code=code).first()
        rows = rows.filter(owner_path__startswith=agency.path) if agency else rows.none()
    if asked.get("platform"):
        code = asked["platform"]
        rows = rows.filter(Q(platform__code=code) | Q(camera__platform__code=code))
    return _narrowed(rows, asked)


def _words(q: str) -> Q:
    names = ("number", "camera__code", "camera__name", "camera__address", "platform__code")
    found = Q(platform__name__icontains=q) | Q(note__icontains=q)
    for name in names:
        found |= Q(**{f"{name}__icontains": q})
    return found


def _narrowed(rows: QuerySet[Ticket], asked: Mapping[str, Any]) -> QuerySet[Ticket]:
    stage = asked.get("stage") or ""
    if stage == "open":
        rows = rows.filter(state__in=obligations.OPEN).order_by("due_at", "pk")
    elif stage:
        rows = rows.filter(stage=stage)
    if asked.get("late"):
        rows = rows.filter(late_now(timezone.now())).distinct()
    if asked.get("warranty"):
        rows = rows.filter(in_warranty=True)
    if asked.get("reopened"):
        rows = rows.filter(round__gt=1)
    if asked.get("fined"):
        rows = rows.filter(penalty__gt=0)
    return rows


def late_now(at: datetime) -> Q:
    """A span was late, or the running one is by now."""
    running = Q(state__in=obligations.OPEN, due_at__lt=at, parent__isnull=True)
    return running | Q(pk__in=Ticket.objects.filter(spans__overdue_at__isnull=False).values("pk"))


def open_counts(rows: QuerySet[Ticket]) -> dict[str, int]:
    """How many tickets stand at each open stage, and how many of them are late by now."""
    plain = rows.order_by().filter(state__in=obligations.OPEN, parent__isnull=True)
    found = plain.aggregate(
        **{stage.value: Count("pk", filter=Q(stage=stage), distinct=True) for stage in _SHOWN},
        late=Count("pk", filter=Q(due_at__lt=timezone.now()), distinct=True),
    )
    return {name: int(value) for name, value in found.items()}


_SHOWN: Final = (Stage.OPENED, Stage.ASSIGNED, Stage.ACCEPTED, Stage.ON_SITE, Stage.FIXED)
