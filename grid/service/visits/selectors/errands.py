"""Errands, the next due first."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from grid.ledger.obligations import OPEN
from grid.organisation.models import Officer
from grid.scope import Viewer
from grid.service.visits.models import Errand
from grid.service.visits.selectors.finding import (
    found,
    from_day,
    in_agency,
    narrowed,
    number_in,
    to_day,
)


def _words(text: str) -> Q:
    key = number_in(text, Errand.PREFIX)
    words = Q(text__icontains=text) | Q(address__icontains=text)
    return words | (Q(pk=key) if key else Q(pk__in=()))


def errands(viewer: Viewer, **wanted: Any) -> QuerySet[Errand]:
    """Errands in scope; q (number, words, address), agency, cell, kind, state, open, overdue,
    mine ("1" each), visit, first and last (local days they are due).
    """
    said: dict[str, Any] = {
        "q": _words,
        "agency": in_agency("owner_path"),
        "cell": "cell__code",
        "kind": "kind",
        "state": "state",
        "visit": "visit",
        "open": lambda _on: Q(state__in=OPEN),
        "overdue": lambda _on: Q(state__in=OPEN, due_at__lt=timezone.now()),
        "first": from_day("due_at"),
        "last": to_day("due_at"),
    }
    rows = Errand.objects.visible_to(viewer).select_related("agency", "cell", "officer", "visit")
    if wanted.get("mine") and isinstance(viewer, Officer):
        rows = rows.filter(officer=viewer)
    narrow: QuerySet[Errand] = narrowed(rows.defer("cell__outline"), wanted, said)
    return narrow


def find_errand(viewer: Viewer, errand_id: int) -> Errand:
    """The errand of this id; raises Http404 where it is absent or out of scope."""
    row: Errand = found(errands(viewer), errand_id)
    return row


def counts(viewer: Viewer) -> dict[str, int]:
    """How many errands are open and how many of them overdue."""
    rows = Errand.objects.visible_to(viewer).filter(state__in=OPEN).order_by()
    return rows.aggregate(
        open=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=timezone.now()))
    )
