"""When a desk is to be staffed and a round is due: local wall clocks into moments."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from video.rounds.models import VideoRound, VideoTeam


def local(day: date, clock: time) -> datetime:
    """A local wall clock as a moment."""
    return timezone.make_aware(datetime.combine(day, clock))


def is_staffed(team: VideoTeam, at: datetime) -> bool:
    """Whether somebody must sit at the desk at a moment; an end before the start is next day's."""
    if team.staff_from is None or team.staff_to is None:
        return True
    clock = timezone.localtime(at).time()
    if team.staff_from <= team.staff_to:
        return team.staff_from <= clock < team.staff_to
    return clock >= team.staff_from or clock < team.staff_to


def starts_of(plan: VideoRound, day: date) -> Iterator[datetime]:
    """When a round is due on a local day: once, or every `every_min` until its end."""
    if day.isoweekday() not in plan.days or not is_valid(plan, day):
        return
    start, end = local(day, plan.starts_at), local(day, plan.ends_at)
    if end <= start:
        end = local(day + timedelta(days=1), plan.ends_at)
    yield start
    step = timedelta(minutes=plan.every_min) if plan.every_min else end - start
    while (start := start + step) < end:
        yield start


def is_valid(plan: VideoRound, day: date) -> bool:
    """Whether the round is walked on a local day; `valid_to` is the first day it is not."""
    return plan.valid_from <= day and (plan.valid_to is None or day < plan.valid_to)
