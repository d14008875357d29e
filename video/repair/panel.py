"""What the page of a camera shows of its repairs."""

from typing import Any, Final

from grid.organisation.models import Officer
from grid.rights import Right
from video.register.models import Camera
from video.repair.selectors import tickets_of

NEWEST: Final = 5


def shown(camera: Camera, officer: Officer) -> dict[str, Any] | None:
    """The newest tickets; None without the right to see them."""
    if Right.CAMERA_READ not in officer.rights:
        return None
    rows = tickets_of(camera)
    return {
        "code": camera.code,
        "tickets": list(rows[:NEWEST]),
        "count": rows.count(),
        "warranty_to": camera.warranty_to,
        "may_report": Right.REPAIR_REPORT in officer.rights,
    }
