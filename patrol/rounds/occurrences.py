"""When a plan's legs are due and when a window is open: local calendar days into moments."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from patrol.rounds.models import RoundPlan


def local(day: date, clock: time) -> datetime:
    """A local wall clock as a moment."""
    return timezone.make_aware(datetime.combine(day, clock))


def starts_of(plan: RoundPlan, day: date) -> Iterator[datetime]:
    """When the plan begins anew on a local day: once, or every `every_min` until its end."""
    if day.isoweekday() not in plan.days or not is_valid(plan, day):
        return
    start, end = local(day, plan.starts_at), local(day, plan.ends_at)
    if end <= start:
        end = local(day + timedelta(days=1), plan.ends_at)
    yield start
    if plan.every_min:
        step = timedelta(minutes=plan.every_min)
        while (start := start + step) < end:
            yield start


def is_valid(plan: RoundPlan, day: date) -> bool:
    return plan.valid_from <= day and (plan.valid_to is None or day <= plan.valid_to)


def window_on(window: Mapping[str, Any], day: date) -> tuple[datetime, datetime] | None:
    """From when to when a window is open on a local day; None on days it is not."""
    if day.isoweekday() not in window["days"]:
        return None
    begins, ends = time.fromisoformat(window["from"]), time.fromisoformat(window["to"])
    return local(day, begins), local(day, ends)
