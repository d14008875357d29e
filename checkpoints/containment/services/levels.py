"""A containment raises the duty level of the checkpoints that stand in it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from checkpoints.containment.models import Containment
from checkpoints.containment.services.shared import By, save
from checkpoints.duty import services as duty
from checkpoints.duty.levels import levels_of
from checkpoints.register.models import Checkpoint, DutyLevel


def raise_level(row: Containment, checkpoints: Sequence[Checkpoint], *, by: By) -> None:
    """Order the plan's duty level where a checkpoint stands lower; never lowers one.

    Where another order is switching the same checkpoints the containment goes on without: posts
    closing in time matter more than the level, and its absence shows in `duty_order`.
    """
    level = row.plan.duty_level if row.plan else None
    if level is None or not checkpoints:
        return
    standing, ranks = levels_of(checkpoints), dict(DutyLevel.objects.values_list("code", "rank"))
    lower = [one for one in checkpoints if ranks[standing[one.pk]] < level.rank]
    if not lower:
        return
    try:
        with transaction.atomic():
            order = duty.issue(
                by=by,
                level=level,
                checkpoints=lower,
                reason=_("Containment %s") % row.number,
                valid_until=row.valid_until,
                is_drill=row.is_drill,
            )
    except duty.Overlapping:
        return
    row.duty_order = order.number
    save(row, "duty_order")
