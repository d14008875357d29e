"""What the forms of incidents offer to choose from, in the reader's scope and language."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from command_center.incidents.models import Category, Disposition, Incident
from command_center.incidents.selectors import categories
from grid.scope import Viewer
from grid.territory.models import Cell

MOST_USED = 5
USED_WITHIN = timedelta(days=90)
KEPT_S = 600
INDENT = "\u3000"


def in_language(row: Category | Disposition) -> str:
    """The Chinese or the English name, whichever the reader reads."""
    return row.name if (get_language() or "zh").startswith("zh") else row.name_en


def category_choices() -> list[tuple[str, str]]:
    """Every category in force, indented by its depth."""
    return [(row.code, INDENT * (row.depth - 1) + in_language(row)) for row in categories()]


def cells(viewer: Viewer) -> QuerySet[Cell]:
    """The leaf cells in force in the viewer's scope, 200 at most."""
    rows = Cell.objects.visible_to(viewer).filter(is_leaf=True, valid_to__isnull=True)
    return rows.defer("outline").order_by("code")[:200]


def cell_choices(viewer: Viewer) -> list[tuple[str, str]]:
    return [("", "—"), *((cell.code, f"{cell.code} {cell.name}") for cell in cells(viewer))]


@dataclass(frozen=True, slots=True)
class Kind:
    """A category as a button: its default level goes with it."""

    code: str
    label: str
    level: int


def most_used(viewer: Viewer) -> list[Kind]:
    """The categories reported most in the viewer's scope in 90 days, then one of each branch."""
    key = f"incidents.most_used.{viewer.agency_path}"
    codes = cache.get(key)
    if codes is None:
        codes = _most_used_codes(viewer)
        cache.set(key, codes, KEPT_S)
    in_force = {row.code: row for row in categories()}
    parents = {row.parent_id for row in in_force.values()}
    leaves = [row.code for row in in_force.values() if row.pk not in parents]
    branches = {code[:2]: code for code in reversed(leaves)}  # the first leaf of each
    offered = dict.fromkeys([*codes, *sorted(branches.values()), *leaves])
    chosen = [code for code in offered if code in in_force][:MOST_USED]
    rows = [in_force[code] for code in chosen]
    return [Kind(row.code, in_language(row), row.default_level) for row in rows]


def _most_used_codes(viewer: Viewer) -> list[str]:
    recent = Incident.objects.visible_to(viewer).filter(
        reported_at__gte=timezone.now() - USED_WITHIN, is_valid_call=True
    )
    counted = recent.order_by().values("category__code").annotate(count=Count("pk"))
    return list(counted.order_by("-count").values_list("category__code", flat=True)[:MOST_USED])
