"""The category tree and the dispositions a new deployment starts with."""

import csv
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
    known = {category.code: category for category in Category.objects.all()}
    before = len(known)
    for row in sorted(_rows("categories.csv"), key=lambda row: (len(row["code"]), row["code"])):
        if row["code"] in known:
            continue
        above = known.get(parent_code(row["code"]) or "")
        known[row["code"]] = Category.objects.create(
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            parent=above,
            depth=above.depth + 1 if above else 1,
            default_level=int(row["default_level"]),
            valid_from=BEGINNING,
        )
    return len(known) - before


def _load_dispositions() -> int:
    made = 0
    for row in _rows("dispositions.csv"):
        _disposition, is_new = Disposition.objects.get_or_create(
            code=row["code"], defaults={"name": row["name"], "name_en": row["name_en"]}
        )
        made += is_new
    return made
