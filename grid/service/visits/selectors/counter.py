"""What the counters offer and did: by day, by kind and by item."""

from datetime import date
from typing import Any, TypedDict

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from grid.organisation.dated import DatedQuerySet
from grid.organisation.models import Agency
from grid.scope import Viewer
from grid.service.days import month_of
from grid.service.visits.models import CounterKind, ServiceCount, ServiceItem
from grid.service.visits.selectors.finding import found, in_agency, narrowed


def items_of(agency_path: str, on: date | None = None) -> Any:
    """What the counters of an agency offer on a local day: its own and of those above it."""
    return DatedQuerySet(ServiceItem).in_force(on or timezone.localdate()).above(agency_path)


def items(viewer: Viewer, **wanted: Any) -> QuerySet[ServiceItem]:
    """The items of the viewer's agencies and of those above; q, kind, agency, over ("1")."""
    codes = viewer.agency_path.strip("/").split("/")
    mine = Q(agency__path__startswith=viewer.agency_path) | Q(agency__code__in=codes)
    rows: Any = DatedQuerySet(ServiceItem).filter(mine).select_related("agency")
    if not wanted.get("over"):
        rows = rows.not_over(timezone.localdate())
    said = {
        "q": lambda text: Q(name__icontains=text) | Q(code__icontains=text),
        "kind": "kind",
        "agency": in_agency("agency__path"),
    }
    narrow: QuerySet[ServiceItem] = narrowed(rows, wanted, said)
    return narrow.order_by("kind", "rank", "code")


def find_item(viewer: Viewer, item_id: int) -> ServiceItem:
    """The item of this id in the viewer's own scope; raises Http404 otherwise."""
    rows = ServiceItem.objects.visible_to(viewer).select_related("agency")
    row: ServiceItem = found(rows, item_id)
    return row


def counted(viewer: Viewer, **wanted: Any) -> QuerySet[ServiceCount]:
    """Counts in scope, the newest day first; agency, kind, item (code), place, first, last."""
    said: dict[str, Any] = {
        "agency": in_agency("agency__path"),
        "kind": "kind",
        "item": "item__code",
        "place": "place",
        "first": "counted_on__gte",
        "last": "counted_on__lte",
    }
    rows = ServiceCount.objects.visible_to(viewer).filter(times__gt=0)
    rows = rows.select_related("agency", "item", "place")
    narrow: QuerySet[ServiceCount] = narrowed(rows, wanted, said)
    return narrow


class Month(TypedDict):
    """A month at the counters: each kind, each item, each agency with its kinds."""

    kinds: list[tuple[str, Any, int]]
    items: list[tuple[str, str, int]]
    agencies: list[tuple[str, list[int], int]]
    total: int


def month(viewer: Viewer, day: date, **wanted: Any) -> Month:
    """The month of a local day: totals by kind, by item and by agency."""
    first, last = month_of(day)
    rows = counted(viewer, **wanted | {"first": first, "last": last}).order_by()
    by_kind = dict(rows.values_list("kind").annotate(n=Sum("times")))
    by_item = rows.filter(item__isnull=False).values_list("item__code", "item__name")
    return {
        "kinds": [(code, label, by_kind.get(code, 0)) for code, label in CounterKind.choices],
        "items": sorted(by_item.annotate(n=Sum("times")), key=lambda row: -row[2]),
        "agencies": _agencies(rows),
        "total": sum(by_kind.values()),
    }


def _agencies(rows: Any) -> list[tuple[str, list[int], int]]:
    counts = {
        (agency, kind): n
        for agency, kind, n in rows.values_list("agency__name", "kind").annotate(n=Sum("times"))
    }
    found_here = [
        (name, [counts.get((name, kind), 0) for kind in CounterKind.values])
        for name in sorted({agency for agency, _kind in counts})
    ]
    return [(name, numbers, sum(numbers)) for name, numbers in found_here]


def today_of(agency: Agency, day: date) -> dict[tuple[str, str], int]:
    """What the counter of one agency did on a day, by kind and item code."""
    rows = ServiceCount.objects.filter(agency=agency, counted_on=day)
    found_here = rows.order_by().values_list("kind", "item__code").annotate(n=Sum("times"))
    return {(kind, item or ""): n for kind, item, n in found_here}
