"""The requests that name a camera, on its page: number, kind, state and time, no more."""

from typing import Any

from grid.organisation.models import Officer
from grid.rights import Right
from video.footage import selectors
from video.register.models import Camera

SHOWN = 5


def shown(camera: Camera, officer: Officer) -> dict[str, Any] | None:
    """The newest requests of the camera (调阅登记); None without the right."""
    if not officer.has_right(Right.FOOTAGE_READ):
        return None
    rows = selectors.requests_of(camera, officer)
    return {
        "code": camera.code,
        "requests": rows[:SHOWN],
        "count": rows.count(),
        "may_ask": officer.has_right(Right.FOOTAGE_REQUEST),
    }
