"""Whether footage can be there: was the camera online in the window, and is it kept that long?

Computed from the intervals of `video.health`, never from a flag of today. Nothing here has seen
the recorder: what is said is "should be there", in shares of the window.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from video.health.models import CameraStatus, StatusSpan
from video.register.models import Camera

ONLINE: Final = CameraStatus.State.ONLINE
LEGAL_DAYS: Final = 30  # decree 799 art. 17, where a camera's file says nothing
WORDS: Final = {
    "whole": _("Online throughout"),
    "part": _("Online in part"),
    "none": _("Not online"),
    "unknown": _("Nothing known of that time"),
    "overwritten": _("Probably overwritten"),
    "ahead": _("Not yet over"),
}


@dataclass(frozen=True, slots=True)
class Availability:
    """One camera in one window: seconds it was online and seconds anything is known of."""

    camera: Camera
    since: datetime
    until: datetime
    online_s: float
    known_s: float
    kept_until: datetime  # the first moment the beginning of the window is overwritten

    @property
    def share(self) -> float | None:
        """Percent of the window the camera was online; None where nothing is known of it."""
        return (
            100 * self.online_s / (self.until - self.since).total_seconds()
            if self.known_s
            else None
        )

    @property
    def code(self) -> str:
        """whole, part, none, unknown, overwritten or ahead."""
        now = timezone.now()
        if self.kept_until <= now:
            return "overwritten"
        if self.since >= now:
            return "ahead"
        if not self.known_s:
            return "unknown"
        if not self.online_s:
            return "none"
        span = min(self.until, now) - self.since
        return "whole" if self.online_s >= span.total_seconds() - 1 else "part"

    @property
    def words(self) -> str:
        """The same for people."""
        return str(WORDS[self.code])


def availability(windows: Iterable[tuple[Camera, datetime, datetime]]) -> list[Availability]:
    """For each camera and window, in their order; one query for all of them."""
    asked = list(windows)
    if not asked:
        return []
    spans = _spans(asked)
    return [_of(camera, since, until, spans.get(camera.pk, ())) for camera, since, until in asked]


def _spans(
    asked: list[tuple[Camera, datetime, datetime]],
) -> Mapping[int, list[tuple[str, datetime, datetime | None]]]:
    first, last = min(row[1] for row in asked), max(row[2] for row in asked)
    rows = StatusSpan.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=first),
        camera_id__in={row[0].pk for row in asked},
        started_at__lt=last,
    ).values_list("camera_id", "state", "started_at", "ended_at")
    found: dict[int, list[tuple[str, datetime, datetime | None]]] = {}
    for camera_id, state, started_at, ended_at in rows:
        found.setdefault(camera_id, []).append((state, started_at, ended_at))
    return found


def _of(
    camera: Camera,
    since: datetime,
    until: datetime,
    spans: Iterable[tuple[str, datetime, datetime | None]],
) -> Availability:
    end = min(until, timezone.now())
    online = known = 0.0
    for state, started_at, ended_at in spans:
        seconds = (min(ended_at or end, end) - max(started_at, since)).total_seconds()
        if seconds > 0 and state != CameraStatus.State.UNKNOWN:
            known += seconds
            online += seconds if state == ONLINE else 0.0
    kept = timedelta(days=camera.retention_days or LEGAL_DAYS)
    return Availability(camera, since, until, online, known, since + kept)
