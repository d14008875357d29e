"""What the page hands to its scripts: addresses, targets, labels, words in one language."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from command_center.dashboard.sections import ACTIVE, CLOSED, PENDING, STAGES, STEPS, TARGETS
from command_center.dashboard.words import ACTIONS, ENTRIES, LAYERS, PURPOSES, SOURCES, WORDS
from command_center.incidents.models import Incident
from grid.organisation.models import Officer

BRIEF = [
    "number",
    "version",
    "state",
    "level",
    "category",
    "agency",
    "cell",
    "address",
    "lng",
    "lat",
    "reported_at",
    "is_valid_call",
    "link_type",
    "main_incident",
    "since",
    "is_exercise",
]
FILTERS = [
    "q",
    "state",
    "level",
    "category",
    "agency",
    "cell",
    "reported_after",
    "reported_before",
    "open",
    "is_valid_call",
    "channel",
    "link_type",
    "ordering",
]
CRS = [("wgs84", "WGS-84"), ("cgcs2000", "CGCS2000"), ("gcj02", "GCJ-02"), ("bd09", "BD-09")]


def words() -> dict[str, str]:
    """Every message the scripts may show, by its English text."""
    return {message: _(message) for message in WORDS}


def config(officer: Officer, *, csrf: str, now: datetime) -> dict[str, Any]:
    """Plain values for `board-config`; no personal data but the reader's own badge."""
    return {
        "api": "/api/v1/",
        "csrf": csrf,
        "badge": officer.badge_number,
        "language": (get_language() or settings.LANGUAGE_CODE),
        "time_zone": settings.TIME_ZONE,
        "server_time": now.isoformat(),
        "rights": sorted(right.value for right in officer.rights),
        "icons": static("frame/icon.svg"),
        **_rules(),
        **_labels(),
        "map": _map(),
    }


def _rules() -> dict[str, Any]:
    return {
        "brief": BRIEF,
        "filters": FILTERS,
        "crs": CRS,
        "sections": {
            "pending": [state.value for state in PENDING],
            "active": [state.value for state in ACTIVE],
            "closed": [state.value for state in CLOSED],
        },
        "targets": {str(state): asdict(target) for state, target in TARGETS.items()},
        "stages": [
            {
                "state": str(stage.state),
                "name": str(stage.name),
                "stamp": stage.stamp,
                "from": stage.since,
                "limit_s": stage.limit_s,
            }
            for stage in STAGES
        ],
        "duplicate_rule": _("within 300 m and 2 h"),
    }


def _labels() -> dict[str, Any]:
    return {
        "states": {state.value: str(state.label) for state in Incident.State},
        "links": {link.value: str(link.label) for link in Incident.Link},
        "channels": {channel.value: str(channel.label) for channel in Incident.Channel},
        "level_names": [str(label) for label in Incident.Level.labels],
        "steps": {str(step): str(label) for step, label in STEPS.items()},
        "actions": {name: str(label) for name, label in ACTIONS.items()},
        "purposes": [[code, str(label)] for code, label in PURPOSES.items()],
        "entries": {kind: str(label) for kind, label in ENTRIES.items()},
        "sources": {channel: str(label) for channel, label in SOURCES.items()},
    }


def _map() -> dict[str, Any]:
    return {
        "cells": "/api/v1/map/cells.json",
        "divisions": "/api/v1/map/divisions.json",
        "centre": settings.LEAFLET_CONFIG["DEFAULT_CENTER"],
        "zoom": settings.LEAFLET_CONFIG["DEFAULT_ZOOM"],
        "layers": [{**layer, "name": str(layer["name"])} for layer in LAYERS],
    }
