"""One village, one assistant: which villages have one, and how many assistants there are.

Two figures, because a village may have several: `covered ÷ villages` never exceeds 100 %, and
`assistants ÷ villages` may (456 assistants in 443 villages are 102.9 %, and say nothing about a
village without any).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from grid.scope import Viewer
from grid.service.offices.models import VillageAssistant
from grid.territory.models import Cell, Division


@dataclass(frozen=True, slots=True)
class Village:
    """A village and the number of its assistants."""

    division: Division
    town: str
    assistants: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of villages and assistants; percentages with one decimal, None without villages."""

    name: str
    villages: int
    covered: int
    assistants: int

    @property
    def uncovered(self) -> int:
        return self.villages - self.covered

    @property
    def covered_percent(self) -> float | None:
        """Villages that have at least one, of a hundred."""
        return round(100 * self.covered / self.villages, 1) if self.villages else None

    @property
    def assistants_percent(self) -> float | None:
        """Assistants for a hundred villages."""
        return round(100 * self.assistants / self.villages, 1) if self.villages else None


def assistants(
    viewer: Viewer, *, on: date | None = None, **chosen: str
) -> QuerySet[VillageAssistant]:
    """Assistants who work on a local day; `q` (name, badge, village), `agency`; `ended` all."""
    rows = VillageAssistant.objects.visible_to(viewer)
    if not chosen.get("ended"):
        rows = rows.on(on or timezone.localdate())
    if chosen.get("q"):
        q = chosen["q"]
        rows = rows.filter(
            Q(name__icontains=q) | Q(badge__istartswith=q) | Q(division__name__icontains=q)
        )
    if chosen.get("agency"):
        rows = rows.filter(agency__path__contains=f"{chosen['agency']}/")
    joined = rows.select_related("division__parent", "agency")
    return joined.defer("division__outline", "division__parent__outline")


def find_assistant(viewer: Viewer, assistant_id: int) -> VillageAssistant:
    """An assistant in the viewer's scope; absent and out of scope are one 404."""
    rows = VillageAssistant.objects.visible_to(viewer).select_related("division", "agency")
    found: VillageAssistant = get_object_or_404(rows, pk=assistant_id)
    return found


def villages(viewer: Viewer, *, on: date | None = None, **chosen: str) -> list[Village]:
    """The villages in which rural cells of the viewer's area lie, with their assistants.

    `q` is part of a name or the beginning of a code; `only=none` those without any.
    """
    day = on or timezone.localdate()
    rows = Division.objects.filter(pk__in=_village_codes(viewer, day), level="village")
    if chosen.get("q"):
        q = chosen["q"]
        rows = rows.filter(Q(name__icontains=q) | Q(code__startswith=q))
    counts = Counter(
        VillageAssistant.objects.visible_to(viewer).on(day).values_list("division_id", flat=True)
    )
    joined = rows.select_related("parent").defer("outline", "parent__outline")
    found = [Village(row, row.parent.name if row.parent else "", counts[row.pk]) for row in joined]
    return [row for row in found if not row.assistants] if chosen.get("only") == "none" else found


def coverage(rows: list[Village], name: str = "") -> Coverage:
    """The figures of these villages together."""
    covered = sum(row.assistants > 0 for row in rows)
    return Coverage(name, len(rows), covered, sum(row.assistants for row in rows))


def by_town(rows: list[Village]) -> list[Coverage]:
    """The figures of each town, the least covered first."""
    towns: dict[str, list[Village]] = {}
    for row in rows:
        towns.setdefault(row.town, []).append(row)
    found = [coverage(inside, town) for town, inside in towns.items()]
    return sorted(found, key=lambda town: (-town.uncovered, town.name))


def _village_codes(viewer: Viewer, day: date) -> QuerySet[Cell, str | None]:
    rows = Cell.objects.visible_to(viewer).in_force(day)
    rural = rows.filter(is_leaf=True, kind=Cell.Kind.RURAL, division__isnull=False)
    return rural.order_by().values_list("division_id", flat=True)
