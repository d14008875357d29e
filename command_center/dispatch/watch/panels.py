"""The cameras around a call, on its page: which look there, and whether they worked then."""

from typing import Any, Final

from command_center.incidents.models import Incident
from grid.organisation.models import Officer
from grid.rights import Right
from video.board.around import around
from video.health.models import CameraStatus

SHOWN: Final = 8
STATES: Final = dict(CameraStatus.State.choices)


def of_incident(incident: Incident, officer: Officer) -> dict[str, Any] | None:
    """Where to look for footage of this call, and what may be asked for."""
    if Right.CAMERA_READ not in officer.rights or incident.point is None:
        return None
    point, at = incident.point, incident.reported_at
    found = around(officer, lng=point.x, lat=point.y, at=at)
    rows = [row | {"state_word": STATES.get(row["state"], "")} for row in found["cameras"][:SHOWN]]
    return {
        "incident": incident,
        "found": found | {"cameras": rows},
        "more": found["count"] - len(rows),
        "may_request": Right.FOOTAGE_REQUEST in officer.rights,
        "asked": {"lng": f"{point.x:.6f}", "lat": f"{point.y:.6f}", "at": at.isoformat()},
    }
