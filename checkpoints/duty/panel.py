"""What the page of a checkpoint shows of its duty level."""

from typing import Any

from django.utils import timezone

from checkpoints.duty import selectors
from checkpoints.duty.rules import sop_for, supplement_of
from checkpoints.register.models import Checkpoint, DutyLevel
from grid.organisation.models import Officer
from grid.rights import Right

SPANS = 5


def shown(checkpoint: Checkpoint, officer: Officer) -> dict[str, Any] | None:
    """Level, switch and the newest spans; None without the right to see them."""
    if Right.CHECKPOINT_READ not in officer.rights:
        return None
    now = timezone.now()
    code = selectors.level_of(checkpoint, now)
    return {
        "level": DutyLevel.objects.get(code=code),
        "switch": selectors.open_switch_of(officer, checkpoint.code),
        "sop": sop_for(code, checkpoint.agency.path, now),
        "supplement": supplement_of(checkpoint, code, now),
        "spans": selectors.spans_of(checkpoint)[:SPANS],
        "now": now,
        "checkpoint": checkpoint,
    }
