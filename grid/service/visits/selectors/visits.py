"""Visits, the newest first, and how many there were of each kind."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from grid.organisation.models import Officer
from grid.scope import Viewer
from grid.service.days import span
from grid.service.visits.models import Visit, VisitPhoto
from grid.service.visits.selectors.finding import (
    found,
    from_day,
    in_agency,
    narrowed,
    number_in,
    to_day,
)


def _words(text: str) -> Q:
    words = Q(address__icontains=text) | Q(place__name__icontains=text) | Q(text__icontains=text)
    key = number_in(text, Visit.PREFIX)
    return words | Q(found_number__iexact=text) | (Q(pk=key) if key else Q(pk__in=()))


_FILTERS: dict[str, Any] = {
    "q": _words,
    "agency": in_agency("agency__path"),
    "cell": "cell__code",
    "place": "place",
    "kind": "kind",
    "purpose": "purpose",
    "outcome": "outcome",
    "found": "found",
    "campaign": "campaign",
    "task": "task",
    "first": from_day("visited_at"),
    "last": to_day("visited_at"),
}


def visits(viewer: Viewer, **wanted: Any) -> QuerySet[Visit]:
    """Visits in scope, newest first, narrowed by what is `wanted`.

    `wanted` may hold q (number, address, place, words), agency, cell, place, kind, purpose,
    outcome, found, campaign, task, first and last (local days), mine ("1": the officer's own).
    """
    rows = Visit.objects.visible_to(viewer).select_related(
        "agency", "cell", "place", "campaign", "officer"
    )
    if wanted.get("mine") and isinstance(viewer, Officer):
        rows = rows.filter(officer=viewer)
    narrow: QuerySet[Visit] = narrowed(rows.defer("cell__outline"), wanted, _FILTERS)
    return narrow


def find_visit(viewer: Viewer, visit_id: int) -> Visit:
    """The visit of this id; raises Http404 where it is absent or out of scope."""
    row: Visit = found(visits(viewer), visit_id)
    return row


def find_photo(viewer: Viewer, visit_id: int, photo_id: int) -> VisitPhoto:
    """A photograph of a visit; raises Http404 where it is absent or out of scope."""
    rows = VisitPhoto.objects.visible_to(viewer).filter(visit_id=visit_id)
    row: VisitPhoto = found(rows, photo_id)
    return row


def counts_of(rows: QuerySet[Visit], field: str) -> dict[str, int]:
    """How many of these visits there are of each value of `field`."""
    counted = rows.order_by().values_list(field).annotate(n=Count("pk"))
    return {str(value): n for value, n in counted}


def visits_by_cell(viewer: Viewer, codes: list[str], first: date, last: date) -> dict[str, int]:
    """How many visits were made in each cell from one local day to another."""
    since, until = span(first, last)
    rows = Visit.objects.visible_to(viewer).filter(
        cell__code__in=codes, visited_at__gte=since, visited_at__lt=until
    )
    return dict(rows.order_by().values_list("cell__code").annotate(n=Count("pk")))
