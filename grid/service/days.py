"""Local days as moments, for the registers of the work on the ground."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def begin_of(day: date) -> datetime:
    """The first moment of a local day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """The last moment of a local day: what is due on it may be done until then."""
    return timezone.make_aware(datetime.combine(day, time.max))


def span(first: date, last: date) -> tuple[datetime, datetime]:
    """From the beginning of the first local day until before the day after the last."""
    return begin_of(first), begin_of(last + timedelta(days=1))


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of the local month."""
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return first, after - timedelta(days=1)
