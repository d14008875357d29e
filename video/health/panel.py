"""The health of one camera on its page: state, the last 28 days as bars, faults, looks."""

from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from grid.organisation.models import Officer
from grid.rights import Right
from video.health.models import CameraStatus
from video.health.selectors import excluded, state_of
from video.health.selectors.days import Day, last_days
from video.register.models import Camera

HEIGHT: Final = 28  # of a full bar
STEP: Final = 12.9


def shown(camera: Camera, officer: Officer) -> dict[str, Any] | None:
    """What its page shows of its health; None without the right."""
    if not officer.has_right(Right.CAMERA_READ):
        return None
    now, days = timezone.now(), last_days(camera)
    due, online = sum(day.due_s for day in days), sum(day.online_s for day in days)
    return {
        "state": state_of(camera, now),
        "word": CameraStatus.State(state_of(camera, now)).label,
        "status": CameraStatus.objects.filter(camera=camera).first(),
        "is_excluded": excluded(now).filter(camera=camera).exists(),
        "bars": [bar(place, day) for place, day in enumerate(days)],
        "due_h": due / 3600,
        "online_h": online / 3600,
        "share": 100 * online / due if due else None,
        "spans": camera.spans.all()[:8],
        "faults": camera.faults.all()[:8],
        "inspections": camera.inspections.filter(checked_at__isnull=False)[:5],
        "may_inspect": officer.has_right(Right.CAMERA_INSPECT),
        "may_exclude": officer.has_right(Right.CAMERA_MANAGE),
    }


def bar(place: int, day: Day) -> dict[str, Any]:
    """One day as numbers for two rectangles: online from below, the rest hollow above it."""
    share = day.share
    up = round(HEIGHT * share / 100, 1) if share is not None else 0
    off = round(HEIGHT - up, 1) if share is not None else 0
    said = _("not due") if share is None else f"{share:.1f}%"
    return {
        "x": f"{0.5 + STEP * place:.1f}",
        "y": f"{2 + HEIGHT - up:.1f}",
        "up": f"{up:.1f}",
        "off": f"{off:.1f}" if off >= 0.5 else "",
        "word": f"{day.on:%m-%d} {said}",
    }
