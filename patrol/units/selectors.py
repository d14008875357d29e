"""Reading stations and units, always in the viewer's scope."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from grid.organisation.models import Officer
from grid.scope import Viewer
from patrol.units.models import AVAILABLE, Station, Unit


def units(viewer: Viewer) -> QuerySet[Unit]:
    """Units in service in the viewer's scope."""
    rows: QuerySet[Unit] = Unit.objects.visible_to(viewer)
    return rows.filter(is_active=True).select_related("agency", "station")


def unit_of(officer: Officer) -> Unit | None:
    """The unit an officer is in now; nobody is in two."""
    now = timezone.now()
    return (
        Unit.objects.filter(
            Q(crew__valid_to__isnull=True) | Q(crew__valid_to__gt=now),
            crew__officer=officer,
            crew__valid_from__lte=now,
            is_active=True,
        )
        .select_related("agency", "station")
        .first()
    )


def brief(unit: Unit) -> dict[str, Any]:
    """What facts, lists and the board carry of a unit; agency and station should be joined."""
    return {
        "call_sign": unit.call_sign,
        "name": unit.name,
        "version": unit.version,
        "kind": unit.kind,
        "tier": unit.tier,
        "agency": {"code": unit.agency.code, "name": unit.agency.name},
        "station": _station(unit.station),
        "is_armed": unit.is_armed,
        "vehicle": unit.vehicle,
        "capabilities": list(unit.capabilities),
        "status": unit.status,
        "status_since": unit.status_since.isoformat(),
        "status_note": unit.status_note,
        "is_available": unit.status in AVAILABLE,
    }


def _station(station: Station | None) -> dict[str, str] | None:
    return {"code": station.code, "name": station.name} if station else None
