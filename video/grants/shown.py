"""How granted cameras, grants and trainings are given by pages and REST."""

from typing import Any

from video.grants.models import CameraGrant, TrainingRecord
from video.health.models import CameraStatus


def state_word(state: str) -> str:
    """A computed state in the reader's language."""
    return str(CameraStatus.State(state).label)


def camera_row(camera: Any) -> dict[str, Any]:
    """A granted camera: what it is, where, how it is; nothing of how it is reached or repaired."""
    lng, lat = camera.location.coords if camera.location else (None, None)
    opened = camera.opened_by[-1].grant
    return {
        "code": camera.code, "name": camera.name, "class": camera.camera_class_id,
        "class_name": str(camera.camera_class), "agency": camera.agency.name,
        "address": camera.address, "lng": lng, "lat": lat, "bearing": camera.bearing,
        "view_angle": camera.view_angle, "view_radius": camera.view_radius,
        "state": camera.link_state, "grant": opened.number, "valid_to": opened.valid_to,
        "version": camera.version,
    }  # fmt: skip


def camera_card(camera: Any) -> dict[str, Any]:
    """The same with since when it is so and every grant that opens it."""
    status = getattr(camera, "status", None)
    return camera_row(camera) | {
        "state_name": state_word(camera.link_state),
        "since": status.since if status else None,
        "heard_at": status.heard_at if status else None,
        "grants": [grant_row(line.grant) for line in camera.opened_by],
    }


def grant_row(grant: CameraGrant) -> dict[str, Any]:
    """A grant, JSON-ready."""
    told = (
        *("number", "version", "state", "purpose", "note", "instrument", "covers", "valid_from"),
        *("valid_to", "asked_at", "decided_at", "decision", "ended_at", "ending"),
    )
    badges = {
        name: officer.badge_number if officer else None
        for name in ("holder", "asked_by", "approved_by", "revoked_by")
        for officer in [getattr(grant, name)]
    }
    return {
        **{name: getattr(grant, name) for name in told},
        **badges,
        "agency": grant.agency.code,
        "grantee": grant.grantee.code,
        "cameras": grant.size,
    }


def training_row(row: TrainingRecord) -> dict[str, Any]:
    """A training, JSON-ready; it has no score."""
    told = ("id", "version", "course", "passed_on", "valid_to", "recorded_at", "withdrawn_at")
    return {
        **{name: getattr(row, name) for name in told},
        "badge_number": row.officer.badge_number,
        "recorded_by": row.recorded_by.badge_number,
    }
