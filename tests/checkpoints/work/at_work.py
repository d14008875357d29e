"""Ways to do a checkpoint's work in a test: hours, counts, people on posts."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import PostShift
from checkpoints.work.services import (
    Entry,
    Saved,
    give_post,
    hand_over,
    record_outcome,
    roster,
    save_counts,
    seize,
    suspend,
)
from grid.organisation.models import Officer
from tests.cast import Cast

KEYS = count(1)
HOUR = timedelta(hours=1)


def hour(back: int = 1) -> datetime:
    """The beginning of the hour that many hours ago; 1 is the last one that is over."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) - back * HOUR


def enter(
    checkpoint: Checkpoint, by: Officer, number: int, *, client_ref: str = "", **said: Any
) -> Saved:
    """Enter one number: people checked in the last full hour, if nothing else is said."""
    said = {"hour": hour(), "kind": "people"} | said
    entry = Entry(checkpoint=checkpoint.code, number=number, **said)
    return save_counts([entry], by=by.as_actor(), viewer=by, client_ref=client_ref)


def stand(checkpoint: Checkpoint, officer: Officer | None, **said: Any) -> PostShift:
    """Roster somebody at the check from two hours ago until six hours on."""
    now = timezone.now()
    said = {"starts_at": now - 2 * HOUR, "ends_at": now + 6 * HOUR, "post": "vehicle_check"} | said
    return roster(checkpoint, by=chief_actor(checkpoint), officer=officer, **said)


def chief_actor(checkpoint: Checkpoint) -> Any:
    """Whoever commands, as the ledger keeps her."""
    return Officer.objects.get(badge_number="C001").as_actor()


def post(client: Client, where: str, body: Any, *, key: str = "") -> Any:
    """A write over REST with a key of its own."""
    headers = {"Idempotency-Key": key or f"work-{next(KEYS):08d}"}
    return client.post(where, body, content_type="application/json", headers=headers)


def work_of(checkpoint: Checkpoint, cast: Cast, *, note: str) -> dict[str, Any]:
    """One of everything at a southern checkpoint: Sam stands there, Chief is to sign."""
    sam = cast.sam
    count_row = enter(checkpoint, sam, 3).rows[0]
    shift = stand(checkpoint, sam)
    outcome = record_outcome(
        checkpoint, by=sam.as_actor(), outcome="warned", happened_at=timezone.now(), reference=note
    )
    held = suspend(
        checkpoint,
        by=sam.as_actor(),
        reason="congestion",
        until=timezone.now() + HOUR,
        note=note,
    )
    seizure = seize(
        checkpoint,
        by=sam,
        item="blade",
        quantity=Decimal(1),
        unit="piece",
        seal_number=f"FH-{next(KEYS)}",
        reference=note,
        seized_at=timezone.now(),
    )
    step = hand_over(seizure, by=sam, receiver=cast.chief, where=note)
    return {
        "count_id": count_row.pk,
        "outcome_id": outcome.pk,
        "suspension_id": held.pk,
        "seizure_number": seizure.number,
        "step_id": step.pk,
        "post_shift_id": shift.pk,
        "post_handover_id": give_post(checkpoint, by=sam, note=note).pk,
    }
