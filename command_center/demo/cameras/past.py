"""Four weeks of the demo cameras: when each was online, and what is wrong with some pictures."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
from django.db import connection
from django.utils import timezone

from command_center.demo.copying import copy_rows
from grid.organisation.models import Agency
from video.health.models import (
    CameraStatus,
    FaultKind,
    PictureFault,
    PlatformStatus,
    SignRule,
    StatusSpan,
)
from video.register.models import Camera, DeviceState, Platform

DAYS: Final = 28
_SILENT: Final = 31  # one networked camera in so many is offline now
_BROKEN: Final = 2  # one in so many was away once in the four weeks
_BROKEN_H: Final = 34  # for so many hours, in the mean: about as many as are offline now
_FAULTY: Final = 67  # one in so many has something wrong with its picture
_HOLDS_S: Final = 7 * 86_400  # nobody sweeps a demo city that stands still


def create_past(city: Agency, *, seed: int = 28) -> int:
    """States, intervals and faults of all cameras; the number of those offline now."""
    rng, now = np.random.default_rng(seed), timezone.now()
    SignRule.objects.create(agency=city, sweep_s=_HOLDS_S, heartbeat_s=_HOLDS_S)
    rows = Camera.objects.order_by("pk").values_list("pk", "networked", "device_state")
    known = [pk for pk, networked, state in rows if networked and state == DeviceState.IN_USE]
    away = {pk: _away(rng, now) for pk in known if rng.integers(_SILENT) == 0}
    since = now - timedelta(days=DAYS)
    copy_rows(CameraStatus, _statuses(known, away, since=since, now=now), with_key=True)
    copy_rows(StatusSpan, _spans(rng, known, away, since=since))
    faulty = [pk for pk in known if pk not in away and rng.integers(_FAULTY) == 0]
    PictureFault.objects.bulk_create(_faults(rng, faulty, now), batch_size=1000)
    PlatformStatus.objects.bulk_create(
        PlatformStatus(platform=platform, state="up", since=since, said=True, heard_at=now)
        for platform in Platform.objects.all()
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE video_camera, videohealth_camerastatus, videohealth_statusspan")
    return len(away)


def _away(rng: np.random.Generator, now: datetime) -> datetime:
    """Since when a camera is offline: most for hours, some for weeks."""
    return now - timedelta(minutes=float(20 + rng.exponential(1800)))


def _statuses(
    known: list[int], away: dict[int, datetime], *, since: datetime, now: datetime
) -> Iterator[dict[str, Any]]:
    for pk in known:
        off = away.get(pk)
        yield {
            "camera_id": pk, "state": "offline" if off else "online", "since": off or since,
            "said": off is None, "heard_at": now, "source": "sweep",
        }  # fmt: skip


def _spans(
    rng: np.random.Generator, known: list[int], away: dict[int, datetime], *, since: datetime
) -> Iterator[dict[str, Any]]:
    for pk in known:
        at, off = since, away.get(pk)
        until = off or timezone.now()
        if rng.integers(_BROKEN) == 0:
            gone = since + (until - since) * float(rng.random()) * 0.9
            back = min(gone + timedelta(hours=float(1 + rng.exponential(_BROKEN_H))), until)
            if at < gone < back < until:
                yield _span(pk, "online", at, gone)
                yield _span(pk, "offline", gone, back)
                at = back
        if off and off > at:
            yield _span(pk, "online", at, off)
            at = off
        yield _span(pk, "offline" if off else "online", at, None)


def _span(pk: int, state: str, start: datetime, end: datetime | None) -> dict[str, Any]:
    return {"camera_id": pk, "state": state, "started_at": start, "ended_at": end}


def _faults(rng: np.random.Generator, faulty: list[int], now: datetime) -> Iterator[PictureFault]:
    kinds = FaultKind.values
    weight = np.array([11, 2, 8, 4, 2, 2, 6, 3], dtype=float)
    for pk in faulty:
        found = now - timedelta(hours=float(1 + rng.exponential(40)))
        kind = str(rng.choice(kinds, p=weight / weight.sum()))
        yield PictureFault(camera_id=pk, kind=kind, found_by="patrol", at=found)
