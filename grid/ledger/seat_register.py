"""The register of open screens, for whoever must know which of them has fallen behind."""

from collections.abc import Sequence
from typing import Final

from django.utils import timezone

from grid.ledger.models import SeatCursor
from grid.ledger.seats import Seat

MOVING: Final = ("sent_seq", "acked_seq", "behind_since", "seen_at")


def save_seats(seats: Sequence[Seat], left: Sequence[Seat]) -> None:
    """Write where every open screen is, in one statement, and forget those that left."""
    if left:
        SeatCursor.objects.filter(socket__in=[seat.id for seat in left]).delete()
    if seats:
        SeatCursor.objects.bulk_create(
            [_row(seat) for seat in seats],
            update_conflicts=True,
            unique_fields=["socket"],
            update_fields=list(MOVING),
        )


def _row(seat: Seat) -> SeatCursor:
    now = timezone.now()
    if seat.acked >= seat.sent:
        seat.behind_since = None
    elif seat.behind_since is None:
        seat.behind_since = now
    return SeatCursor(
        socket=seat.id,
        officer_id=seat.standing.officer_id,
        label=seat.standing.label,
        agency_path=seat.standing.sight.path,
        sent_seq=seat.sent,
        acked_seq=seat.acked,
        behind_since=seat.behind_since,
        seen_at=now,
    )
