"""The category tree and the dispositions a new deployment starts with."""

import csv
from itertools import groupby
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from command_center.incidents.models import Category, Disposition

FIXTURES: Final = Path(settings.BASE_DIR) / "fixtures"
BEGINNING: Final = "2016-01-01"


def parent_code(code: str) -> str | None:
    """Two digits a level: `01010203` → `010102` → `010100` → `010000`."""
    if len(code) == 8:
        return code[:6]
    if code[4:6] != "00":
        return f"{code[:4]}00"
    return f"{code[:2]}0000" if code[2:4] != "00" else None


@transaction.atomic
def load() -> tuple[int, int]:
    """Add what is missing, leave what is there; answers the counts of rows added."""
    return _load_categories(), _load_dispositions()


def _rows(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _load_categories() -> int:
    """A level at a time, for a category needs the key of the one above it."""
    known = {category.code: category for category in Category.objects.all()}
    missing = [row for row in _rows("categories.csv") if row["code"] not in known]
    for depth, rows in groupby(sorted(missing, key=_depth), key=_depth):
        made = Category.objects.bulk_create(_category(row, depth, known) for row in rows)
        known |= {category.code: category for category in made}
    return len(missing)


def _depth(row: dict[str, str]) -> int:
    depth, above = 1, parent_code(row["code"])
    while above:
        depth, above = depth + 1, parent_code(above)
    return depth


def _category(row: dict[str, str], depth: int, known: dict[str, Category]) -> Category:
    return Category(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        parent=known.get(parent_code(row["code"]) or ""),
        depth=depth,
        default_level=int(row["default_level"]),
        valid_from=BEGINNING,
    )


def _load_dispositions() -> int:
    known = set(Disposition.objects.values_list("code", flat=True))
    missing = [row for row in _rows("dispositions.csv") if row["code"] not in known]
    Disposition.objects.bulk_create(
        Disposition(code=row["code"], name=row["name"], name_en=row["name_en"]) for row in missing
    )
    return len(missing)
