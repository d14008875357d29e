"""What stands open at a checkpoint, for whoever takes it over."""

from typing import Any

from django.utils import timezone

from checkpoints.register.levels import levels_of
from checkpoints.register.models import Checkpoint
from checkpoints.work.models import CustodyStep
from checkpoints.work.selectors import overdue


def open_matters(checkpoint: Checkpoint) -> dict[str, Any]:
    """Level, suspension, hours without a count, things whose step waits for a signature."""
    now = timezone.now()
    suspension = checkpoint.suspensions.in_force(now).first()
    waiting = CustodyStep.objects.filter(
        seizure__checkpoint=checkpoint, state=CustodyStep.State.WAITING
    ).select_related("seizure")
    missing = overdue.missing_hours([checkpoint], now, back=24)
    return {
        "level": levels_of([checkpoint], now)[checkpoint.pk],
        "suspended_until": suspension.until.isoformat() if suspension else None,
        "hours_without_count": [hour.isoformat() for hour in missing.get(checkpoint.pk, [])],
        "receipts_waiting": [step.receipt for step in waiting],
    }
