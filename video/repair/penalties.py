"""What lateness costs: pure, from the spans of a ticket and the fees it was assigned under."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, Protocol

from video.repair.models import Span

HOUR: Final = timedelta(hours=1)


class Timed(Protocol):
    """A span of a ticket's clock."""

    span: str
    round: int
    due_at: datetime
    to_at: datetime | None


class Fees(Protocol):
    """Yuan."""

    late_fee: int
    hour_fee: int
    most_fee: int


def late_by(span: Timed, at: datetime) -> timedelta:
    """How much later than due it ended, or stands at `at`; zero where it is in time."""
    return max(timedelta(), (span.to_at or at) - span.due_at)


def penalty(fees: Fees, spans: Iterable[Timed], at: datetime) -> int:
    """Yuan: a fee for each late acceptance and arrival, and for each hour begun after the fix was
    due; together at most `most_fee` where that is set.

    Later rounds go on with the clock of the first, so only the last fix is counted in hours, and
    acceptance and arrival only in the first round.
    """
    rows = list(spans)
    first = (row for row in rows if row.round == 1 and row.span in (Span.ACCEPT, Span.ARRIVE))
    total = fees.late_fee * sum(bool(late_by(row, at)) for row in first)
    fixes = [row for row in rows if row.span == Span.FIX]
    if fixes:
        late = late_by(max(fixes, key=lambda row: row.round), at)
        total += fees.hour_fee * -(-late // HOUR)
    return min(total, fees.most_fee) if fees.most_fee else total
