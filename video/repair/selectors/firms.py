"""Contractors to choose from, their people, and the stores."""

from django.db.models import F, Q, QuerySet, Value
from django.shortcuts import get_object_or_404
from django.utils import timezone

from grid.scope import Viewer
from video.register.models import Company
from video.repair.models import ContractorSeat, SparePart, Ticket


def contractors(viewer: Viewer) -> QuerySet[Company]:
    """Firms that maintain cameras here: of the viewer's ground, or of an agency above it."""
    above = Q(below__startswith=F("agency__path"))
    rows = Company.objects.filter(is_contractor=True, is_active=True)
    known = rows.annotate(below=Value(viewer.agency_path))
    return known.filter(above | Q(agency__path__startswith=viewer.agency_path)).order_by("name")


def seats(viewer: Viewer, *, q: str = "", only_holding: bool = False) -> QuerySet[ContractorSeat]:
    """Who works for which firm, in scope by the person."""
    rows = ContractorSeat.objects.visible_to(viewer).select_related("officer__agency", "company")
    if q:
        rows = rows.filter(
            Q(officer__badge_number__icontains=q)
            | Q(officer__name__icontains=q)
            | Q(company__name__icontains=q)
        )
    if only_holding:
        today = timezone.localdate()
        rows = rows.filter(ended_on__isnull=True, valid_from__lte=today, valid_to__gt=today)
    return rows


def find_seat(viewer: Viewer, seat_id: int) -> ContractorSeat:
    """One seat; raises Http404 where it is absent or out of scope."""
    return get_object_or_404(seats(viewer), pk=seat_id)


def parts(viewer: Viewer, *, q: str = "", only_short: bool = False) -> QuerySet[SparePart]:
    """The stores in scope; short is what is to be bought again."""
    rows = SparePart.objects.visible_to(viewer).select_related("agency")
    if q:
        rows = rows.filter(Q(code__icontains=q) | Q(name__icontains=q))
    return rows.filter(is_active=True, in_stock__lte=F("reorder_at")) if only_short else rows


def find_part(viewer: Viewer, part_id: int) -> SparePart:
    """One part; raises Http404 where it is absent or out of scope."""
    return get_object_or_404(parts(viewer), pk=part_id)


def parts_for(ticket: Ticket) -> QuerySet[SparePart]:
    """What the stores of the ticket's agency and of those above it have."""
    codes = ticket.owner_path.strip("/").split("/")
    return SparePart.objects.filter(agency__code__in=codes, is_active=True, in_stock__gt=0)
