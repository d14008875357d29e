"""What a sheet counts by: everything, the city's class sets, and the categories it has."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from command_center.analysis.sheets.content.inputs import CaseClass
from command_center.cases import sets
from command_center.cases.models import CaseCategory

ALL: Final = CaseClass("all", "all", "全部案件", "All cases", None)
MOST_CATEGORIES: Final = 20


def root_of(path: str) -> str:
    """The path of the city an agency belongs to."""
    return path.partition("/")[0] + "/"


def of_sets(path: str, on: date) -> list[CaseClass]:
    """Everything, then each class set in force for an agency on a local day, by rank."""
    return [ALL] + [
        CaseClass("set", one.code, one.name, one.name_en, sets.category_ids(one.code, path, on))
        for one in sets.sets(path, on)
    ]


def of_categories(keys: Iterable[int]) -> list[CaseClass]:
    """Categories by key, in the order given, each with all below it."""
    wanted = list(keys)[:MOST_CATEGORIES]
    rows = CaseCategory.objects.in_bulk(wanted)
    return [
        CaseClass("category", row.code, row.name, row.name_en, sets.below([row.code]))
        for row in (rows[key] for key in wanted if key in rows)
    ]


def members_of(code: str, path: str, on: date) -> frozenset[int]:
    """The categories that a code counts: of a class set, or else of a category."""
    return sets.category_ids(code, path, on) or sets.below([code])
