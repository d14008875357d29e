"""Funds with their balances, commendations, and offices for courage as counts."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from grid.scope import Viewer
from grid.service.teams.models import Commendation, Fund, FundEntry, OfficeCount


def funds(viewer: Viewer, **wanted: Any) -> QuerySet[Any]:
    """Funds in scope with `balance` in yuan; q, agency."""
    rows: Any = Fund.objects.visible_to(viewer).select_related("agency")
    yuan = FundEntry._meta.get_field("amount")
    rows = rows.annotate(balance=Coalesce(Sum("entries__amount"), 0.0, output_field=yuan))
    if wanted.get("q"):
        rows = rows.filter(Q(name__icontains=wanted["q"]) | Q(keeper__icontains=wanted["q"]))
    if wanted.get("agency"):
        rows = rows.filter(agency__path__contains=f"{wanted['agency']}/")
    found: QuerySet[Any] = rows.order_by("name", "pk")
    return found


def find_fund(viewer: Viewer, fund_id: int) -> Any:
    """The fund of this id; raises Http404 where it is absent or out of scope."""
    row = funds(viewer).filter(pk=fund_id).first()
    if row is None:
        raise Http404
    return row


def commendations(viewer: Viewer, **wanted: Any) -> QuerySet[Commendation]:
    """Commendations in scope, the newest first; q (deed, document), agency, level, first, last."""
    rows = Commendation.objects.visible_to(viewer).select_related("agency", "entry__fund")
    said: dict[str, Any] = {
        "q": lambda text: Q(deed__icontains=text) | Q(document__icontains=text),
        "agency": lambda code: Q(agency__path__contains=f"{code}/"),
        "level": lambda level: Q(level=level),
        "first": lambda day: Q(given_on__gte=day),
        "last": lambda day: Q(given_on__lte=day),
    }
    for name, value in wanted.items():
        if value:
            rows = rows.filter(said[name](value))
    return rows


def find_commendation(viewer: Viewer, commendation_id: int) -> Commendation:
    """The commendation of this id; raises Http404 where it is absent or out of scope."""
    row = commendations(viewer).filter(pk=commendation_id).first()
    if row is None:
        raise Http404
    return row


def people_in(rows: QuerySet[Commendation]) -> int:
    """How many people these commendations were for."""
    people: int | None = rows.order_by().aggregate(n=Sum("people"))["n"]
    return people or 0


def offices(viewer: Viewer, on: date | None = None) -> list[OfficeCount]:
    """The newest count of each agency up to a local day."""
    day = on or timezone.localdate()
    rows = OfficeCount.objects.visible_to(viewer).filter(counted_on__lte=day)
    newest = rows.order_by("agency__path", "-counted_on").distinct("agency__path")
    return list(newest.select_related("agency"))
