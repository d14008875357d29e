"""Who has to be heard of when, who called for help, and who is nearest to them."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.db.models import F, QuerySet
from django.utils import timezone

from command_center.alerts.models import Alert
from command_center.alerts.selectors import unresolved
from command_center.dispatch.safety.models import CheckIn, SafetyTimer
from grid.scope import Viewer
from patrol.positions.models import UnitPosition
from patrol.units.models import AVAILABLE, Unit

GREEN: Final = "green"
WARNING: Final = "warning"
CRITICAL: Final = "critical"
PANIC: Final = "alerts.help_called"
NEAREST: Final = 5
NEWEST_S: Final = 3600  # an older fix says nothing about who is near


def state_of(timer: SafetyTimer, *, now: datetime) -> str:
    """Green, warning in the last minutes, critical from the moment it is due."""
    if timer.missed or now >= timer.due_at:
        return CRITICAL
    left = (timer.due_at - now).total_seconds()
    return WARNING if left <= timer.rule.warn_minutes * 60 else GREEN


def timers_of(viewer: Viewer) -> QuerySet[SafetyTimer]:
    """The clocks in scope, those that missed most and are due next first."""
    rows: QuerySet[SafetyTimer] = SafetyTimer.objects.visible_to(viewer)
    rows = rows.select_related("unit__agency", "unit__station", "rule")
    return rows.order_by("-missed", "due_at", "unit__call_sign")


def timers(viewer: Viewer) -> list[dict[str, Any]]:
    """The clocks in scope as the board shows them, at most 500."""
    now = timezone.now()
    return [brief(timer, now=now) for timer in timers_of(viewer)[:500]]


def brief(timer: SafetyTimer, *, now: datetime) -> dict[str, Any]:
    """One clock, JSON-ready; times with offset."""
    unit = timer.unit
    return {
        "call_sign": unit.call_sign,
        "name": unit.name,
        "agency": {"code": unit.agency.code, "name": unit.agency.name},
        "status": timer.status,
        "state": state_of(timer, now=now),
        "started_at": timer.started_at.isoformat(),
        "due_at": timer.due_at.isoformat(),
        "minutes": timer.rule.minutes,
        "warn_minutes": timer.rule.warn_minutes,
        "missed": timer.missed,
        "missed_since": timer.missed_since.isoformat() if timer.missed_since else None,
        "heard_at": timer.heard_at.isoformat() if timer.heard_at else None,
        "heard_by": timer.heard_by,
    }


def timer_of(unit: Unit) -> SafetyTimer | None:
    """The clock that runs for a unit."""
    rows = SafetyTimer.objects.select_related("unit__agency", "rule")
    return rows.filter(unit=unit).first()


def check_ins(viewer: Viewer) -> QuerySet[CheckIn]:
    """When units were heard of, the newest first."""
    rows: QuerySet[CheckIn] = CheckIn.objects.visible_to(viewer)
    return rows.select_related("unit__agency")


def newest_position(unit: Unit, *, now: datetime) -> dict[str, Any]:
    """Where the unit was last, WGS-84, how old that is in seconds, and who says so."""
    fix = UnitPosition.objects.filter(unit=unit).first()
    if fix is None:
        return {"lng": None, "lat": None, "position_age_s": None, "position_source": ""}
    return {
        "lng": fix.point.x,
        "lat": fix.point.y,
        "position_age_s": max(0, int((now - fix.device_time).total_seconds())),
        "position_source": fix.source,
    }


def panics(viewer: Viewer) -> QuerySet[Alert]:
    """Units that called for help and whose call command has not closed, the newest first."""
    rows = unresolved(viewer).filter(kind=PANIC, subject_type="unit")
    return rows.order_by("-last_at", "-pk")


def nearest(viewer: Viewer, point: Point, *, but: str = "") -> list[dict[str, Any]]:
    """Available units in scope that are nearest to the point now, in metres as the crow flies."""
    now = timezone.now()
    rows = (
        UnitPosition.objects.visible_to(viewer)
        .filter(unit__status__in=AVAILABLE, unit__is_active=True)
        .exclude(unit__call_sign=but)
        .filter(device_time__gte=now - timedelta(seconds=NEWEST_S))
        .annotate(distance=Distance("point", point), call_sign=F("unit__call_sign"))
        .order_by("distance", "call_sign")
        .values("call_sign", "unit__name", "unit__kind", "distance", "device_time")[:NEAREST]
    )
    return [
        {
            "call_sign": row["call_sign"],
            "name": row["unit__name"],
            "kind": row["unit__kind"],
            "distance_m": round(row["distance"].m),
            "position_age_s": max(0, int((now - row["device_time"]).total_seconds())),
        }
        for row in rows
    ]
