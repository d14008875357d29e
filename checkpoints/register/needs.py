"""What a checkpoint must have at a duty level, what it has, and the difference.

Heads, vehicles, posts and pieces are whole numbers. The minimum of the agency nearest above the
checkpoint goes before those of the agencies above it, and these before the platform's defaults.
An electronic gantry stands alone: nothing is required of it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypedDict

from django.db.models import Sum
from django.utils import timezone

from checkpoints.register.models import Checkpoint, EquipmentItem, EquipmentKind, Minimum

COUNTED: Final = EquipmentItem.State.USABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """The minimum of one checkpoint at one duty level."""

    officers: int = 0
    auxiliaries: int = 0
    vehicles: int = 0
    posts: dict[str, int] = field(default_factory=dict)  # post kind: posts
    equipment: dict[str, int] = field(default_factory=dict)  # equipment kind: pieces
    forces: dict[str, int] = field(default_factory=dict)  # force kind: heads


class Shortage(TypedDict):
    """A kind of equipment there is not enough of."""

    code: str
    name: str
    required: int
    present: int
    missing: int


def required(checkpoint: Checkpoint, level_code: str, at: datetime | None = None) -> Required:
    """The minimum of a checkpoint at a duty level on the local day of `at` (default: now)."""
    return required_many([checkpoint], level_code, at)[checkpoint.pk]


def required_many(
    checkpoints: Iterable[Checkpoint], level_code: str, at: datetime | None = None
) -> dict[int, Required]:
    """The minimum of each checkpoint by its key, in one query; agencies should be joined."""
    rows = list(checkpoints)
    by_grade: dict[str, list[tuple[str, Minimum]]] = defaultdict(list)
    for row in _in_force(level_code, at):
        by_grade[row.grade].append((row.agency.path if row.agency else "", row))
    return {row.pk: _of(row, by_grade[row.grade]) for row in rows}


def _in_force(level_code: str, at: datetime | None) -> Iterable[Minimum]:
    day = timezone.localdate(at or timezone.now())
    rows: Iterable[Minimum] = (
        Minimum.objects.in_force(day).filter(level_id=level_code).select_related("agency")
    )
    return rows


def _of(checkpoint: Checkpoint, minimums: list[tuple[str, Minimum]]) -> Required:
    if checkpoint.kind == Checkpoint.Kind.GANTRY:
        return Required()
    nearest: dict[tuple[str, str], tuple[int, int]] = {}
    for path, row in minimums:
        if checkpoint.agency.path.startswith(path):
            depth, _quantity = nearest.get((row.need, row.code), (-1, 0))
            if len(path) > depth:
                nearest[row.need, row.code] = (len(path), row.quantity)
    found = {key: quantity for key, (_depth, quantity) in nearest.items() if quantity}
    return Required(
        officers=found.get(("officers", ""), 0),
        auxiliaries=found.get(("auxiliaries", ""), 0),
        vehicles=found.get(("vehicles", ""), 0),
        posts={code: n for (need, code), n in found.items() if need == Minimum.Need.POST},
        equipment={code: n for (need, code), n in found.items() if need == Minimum.Need.EQUIPMENT},
        forces={code: n for (need, code), n in found.items() if need == Minimum.Need.FORCE},
    )


def present(checkpoint: Checkpoint) -> dict[str, int]:
    """Usable pieces by equipment kind; what is faulty, in repair or written off counts nothing."""
    return present_many([checkpoint])[checkpoint.pk]


def present_many(checkpoints: Iterable[Checkpoint]) -> dict[int, dict[str, int]]:
    """Usable pieces by equipment kind for each checkpoint by its key, in one query."""
    found: dict[int, dict[str, int]] = {row.pk: {} for row in checkpoints}
    items = EquipmentItem.objects.filter(checkpoint__in=list(found), state=COUNTED)
    sums = items.order_by().values_list("checkpoint_id", "kind_id").annotate(n=Sum("quantity"))
    for checkpoint_id, kind, pieces in sums:
        found[checkpoint_id][kind] = pieces
    return found


def shortages(checkpoint: Checkpoint, level_code: str) -> list[Shortage]:
    """The equipment a checkpoint lacks for a duty level; empty where it has all of it."""
    return shortages_many([checkpoint], level_code)[checkpoint.pk]


def shortages_many(checkpoints: Iterable[Checkpoint], level_code: str) -> dict[int, list[Shortage]]:
    """The equipment each checkpoint lacks, by its key, in three queries."""
    rows = list(checkpoints)
    wanted, had = required_many(rows, level_code), present_many(rows)
    kinds = list(EquipmentKind.objects.all())
    return {row.pk: _lacking(kinds, wanted[row.pk].equipment, had[row.pk]) for row in rows}


def _lacking(
    kinds: Iterable[EquipmentKind], wanted: dict[str, int], had: dict[str, int]
) -> list[Shortage]:
    return [
        Shortage(
            code=kind.code,
            name=str(kind),
            required=wanted[kind.code],
            present=had.get(kind.code, 0),
            missing=wanted[kind.code] - had.get(kind.code, 0),
        )
        for kind in kinds
        if wanted.get(kind.code, 0) > had.get(kind.code, 0)
    ]
