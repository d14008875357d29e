"""What the demo city's checkpoints did: hourly counts, outcomes, lanes, who stands where.

Last fortnight and the same days a year before, so that a year can be laid beside the other. All
of it is invented; hours are those of the deployment's zone.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from math import pi, sin
from random import Random
from typing import Any, Final

from django.utils import timezone

from checkpoints.register.models import Checkpoint, Post
from checkpoints.work.models import CheckOutcome, HourlyCount, LaneReport, PostShift
from checkpoints.work.models.rules import Kind
from command_center.demo.copying import copy_rows

_DAYS: Final = 14
_YEAR: Final = timedelta(days=364)  # the same weekdays
_SHIFT_H: Final = 8
_WEIGHT: Final = {"level1": 3.0, "level2": 1.8, "level3": 1.0, "temporary": 0.5}
_PASSING: Final = 90  # vehicles past a grade-3 checkpoint in its busiest hour
_CHECKED: Final = 0.07  # of the vehicles that pass
_PEOPLE: Final = 1.7  # checked with each vehicle
_OUTCOMES: Final = ("warned", "warned", "fined", "handed_over")
_SAME: Final = {
    "direction": HourlyCount.Direction.BOTH.value,
    "is_late": False,
    "entered_by": "demo",
    "channel": "",
    "client_ref": "",
    "version": 1,
}
_NAMES: Final = ("辅警甲", "辅警乙", "辅警丙", "辅警丁")


def create_checkwork(built: Sequence[Checkpoint], *, seed: int = 2204) -> int:
    """Counts, outcomes, lanes and shifts; answers how many hours were counted."""
    rng = Random(seed)  # noqa: S311 an invented past, no secret
    now = timezone.localtime()
    counts = [
        row
        for back in (timedelta(0), _YEAR)
        for place in built
        for row in _counts(place, now, back, rng)
    ]
    copy_rows(HourlyCount, counts)
    CheckOutcome.objects.bulk_create(_outcomes(counts, rng))
    LaneReport.objects.bulk_create(_lanes(place, now) for place in built)
    PostShift.objects.bulk_create(_shifts(built, now))
    return len(counts)


def _counts(
    place: Checkpoint, now: datetime, back: timedelta, rng: Random
) -> Iterator[dict[str, Any]]:
    """Every full hour of the fortnight; a year before there was a little less of everything."""
    share = 0.9 if back else 1.0
    last = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    for hours in range(_DAYS * 24):
        hour = last - timedelta(hours=hours) - back
        busy = 0.25 + 0.75 * max(0.0, sin(pi * (hour.hour - 5) / 17))
        passing = round(share * _WEIGHT[place.grade] * _PASSING * busy * rng.uniform(0.8, 1.2))
        vehicles = round(passing * _CHECKED * rng.uniform(0.7, 1.3))
        told = (
            (Kind.VEHICLES, HourlyCount.Measure.PASSING, "", passing),
            (Kind.VEHICLES, HourlyCount.Measure.CHECKED, "routine", vehicles),
            (Kind.PEOPLE, HourlyCount.Measure.CHECKED, "routine", round(vehicles * _PEOPLE)),
        )
        for kind, measure, reason, number in told:
            yield _SAME | {
                "checkpoint_id": place.pk,
                "hour": hour,
                "kind": kind.value,
                "measure": measure.value,
                "reason": reason,
                "number": number,
                "recorded_at": hour + timedelta(minutes=64),
            }


def _outcomes(counts: Sequence[Mapping[str, Any]], rng: Random) -> Iterator[CheckOutcome]:
    """Something came of one hour of checking in about sixty; of one in a thousand, a result."""
    for row in counts:
        if row["kind"] != Kind.PEOPLE or not row["number"] or rng.random() > 1 / 60:
            continue
        is_result = rng.random() < 1 / 17
        yield CheckOutcome(
            checkpoint_id=row["checkpoint_id"],
            happened_at=row["hour"] + timedelta(minutes=rng.randrange(60)),
            outcome="caught" if is_result else rng.choice(_OUTCOMES),
            is_result=is_result,
            reference=f"DEMO-{rng.randrange(10_000):04d}" if is_result else "",
            recorded_at=row["hour"] + timedelta(minutes=64),
            entered_by="demo",
        )


def _lanes(place: Checkpoint, now: datetime) -> LaneReport:
    return LaneReport(
        checkpoint=place,
        reported_at=now - timedelta(minutes=12),
        open_in=place.lanes_in,
        open_out=place.lanes_out,
        queue_out_m=240 if place.code == "LY-02" else 20,
        entered_by="demo",
    )


def _shifts(built: Sequence[Checkpoint], now: datetime) -> Iterator[PostShift]:
    """From yesterday for a week ahead, three shifts a day; one auxiliary a shift came late."""
    posts: dict[int, list[Post]] = {}
    for post in Post.objects.select_related("kind"):
        posts.setdefault(post.checkpoint_id, []).append(post)
    for place in built:
        for day in range(-1, 8):
            for part in range(24 // _SHIFT_H):
                begins = _at(now.date() + timedelta(days=day), part * _SHIFT_H)
                yield from _crew(place, posts.get(place.pk, []), begins, now)


def _crew(
    place: Checkpoint, posts: Sequence[Post], begins: datetime, now: datetime
) -> Iterator[PostShift]:
    ends = begins + timedelta(hours=_SHIFT_H)
    for number in range(2 * len(posts)):
        came = begins + timedelta(minutes=9 if number == 3 else -4)
        is_officer = number % 2 == 0
        yield PostShift(
            checkpoint=place,
            post=posts[number // 2].kind,
            agency=place.agency,
            role=PostShift.Role.OFFICER if is_officer else PostShift.Role.AUXILIARY,
            name=f"民警{number // 2 + 1}" if is_officer else _NAMES[number // 2 % len(_NAMES)],
            starts_at=begins,
            ends_at=ends,
            came_at=came if came <= now else None,
            left_at=ends if ends <= now else None,
            recorded_by="demo",
        )


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
