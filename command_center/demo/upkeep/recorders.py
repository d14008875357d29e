"""What the recorders of the demo city last said: what is recorded, how the clocks go, how far back.

The most are as they ought to be; the few that are not give each rate something to show.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from django.utils import timezone

from command_center.demo.copying import copy_rows
from grid.organisation.models import Agency
from video.rates.models import StorageState
from video.register.models import Camera, DeviceState

DAY_S: Final = 86_400
_GAPS: Final = 0.08  # of the recorders lost some hours of the day
_WRONG_CLOCK: Final = 0.025
_SHORT: Final = 0.04  # cannot play back as far as they must
_DAYS: Final = {False: 30, True: 90}  # by whether the camera is of a key target


def create_recordings(city: Agency, *, seed: int = 86_400) -> None:
    """One state of yesterday for every camera in use."""
    cameras = Camera.objects.filter(
        agency__path__startswith=city.path, device_state=DeviceState.IN_USE
    )
    rows = list(cameras.order_by("pk").values_list("pk", "is_key_target"))
    day = timezone.localdate() - timedelta(days=1)
    copy_rows(StorageState, _told(rows, np.random.default_rng(seed), day), with_key=True)


def _told(
    rows: list[tuple[int, bool]], rng: np.random.Generator, day: date
) -> Iterator[dict[str, Any]]:
    count, now = len(rows), timezone.now()
    lost = np.where(rng.random(count) < _GAPS, rng.exponential(3 * 3600, count), 0)
    wrong = rng.random(count) < _WRONG_CLOCK
    clock = np.where(
        wrong, rng.choice((-1, 1), count) * rng.uniform(8, 400, count), rng.normal(0, 1.2, count)
    ).clip(-600, 600)
    is_short = rng.random(count) < _SHORT
    for n, (pk, is_key) in enumerate(rows):
        least = _DAYS[is_key]
        days = rng.integers(5, least) if is_short[n] else least + rng.integers(0, 15)
        yield {
            "camera_id": pk, "day": day, "recorded_s": DAY_S - int(min(lost[n], DAY_S)),
            "required_s": DAY_S, "clock_offset_s": round(float(clock[n]), 1),
            "history_days": int(days), "heard_at": now,
        }  # fmt: skip
