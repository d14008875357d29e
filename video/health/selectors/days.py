"""One camera's last days: how much of each it was online, for the bars on its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from video.health.models import CameraStatus, ExcludedCamera, Exclusion, StatusSpan
from video.register.models import Camera

DAYS: Final = 28
Times = Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True)
class Day:
    """A local day: seconds it was due (without exclusions) and was online, if it was due."""

    on: date
    online_s: float
    due_s: float

    @property
    def share(self) -> float | None:
        """Percent of what was due; None where nothing was."""
        return 100 * self.online_s / self.due_s if self.due_s else None


def last_days(camera: Camera, *, days: int = DAYS) -> list[Day]:
    """The last local days of one camera, today last and only as far as it has come."""
    now, today = timezone.now(), timezone.localdate()
    bounds = [_midnight(today - timedelta(days=back)) for back in range(days - 1, -1, -1)]
    ends = [*bounds[1:], now]
    online = _online(camera, bounds[0], now)
    out = _excluded(camera, bounds[0], now)
    return [_day(start, end, online, out, camera) for start, end in zip(bounds, ends, strict=True)]


def _day(start: datetime, end: datetime, online: Times, out: Times, camera: Camera) -> Day:
    on = timezone.localdate(start)
    if camera.enabled_on is not None and on < camera.enabled_on:
        return Day(on, 0, 0)
    out = _within(out, start, end)
    shown = _within(online, start, end)
    both = sum(_seconds(_within(out, *one)) for one in shown)
    return Day(on, _seconds(shown) - both, (end - start).total_seconds() - _seconds(out))


def _online(camera: Camera, start: datetime, end: datetime) -> Times:
    rows = StatusSpan.objects.filter(
        camera=camera, state=CameraStatus.State.ONLINE, started_at__lt=end
    ).exclude(ended_at__lte=start)
    times = rows.order_by("started_at").values_list("started_at", "ended_at")
    return [(began, ended or end) for began, ended in times]


def _excluded(camera: Camera, start: datetime, end: datetime) -> Times:
    """Times an approved exclusion covers, those that overlap made one."""
    rows = ExcludedCamera.objects.filter(
        camera=camera,
        exclusion__state=Exclusion.State.APPROVED,
        exclusion__starts_at__lt=end,
        exclusion__ends_at__gt=start,
    )
    merged: list[tuple[datetime, datetime]] = []
    for began, ended in rows.order_by("exclusion__starts_at").values_list(
        "exclusion__starts_at", "exclusion__ends_at"
    ):
        if merged and began <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ended))
        else:
            merged.append((began, ended))
    return merged


def _within(times: Times, start: datetime, end: datetime) -> Times:
    cut = [(max(began, start), min(ended, end)) for began, ended in times]
    return [(began, ended) for began, ended in cut if ended > began]


def _seconds(times: Times) -> float:
    return sum((ended - began).total_seconds() for began, ended in times)


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))
