"""Those responsible are told as things happen, and once each morning how much is open."""

from collections.abc import Sequence
from datetime import time
from typing import Final

from django.utils import timezone

from grid.ledger.models import EventEntry
from grid.ledger.reactors import reactor, sweep
from mediation.board import telling
from mediation.board.models import DisputeMessage

MORNING: Final = time(8)  # local


@reactor("disputes.messages")
def tell(events: Sequence[EventEntry]) -> None:
    """Messages of what happened to disputes."""
    telling.tell(events)


@sweep("disputes.digest", every_s=600)
def digest() -> None:
    """The day's digest, from the morning on, once."""
    now = timezone.localtime()
    told = DisputeMessage.objects.filter(kind=DisputeMessage.Kind.DIGEST, day=now.date())
    if now.time() >= MORNING and not told.exists():
        telling.digest(now)
