"""Hours a checkpoint on duty sent no count for: computed from the rows, whoever asks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, TypedDict

from django.utils import timezone

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import HourlyCount, PostShift, Suspension
from checkpoints.work.rulebook import Rulebook
from checkpoints.work.services.shared import worked_at
from grid.scope import Viewer

HOUR: Final = timedelta(hours=1)
Span = tuple[datetime, datetime]


class Overdue(TypedDict):
    """One hour that should have been counted; `since` is when it became overdue."""

    checkpoint: Checkpoint
    hour: datetime
    since: datetime


def full_hour(at: datetime) -> datetime:
    """The moment the hour of `at` began; the local zone is whole hours from UTC."""
    return at.replace(minute=0, second=0, microsecond=0)


def overdue_counts(
    at: datetime | None = None, *, viewer: Viewer | None = None, back: int = 24
) -> list[Overdue]:
    """What is missing at `at` (default: now) of the last `back` hours, the oldest first.

    A checkpoint is on duty in an hour when somebody is rostered for any of it, it had a valid
    instrument, and checks were not suspended for the whole of it. A gantry counts by itself.
    """
    at = at or timezone.now()
    rows = Checkpoint.objects.operational(at).exclude(kind=Checkpoint.Kind.GANTRY)
    if viewer is not None:
        rows = rows.visible_to(viewer)
    places = {row.pk: row for row in rows.select_related("agency", "line")}
    missing = missing_hours(list(places.values()), at, back=back)
    book = Rulebook()
    found = [
        Overdue(checkpoint=places[pk], hour=hour, since=_due(book, places[pk], hour))
        for pk, hours in missing.items()
        for hour in hours
    ]
    return sorted(found, key=lambda row: (row["hour"], row["checkpoint"].code))


def missing_hours(
    checkpoints: Sequence[Checkpoint], at: datetime, *, back: int = 24
) -> dict[int, list[datetime]]:
    """Hours without a count by checkpoint key, in four queries; see `overdue_counts`."""
    book, last = Rulebook(), full_hour(at)
    first = last - back * HOUR
    hours = [first + n * HOUR for n in range(back)]
    rostered = _rostered(checkpoints, (first, last))
    suspended = _suspended(checkpoints, (first, last))
    counted = set(
        HourlyCount.objects.filter(
            checkpoint__in=checkpoints,
            hour__gte=first,
            hour__lt=last,
            measure=HourlyCount.Measure.CHECKED,
        ).values_list("checkpoint_id", "hour")
    )
    return {
        place.pk: [
            hour
            for hour in hours
            if (place.pk, hour) not in counted
            and _due(book, place, hour) <= at
            and worked_at(place, hour)
            and any(begins < hour + HOUR and ends > hour for begins, ends in rostered[place.pk])
            and not any(b <= hour and e >= hour + HOUR for b, e in suspended[place.pk])
        ]
        for place in checkpoints
    }


def _due(book: Rulebook, place: Checkpoint, hour: datetime) -> datetime:
    minutes = book.rule(place.agency.path).overdue_after_min
    return hour + HOUR + timedelta(minutes=minutes)


def _rostered(checkpoints: Sequence[Checkpoint], span: Span) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {row.pk: [] for row in checkpoints}
    rows = PostShift.objects.filter(
        checkpoint__in=checkpoints,
        struck_at__isnull=True,
        starts_at__lt=span[1],
        ends_at__gt=span[0],
    )
    for pk, begins, ends in rows.order_by().values_list("checkpoint_id", "starts_at", "ends_at"):
        found[pk].append((begins, ends))
    return found


def _suspended(checkpoints: Sequence[Checkpoint], span: Span) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {row.pk: [] for row in checkpoints}
    rows = Suspension.objects.filter(
        checkpoint__in=checkpoints, starts_at__lt=span[1], until__gt=span[0]
    )
    for row in rows:
        found[row.checkpoint_id].append((row.starts_at, row.over_at))
    return found
