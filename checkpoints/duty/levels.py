"""Which duty level holds where and when: computed from the spans, right at the stroke.

A station's duty level is a scale of its own: neither its grade nor an area's patrol level.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from checkpoints.duty.models import LevelSpan
from checkpoints.register.models import Checkpoint, DutyLevel


def base_level() -> DutyLevel:
    """The lowest level: what holds where no order does."""
    return DutyLevel.objects.order_by("rank")[0]


def level_of(checkpoint: Checkpoint, at: datetime | None = None) -> str:
    """The code of the level in force at a checkpoint at `at` (default: now); drills never count."""
    return levels_of([checkpoint], at)[checkpoint.pk]


def levels_of(checkpoints: Iterable[Checkpoint], at: datetime | None = None) -> dict[int, str]:
    """The level in force at each checkpoint by its key, in two queries.

    Of several spans that cover the moment the newest holds; a switch counts from the moment the
    checkpoint was ready.
    """
    keys = [row.pk for row in checkpoints]
    newest = _covering(at or timezone.now()).filter(checkpoint__in=keys)
    held = newest.order_by("checkpoint_id", "-from_at", "-pk").distinct("checkpoint_id")
    found = dict(held.values_list("checkpoint_id", "level_id"))
    base = base_level().code
    return {key: found.get(key, base) for key in keys}


def spans_of(checkpoint: Checkpoint) -> QuerySet[LevelSpan]:
    """The checkpoint's history of levels, the newest first; what was never ready is not in it."""
    return LevelSpan.objects.filter(checkpoint=checkpoint).select_related("level", "order")


def _covering(at: datetime) -> QuerySet[LevelSpan]:
    return LevelSpan.objects.filter(Q(to_at__isnull=True) | Q(to_at__gt=at), from_at__lte=at)
