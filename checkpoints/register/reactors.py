"""What the register notices by itself: a legal instrument that has just ended."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from checkpoints.register.models import Checkpoint
from checkpoints.register.writing import checkpoint_fact
from grid.ledger.actors import PLATFORM
from grid.ledger.reactors import sweep
from grid.ledger.services import record

LOOK_BACK: Final = timedelta(days=2)  # a live worker is never down longer unnoticed


@sweep("checkpoints.validity_ended", every_s=30)
def tell_ended() -> None:
    """Say once of each instrument that it ended; the checkpoint left every list by itself."""
    now = timezone.now()
    rows = Checkpoint.objects.filter(
        is_active=True, valid_to__lte=now, valid_to__gt=now - LOOK_BACK
    ).select_related("agency")
    facts = []
    for row in rows:
        fact = checkpoint_fact("checkpoint_expired", row)
        key = f"checkpoints.expired:{row.code}:{row.valid_to:%Y%m%d%H%M%S}"
        facts.append(replace(fact, dedupe_key=key, happened_at=row.valid_to))
    if facts:
        with transaction.atomic():
            record(PLATFORM, *facts)
