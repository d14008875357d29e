"""The forces on the board: units, what they are sent to, who has the say; each by its own right."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from command_center.dispatch.assignments import selectors as assignments
from command_center.dispatch.coverage import selectors as coverage
from command_center.dispatch.modes import selectors as modes
from command_center.dispatch.orders import selectors as orders
from command_center.dispatch.safety import selectors as safety
from grid.organisation.models import Officer
from grid.rights import Right
from grid.scope import Viewer
from patrol.positions import selectors as positions
from patrol.positions.limits import limits_of
from patrol.units import selectors as units
from patrol.units.models import AVAILABLE, ENGAGED, Unit

UNIT_LIMIT: Final = 800
ASSIGNMENT_LIMIT: Final = 800


def of(viewer: Viewer, *, now: datetime) -> dict[str, Any]:
    """What the state holds of the forces; a part the viewer has no right to is left out.

    At most 800 units: first those on a call, then those free, then the rest; `unit_count` is of
    all. Times are UTC, positions WGS-84.
    """
    return {**_units(viewer, now), **_assignments(viewer), **summary(viewer)}


def summary(viewer: Viewer) -> dict[str, Any]:
    """Mode, safety timers, coverage and orders: sums over many rows, asked for anew."""
    found: dict[str, Any] = {}
    if Right.DISPATCH_READ in viewer.rights:
        found["mode"] = _mode(viewer)
        found["safety"] = safety.timers(viewer)
        found["coverage"] = coverage.summary(viewer)
    if Right.ORDER_READ in viewer.rights:
        found["orders"] = _orders(viewer)
    return found


def _units(viewer: Viewer, now: datetime) -> dict[str, Any]:
    if Right.UNIT_READ not in viewer.rights:
        return {}
    rows = units.units(viewer)
    shown = list(_pressing_first(rows)[:UNIT_LIMIT])
    fixes = positions.positions(viewer).filter(unit_id__in=[unit.pk for unit in shown])
    limits = limits_of(viewer.agency_path)
    placed = {fix.unit_id: positions.fleet_row(fix, limits, now) for fix in fixes}
    return {
        "units": [units.brief(unit) | {"position": placed.get(unit.pk)} for unit in shown],
        "unit_count": rows.count(),
    }


def _pressing_first(rows: QuerySet[Unit]) -> QuerySet[Unit]:
    rank = Case(
        When(status__in=ENGAGED, then=Value(0)),
        When(status__in=AVAILABLE, then=Value(1)),
        When(status=Unit.Status.BUSY, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return rows.order_by(rank, "call_sign")


def _assignments(viewer: Viewer) -> dict[str, Any]:
    if Right.DISPATCH_READ not in viewer.rights:
        return {}
    rows = assignments.filtered(viewer, open=True).order_by("-issued_at", "-pk")
    return {"assignments": [assignments.brief(row) for row in rows[:ASSIGNMENT_LIMIT]]}


def _mode(viewer: Viewer) -> dict[str, Any]:
    """Which mode holds, and whether it takes the say from this viewer."""
    mode = modes.mode_of(viewer.agency_path)
    own = viewer.agency_path.rstrip("/").rpartition("/")[2]
    held_by = mode["held_by"]
    return mode | {"is_taken": bool(held_by) and mode["mode"] == "major" and held_by["code"] != own}


def _orders(viewer: Viewer) -> dict[str, int]:
    """How many orders wait for this viewer's signature, and how the issued ones stand."""
    rows = orders.orders(viewer)
    waiting = orders.pending(viewer).count() if isinstance(viewer, Officer) else 0
    return {
        "mine": waiting,
        "open": orders.filtered(rows, {"state": "open"}).aggregate(n=Count("pk"))["n"],
        "late": orders.filtered(rows, {"state": "late"}).aggregate(n=Count("pk"))["n"],
    }
