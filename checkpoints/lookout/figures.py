"""The span figures are asked for, and the sums of it."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.lookout import selectors
from grid.errors import FieldError, InvalidInput
from grid.scope import Viewer

MOST_DAYS: Final = 366
USUAL_DAYS: Final = 7


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def span(day_from: date | None, day_to: date | None) -> tuple[date, date]:
    """Local days, both included; without any the last seven. Raises InvalidInput."""
    last = day_to or timezone.localdate()
    if not date(2000, 1, 1) <= last <= date(2999, 12, 31):
        raise _refusal("day_to")
    first = day_from or last - timedelta(days=USUAL_DAYS - 1)
    if not timedelta(0) <= last - first < timedelta(days=MOST_DAYS):
        raise _refusal("day_from")
    return first, last


def _refusal(name: str) -> InvalidInput:
    message = _("Choose a span of at most 366 days.")
    return InvalidInput(
        message, errors=[FieldError(pointer=f"/{name}", code="out_of_range", message=message)]
    )


def tallies(viewer: Viewer, *, day_from: date | None = None, day_to: date | None = None) -> Any:
    """What was asked about in the span, per day, checkpoint and kind of number."""
    first, last = span(day_from, day_to)
    return selectors.tallies(
        viewer, since=_midnight(first), until=_midnight(last + timedelta(days=1))
    )
