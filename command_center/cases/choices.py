"""What the forms of cases offer to choose from, in the reader's scope and language."""

from collections import defaultdict
from typing import Any

from django.utils import timezone

from command_center.cases import sets
from command_center.cases.models import CaseCategory, CaseKind, CaseTag
from grid.scope import Viewer
from grid.territory.models import Cell

MOST_CELLS = 500
INDENT = "\u3000"

Groups = list[tuple[str, list[tuple[str, str]]]]


def category_groups() -> Groups:
    """The categories in force today by kind, indented by depth, what stands below right after."""
    rows = sets.categories_on(timezone.localdate()).exclude(system=CaseCategory.System.GA240_8)
    below: dict[int | None, list[CaseCategory]] = defaultdict(list)
    for row in rows.order_by("code"):
        below[row.parent_id].append(row)
    groups: dict[str, list[tuple[str, str]]] = {kind: [] for kind in CaseKind.values}

    def take(above: int | None) -> None:
        for row in below[above]:
            name = f"{INDENT * (row.depth - 1)}{row} {row.code}"
            groups[row.kind].append((row.code, name))
            take(row.pk)

    take(None)
    return [(str(CaseKind(kind).label), offered) for kind, offered in groups.items()]


def tag_choices(kind: str) -> list[tuple[str, str]]:
    """The tags of a kind in force today."""
    day = timezone.localdate()
    rows = CaseTag.objects.filter(kind=kind, valid_from__lte=day).exclude(valid_to__lte=day)
    return [("", "—"), *((row.code, str(row)) for row in rows)]


def all_tags() -> Groups:
    """Every tag by its kind, as a filter offers them."""
    return [
        (str(label), [(f"{kind}:{code}", name) for code, name in tag_choices(kind)[1:]])
        for kind, label in CaseTag.Kind.choices
    ]


def set_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """The class sets the viewer's agency counts by today."""
    return [(row.code, str(row)) for row in sets.sets(viewer.agency_path)]


def cell_choices(viewer: Viewer) -> list[tuple[Any, str]]:
    """The leaf cells in force in the viewer's scope."""
    rows = Cell.objects.visible_to(viewer).filter(is_leaf=True, valid_to__isnull=True)
    told = rows.order_by("code").values_list("code", "name")[:MOST_CELLS]
    return [(code, f"{code} {name}") for code, name in told]
