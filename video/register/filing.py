"""The 30 days of a filing (备案): how many are left, or by how many it is late."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from video.register.models import Camera, DeviceState
from video.register.rules import FILING_DAYS


@dataclass(frozen=True, slots=True)
class FilingDue:
    """The last day of a filing; `days_left` below zero is late."""

    due_on: date
    days_left: int

    @property
    def days_late(self) -> int:
        return max(0, -self.days_left)


def filing_due(camera: Camera, today: date | None = None) -> FilingDue | None:
    """When an unfiled camera in use is to be filed; None where nothing runs."""
    if camera.filing_number or camera.enabled_on is None:
        return None
    if camera.device_state == DeviceState.REMOVED:
        return None
    due_on = camera.enabled_on + timedelta(days=FILING_DAYS)
    return FilingDue(due_on, (due_on - (today or timezone.localdate())).days)
