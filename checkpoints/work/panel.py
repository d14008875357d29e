"""The work of today on the page of a checkpoint."""

from typing import Any

from django.utils import timezone

from checkpoints.register.models import Checkpoint
from checkpoints.work.selectors import today
from grid.organisation.models import Officer


def shown(checkpoint: Checkpoint, _officer: Officer) -> dict[str, Any] | None:
    """What was checked today, who is there, how the lanes are; nothing for a gantry."""
    if checkpoint.kind == Checkpoint.Kind.GANTRY:
        return None
    day = timezone.localdate().isoformat()
    return {"code": checkpoint.code, "day": day, "day_sums": today(checkpoint)}
