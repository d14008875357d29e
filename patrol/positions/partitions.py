"""The days of the track: a partition for each (UTC), made ahead, dropped as a whole when over."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

from grid.ledger.retention import Keep, clears
from patrol.positions.models import TRACK_DAYS, TrackFix

TABLE: Final = "positions_trackfix"
AHEAD: Final = 3  # days; several nights may pass without the sweep


def days_there() -> list[date]:
    """The days that have a table, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass",
            [TABLE],
        )
        names = [name for (name,) in cursor.fetchall()]
    return sorted(
        datetime.strptime(name[-8:], "%Y%m%d").replace(tzinfo=UTC).date() for name in names
    )


def ensure_days(days: Iterable[date]) -> int:
    """Make the tables that are missing; answers how many were."""
    missing = sorted(set(days) - set(days_there()))
    with connection.cursor() as cursor:
        for day in missing:
            cursor.execute("SELECT positions_make_day(%s)", [day])
    return len(missing)


def make_ahead() -> int:
    """Today's table and those of the next days; answers how many were missing."""
    today = timezone.now().astimezone(UTC).date()
    return ensure_days(today + timedelta(days=n) for n in range(AHEAD + 1))


@clears(TrackFix)
def clear_track(rule: Keep, *, now: datetime) -> int:
    """Drop the days that are over and delete the part of a day that is; the number of fixes."""
    limit = now - timedelta(days=rule.days or TRACK_DAYS)
    over = [day for day in days_there() if _end_of(day) <= limit]
    gone = 0
    with connection.cursor() as cursor:
        for day in over:
            cursor.execute("SELECT positions_drop_day(%s)", [day])
            gone += cursor.fetchone()[0]
        cursor.execute("DELETE FROM positions_trackfix WHERE device_time < %s", [limit])
        return gone + int(cursor.rowcount)


def _end_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
