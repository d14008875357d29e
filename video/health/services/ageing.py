"""States by the clock: signs grow old, and what hangs on a fallen platform is unknown."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from video.health.limits import stale_before
from video.health.services import platforms
from video.health.services.flips import Flip, facts_of, flips_of
from video.health.services.statements import REFRESH
from video.register.bulk import SIGNS_LOCK


def lock_signs() -> None:
    """Be the one writer of signs until the end of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(SIGNS_LOCK)


@transaction.atomic
def age_signs(*, at: datetime | None = None, by: Actor = PLATFORM) -> int:
    """Judge every platform and camera by the clock; answers how many cameras changed."""
    at = at or timezone.now()
    lock_signs()
    _changed, facts = platforms.judge_all(at=at)
    flips = refresh(at=at)
    record(by, *facts, *facts_of(flips, at=at))
    return len(flips)


def judge(*, at: datetime, also: Sequence[int] = ()) -> tuple[int, list[Fact]]:
    """Judge the platforms, then the cameras on those that changed (and on `also`)."""
    changed, facts = platforms.judge_all(at=at)
    touched = [*changed, *also]
    flips = refresh(at=at, platform_ids=touched) if touched else []
    return len(flips), [*facts, *facts_of(flips, at=at)]


def refresh(*, at: datetime, platform_ids: Sequence[int] | None = None) -> list[Flip]:
    """Compute the states of all cameras, or of those on some platforms, from what is known."""
    limits = stale_before(at)
    values = {
        "at": at,
        "platforms": None if platform_ids is None else list(platform_ids),
        "agencies": [limit[0] for limit in limits],
        "sources": [limit[1] for limit in limits],
        "before": [limit[2] for limit in limits],
    }
    with connection.cursor() as cursor:
        cursor.execute(REFRESH, values)
        return flips_of(json.loads(cursor.fetchone()[0]))
