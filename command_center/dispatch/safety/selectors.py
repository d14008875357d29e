"""Who has to be heard of when, who called for help, and who is nearest to them."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db.models import QuerySet
from django.utils import timezone

from command_center.alerts.models import Alert
from command_center.alerts.selectors import unresolved
from command_center.dispatch.assignments import candidates
from command_center.dispatch.assignments.candidates import Search
from command_center.dispatch.assignments.travel import rates_at
from command_center.dispatch.safety.models import CheckIn, SafetyTimer
from grid.scope import Viewer
from patrol.positions.models import UnitPosition
from patrol.units.models import Unit

GREEN: Final = "green"
WARNING: Final = "warning"
CRITICAL: Final = "critical"
PANIC: Final = "alerts.help_called"
NEAREST: Final = 5
NEWEST_S: Final = 900  # an older fix says nothing about who is near


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
    """Available units in scope that are nearest to the point now: metres on the ellipsoid,
    seconds by the speeds and detours that hold in the viewer's agency."""
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    search = Search(
        lng=point.x,
        lat=point.y,
        incident_id=0,
        midnight=midnight,
        week=now - timedelta(days=7),
        oldest=now - timedelta(seconds=NEWEST_S),
    )
    found = candidates.nearest(viewer, search, most=NEAREST + 1, only_free=True)
    rates = rates_at(viewer.agency_path, at=now)
    # a kind that cannot drive there (None) is no help, however near
    timed = [(one, rates.seconds(one.metres, one.kind)) for one in found if one.call_sign != but]
    return [
        {
            "call_sign": one.call_sign,
            "name": one.name,
            "kind": one.kind,
            "distance_m": round(one.metres),
            "travel_s": round(seconds),
            "position_age_s": max(0, int((now - one.device_time).total_seconds())),
        }
        for one, seconds in timed
        if seconds is not None
    ][:NEAREST]
