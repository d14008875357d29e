"""Which categories a class set counts, on which day, in both code systems."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from command_center.cases.models import CaseCategory, CategoryMapping, ClassSet
from grid.organisation.dated import DatedQuerySet, holding


class _Tree:
    """Categories by what stands above them, and what means exactly the same; two questions."""

    def __init__(self) -> None:
        self.below: dict[int, list[int]] = defaultdict(list)
        self.same: dict[int, list[int]] = defaultdict(list)
        for pk, above in CaseCategory.objects.values_list("pk", "parent_id"):
            if above is not None:
                self.below[above].append(pk)
        exact = CategoryMapping.objects.filter(is_exact=True)
        for one, other in exact.values_list("source_id", "target_id"):
            self.same[one].append(other)
            self.same[other].append(one)

    def reached(self, start: Iterable[int], *, through_mappings: bool) -> frozenset[int]:
        found: set[int] = set()
        waiting = list(start)
        while waiting:
            pk = waiting.pop()
            if pk in found:
                continue
            found.add(pk)
            waiting += self.below[pk]
            if through_mappings:
                waiting += self.same[pk]
        return frozenset(found)


def below(codes: Iterable[str]) -> frozenset[int]:
    """Keys of the categories of these codes, whenever in force, with all that stands below."""
    start = CaseCategory.objects.filter(code__in=list(codes)).values_list("pk", flat=True)
    return _Tree().reached(start, through_mappings=False)


def category_ids(set_code: str, agency_path: str, on: date) -> frozenset[int]:
    """Keys of all categories the set counts for that agency on that local day.

    Members count with all below them, and with what an exact mapping says is the same in the
    other code system. Empty where there is no such set that day.
    """
    found = holding(ClassSet, agency_path, on=on, code=set_code)
    if found is None:
        return frozenset()
    members = found.members.values_list("category_id", flat=True)
    return _Tree().reached(members, through_mappings=True)


def sets(agency_path: str, on: date | None = None) -> list[ClassSet]:
    """The sets an agency counts by on a local day (default: today), the nearest of each code."""
    codes = agency_path.strip("/").split("/")
    ours = Q(agency__isnull=True) | Q(agency__code__in=codes)
    rows = DatedQuerySet(ClassSet).in_force(on or timezone.localdate()).filter(ours)
    nearest: dict[str, ClassSet] = {}
    for row in sorted(rows.select_related("agency"), key=lambda row: row.nearness):
        nearest[row.code] = row
    return sorted(nearest.values(), key=lambda row: (row.rank, row.code))


def categories_on(day: date) -> QuerySet[CaseCategory]:
    """The categories in force on a local day, of every system."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return CaseCategory.objects.filter(in_force, valid_from__lte=day)
