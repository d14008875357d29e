"""What the clock does to grants: ended, suspended, resumed, told of 30 days before the end.

None of it opens or closes a camera: what is open is asked of the rows at each look.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record
from video.grants.models import CameraGrant
from video.grants.selectors import SOON
from video.grants.services.telling import both_sides

State = CameraGrant.State
HELD = (State.APPROVED, State.SUSPENDED)


@transaction.atomic
def watch() -> None:
    """Judge every grant by the clock and by its holder; one fact for each change and side."""
    today = timezone.localdate()
    facts = [
        *_move(today, _over, "grant_expired", state=State.EXPIRED, ended_at=timezone.now()),
        *_move(today, _unanswered, "grant_suspended", state=State.SUSPENDED),
        *_move(today, _answered_again, "grant_resumed", state=State.APPROVED),
        *_move(today, _ending, "grant_ending", told_on=today),
    ]
    if facts:
        record(PLATFORM, *facts)


def _over(today: date) -> Any:
    return CameraGrant.objects.filter(state__in=HELD, valid_to__lt=today)


def _unanswered(today: date) -> Any:
    held = CameraGrant.objects.filter(state=State.APPROVED)
    return held.exclude(pk__in=held.answered_for(today).values("pk"))


def _answered_again(today: date) -> Any:
    return CameraGrant.objects.filter(state=State.SUSPENDED).answered_for(today)


def _ending(today: date) -> Any:
    return CameraGrant.objects.filter(
        state__in=HELD, told_on__isnull=True, valid_to__lte=today + SOON
    )


def _move(today: date, rows: Callable[[date], Any], kind: str, **changes: Any) -> list[Fact]:
    chosen = rows(today).select_related("agency", "grantee", "holder")
    found = list(chosen.select_for_update(of=("self",), skip_locked=True))
    CameraGrant.objects.filter(pk__in=[row.pk for row in found]).update(
        **changes, version=F("version") + 1
    )
    for row in found:
        row.version += 1
    return [told for row in found for told in both_sides(kind, row)]
