"""The minimum of one checkpoint as a table: a row for each need, a column for each duty level."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from checkpoints.register import needs
from checkpoints.register.models import (
    Checkpoint,
    DutyLevel,
    EquipmentKind,
    ForceKind,
    JointForce,
    PostKind,
)


def staffing(checkpoint: Checkpoint, levels: Iterable[DutyLevel]) -> list[dict[str, Any]]:
    """Rows of `name`, `unit`, `present` (None: the shift says it) and one quantity a level."""
    by_level = [needs.required(checkpoint, level.code) for level in levels]
    heads: list[tuple[str, str, list[int], int | None]] = [
        (_("Officers"), _("heads"), [each.officers for each in by_level], None),
        (_("Auxiliaries"), _("heads"), [each.auxiliaries for each in by_level], None),
        (_("Vehicles"), _("vehicles"), [each.vehicles for each in by_level], None),
    ]
    posts = Counter(checkpoint.posts.filter(is_active=True).values_list("kind_id", flat=True))
    parts = [
        *_kinds(PostKind, _("posts"), [each.posts for each in by_level], posts),
        *_kinds(ForceKind, _("heads"), [each.forces for each in by_level], _heads(checkpoint)),
        *_kinds(
            EquipmentKind,
            _("pieces"),
            [each.equipment for each in by_level],
            needs.present(checkpoint),
        ),
    ]
    return [
        {"name": name, "unit": unit, "present": present, "needs": _cells(wanted, present)}
        for name, unit, wanted, present in (*heads, *parts)
        if any(wanted)
    ]


def _cells(wanted: list[int], present: int | None) -> list[tuple[int, bool]]:
    """Each quantity, and whether what is there falls short of it."""
    return [(quantity, present is not None and present < quantity) for quantity in wanted]


def _heads(checkpoint: Checkpoint) -> dict[str, int]:
    found: Counter[str] = Counter()
    force: JointForce
    for force in checkpoint.joint_forces.all():
        found[force.kind_id] += force.heads if force.holds() else 0
    return found


def _kinds(
    model: Any, unit: str, wanted: list[dict[str, int]], present: dict[str, int]
) -> list[tuple[str, str, list[int], int | None]]:
    return [
        (
            str(kind),
            unit,
            [each.get(kind.code, 0) for each in wanted],
            present.get(kind.code, 0),
        )
        for kind in model.objects.all()
    ]
