"""What the page hands to its scripts: addresses, targets, labels, words in one language."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from checkpoints.register.models import DutyLevel
from command_center.alerts.rulebook import answer_targets
from command_center.dashboard.sections import (
    ACTIVE,
    ASSIGNMENT_ORDER,
    ASSIGNMENT_STEPS,
    CLOSED,
    PENDING,
    SPOKEN,
    STAGE_OF,
    STAGES,
    STATION_LETTERS,
    STEPS,
    UNIT_GROUPS,
    UNIT_LETTERS,
)
from command_center.dashboard.words import (
    ACTIONS,
    ENTRIES,
    LAYER_GROUPS,
    LAYERS,
    PURPOSES,
    SOURCES,
    WORDS,
)
from command_center.dispatch.assignments.models import Assignment
from command_center.incidents.models import Incident
from command_center.incidents.targets import board_targets, duplicate_rule
from grid.organisation.models import Officer
from patrol.units.models import Capability, Unit

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
        "pages": _pages(),
        **_rules(officer, timezone.localdate(now)),
        **_labels(),
        **_force_labels(),
        "map": _map(),
    }


def _rules(officer: Officer, today: date) -> dict[str, Any]:
    return {
        "brief": BRIEF,
        "filters": FILTERS,
        "crs": CRS,
        "sections": {
            "pending": [state.value for state in PENDING],
            "active": [state.value for state in ACTIVE],
            "closed": [state.value for state in CLOSED],
        },
        "targets": board_targets(officer, on=today),
        "alert_targets": answer_targets(officer),
        "stage_of": {str(state): str(stage) for state, stage in STAGE_OF.items()},
        "stages": [
            {
                "state": str(stage.state),
                "name": str(stage.name),
                "stamp": stage.stamp,
                "from": stage.since,
                "target": str(stage.target),
            }
            for stage in STAGES
        ],
        "duplicate_rule": _width(officer, today),
    }


def _width(officer: Officer, today: date) -> str:
    rule = duplicate_rule(officer, "", on=today)
    said = _("within %(radius)s m and %(minutes)s min")
    return said % {"radius": rule.radius_m, "minutes": rule.window_min} if rule else ""


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


def _pages() -> dict[str, str]:
    """Addresses of the pages behind a row or a number; `__` stands for which one."""
    return {
        "unit": reverse("unit_detail", args=["__"]),
        "order": reverse("direct_order_detail", args=["__"]),
        "orders": reverse("direct_order_list"),
        "coverage": reverse("coverage"),
        "checkpoint": reverse("checkpoint_detail", args=["__"]),
    }


def _force_labels() -> dict[str, Any]:
    is_english = (get_language() or "").startswith("en")
    return {
        "unit_groups": [
            {"id": code, "name": str(name), "statuses": [str(status) for status in statuses]}
            for code, name, statuses in UNIT_GROUPS
        ],
        "unit_statuses": {status.value: str(status.label) for status in Unit.Status},
        "unit_kinds": {kind.value: str(kind.label) for kind in Unit.Kind},
        "unit_letters": {str(kind): pair[is_english] for kind, pair in UNIT_LETTERS.items()},
        "station_letters": {str(kind): pair[is_english] for kind, pair in STATION_LETTERS.items()},
        "duty_levels": {
            level.code: {"name": str(level), "letter": str(level)[:1]}
            for level in DutyLevel.objects.all()
        },
        "capabilities": {row.code: str(row) for row in Capability.objects.all()},
        "assignment_stages": {stage.value: str(stage.label) for stage in Assignment.Stage},
        "assignment_order": ASSIGNMENT_ORDER,
        "assignment_steps": {str(stage): str(label) for stage, label in ASSIGNMENT_STEPS.items()},
        "channels_spoken": [[code, str(label)] for code, label in SPOKEN.items()],
    }


def _map() -> dict[str, Any]:
    return {
        "cells": "/api/v1/map/cells.json",
        "divisions": "/api/v1/map/divisions.json",
        "centre": settings.LEAFLET_CONFIG["DEFAULT_CENTER"],
        "zoom": settings.LEAFLET_CONFIG["DEFAULT_ZOOM"],
        "layer_groups": [[code, str(name)] for code, name in LAYER_GROUPS.items()],
        "layers": [{**layer, "name": str(layer["name"])} for layer in LAYERS],
    }
