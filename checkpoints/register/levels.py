"""Which duty level holds at checkpoints: asked downwards, answered by whoever keeps the levels.

The app that keeps them brings the answer from `AppConfig.ready`; without it the lowest level
holds everywhere.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from checkpoints.register.models import Checkpoint, DutyLevel

# Level codes by checkpoint key, at a moment (None: now).
Levels = Callable[[Sequence[Checkpoint], datetime | None], dict[int, str]]
_answers: Final[list[Levels]] = []


def register(answer: Levels) -> None:
    """Say how to ask; the last registration holds."""
    _answers[:] = [answer]


def levels_of(checkpoints: Sequence[Checkpoint], at: datetime | None = None) -> dict[int, str]:
    """The level in force at each checkpoint by its key."""
    if _answers:
        return _answers[0](checkpoints, at)
    lowest = DutyLevel.objects.order_by("rank").values_list("code", flat=True)[0]
    return {row.pk: lowest for row in checkpoints}
