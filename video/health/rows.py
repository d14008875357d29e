"""Rows of video health as the REST gives them."""

from typing import Any

from video.health.models import Exclusion, Inspection, PictureFault, PlatformStatus
from video.health.services.sign_rules import NUMBERS


def rule_row(row: Any) -> dict[str, Any]:
    return {
        "agency": row.agency.code if row.agency else None,
        "valid_from": row.valid_from,
        "version": row.version,
        **{name: getattr(row, name) for name in NUMBERS},
    }


def exclusion_row(row: Exclusion) -> dict[str, Any]:
    told = (
        *("number", "version", "covers", "reason", "note", "document", "starts_at", "ends_at"),
        *("state", "requested_by", "requested_at", "approved_by", "decided_at", "decision"),
    )
    return {
        **{name: getattr(row, name) for name in told},
        "agency": row.agency.code,
        "platform": row.platform.code if row.platform else None,
        "cameras": row.size,
    }


def inspection_row(row: Inspection) -> dict[str, Any]:
    told = ("id", "picture", "place", "distance_m", "inspector", "checked_at", "note")
    return {
        **{name: getattr(row, name) for name in told},
        "camera": row.camera.code,
        "sample": row.sample.number if row.sample else None,
        "faults": [fault.kind for fault in row.faults.all()],
    }


def sample_row(row: Any) -> dict[str, Any]:
    told = (
        *("number", "version", "purpose", "drawn_from", "size", "done", "seed", "drawn_by"),
        *("drawn_at", "due_on", "closed_at"),
    )
    return {**{name: getattr(row, name) for name in told}, "agency": row.agency.code}


def fault_row(row: PictureFault) -> dict[str, Any]:
    told = (
        *("id", "version", "kind", "found_by", "inspector", "at", "note"),
        *("cleared_at", "cleared_by"),
    )
    return {**{name: getattr(row, name) for name in told}, "camera": row.camera.code}


def platform_row(row: Any) -> dict[str, Any]:
    status = getattr(row, "status", None) or PlatformStatus()
    return {
        "platform": row.code,
        "name": row.name,
        "state": status.state,
        "since": status.since,
        "heard_at": status.heard_at,
        "cameras": row.all_cameras,
        "online": row.online_cameras,
    }
