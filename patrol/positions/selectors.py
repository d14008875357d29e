"""Reading where units are: the fleet as it stands, one unit's track, what was set aside."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, TypedDict

from django.contrib.gis.geos import Polygon
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from grid.ledger.access import note_access
from grid.ledger.actors import Actor
from grid.scope import Viewer
from patrol.positions.limits import Limits, limits_of
from patrol.positions.models import QuarantinedFix, TrackFix, UnitPosition
from patrol.units.models import Unit

MOST_TRACKED: Final = 10_000  # fixes of one look
LONGEST_H: Final = 24


class FleetRow(TypedDict):
    """Where one unit is; `age_s` and `still_s` are seconds at the moment of reading."""

    call_sign: str
    lng: float
    lat: float
    at: str
    age_s: int
    still_s: int
    accuracy_m: float | None
    speed_kmh: float | None
    heading: int | None
    source: str
    is_stale: bool
    is_recommendable: bool


def positions(viewer: Viewer, **wanted: Any) -> QuerySet[UnitPosition]:
    """Newest fixes of units in service in the viewer's scope.

    `wanted` may hold q (part of call sign or name), agency (code), source, and bbox (west, south,
    east, north in WGS-84 degrees).
    """
    rows: QuerySet[UnitPosition] = UnitPosition.objects.visible_to(viewer)
    rows = rows.filter(unit__is_active=True).select_related("unit__agency", "unit__station")
    if wanted.get("q"):
        rows = rows.filter(unit__call_sign__icontains=wanted["q"])
    if wanted.get("agency"):
        rows = rows.filter(unit__agency__code=wanted["agency"])
    if wanted.get("source"):
        rows = rows.filter(source=wanted["source"])
    if wanted.get("bbox"):
        rows = rows.filter(point__intersects=Polygon.from_bbox(wanted["bbox"]))
    return rows.order_by("unit__call_sign")


def fleet(viewer: Viewer, *, now: datetime | None = None) -> list[FleetRow]:
    """Every unit's newest position with its age, source and whether it is stale."""
    now = now or timezone.now()
    limits = limits_of(viewer.agency_path)
    return [fleet_row(row, limits, now) for row in positions(viewer)]


def fleet_row(row: UnitPosition, limits: Limits, now: datetime) -> FleetRow:
    """One unit as the map and the lists show it."""
    age_s = max(0, int((now - row.device_time).total_seconds()))
    return {
        "call_sign": row.unit.call_sign,
        "lng": round(row.point.x, 6),
        "lat": round(row.point.y, 6),
        "at": row.device_time.isoformat(),
        "age_s": age_s,
        "still_s": max(0, int((now - row.still_since).total_seconds())),
        "accuracy_m": row.accuracy_m,
        "speed_kmh": row.speed_kmh,
        "heading": row.heading,
        "source": row.source,
        "is_stale": age_s > limits.stale_after_s[row.source],
        "is_recommendable": age_s <= limits.recommend_within_s[row.source],
    }


def position_of(unit: Unit, *, now: datetime | None = None) -> FleetRow | None:
    """Where one unit is, or None where it has told nothing."""
    row = UnitPosition.objects.filter(unit=unit).select_related("unit__agency").first()
    limits = limits_of(unit.agency.path)
    return fleet_row(row, limits, now or timezone.now()) if row else None


def quarantined(viewer: Viewer, **wanted: Any) -> QuerySet[QuarantinedFix]:
    """Fixes that were set aside, newest first; `wanted` may hold q (call sign) and reason."""
    rows: QuerySet[QuarantinedFix] = QuarantinedFix.objects.visible_to(viewer)
    if wanted.get("q"):
        rows = rows.filter(unit__call_sign__icontains=wanted["q"])
    if wanted.get("reason"):
        rows = rows.filter(reason=wanted["reason"])
    return rows.select_related("unit__agency")


@transaction.atomic
def track(
    unit: Unit, *, by: Actor, since: datetime, until: datetime, reason: Mapping[str, str]
) -> list[TrackFix]:
    """The fixes of a unit between two moments, oldest first; written to the access register.

    `reason` holds purpose and case_number. Raises InvalidInput without a purpose, for a span
    over 24 hours or backwards. At most 10,000 fixes are answered.
    """
    purpose, case_number = reason.get("purpose", "").strip(), reason.get("case_number", "").strip()
    if not purpose:
        raise _invalid("purpose", "required", _("Say what you read the track for."))
    hours = (until - since).total_seconds() / 3600
    if not 0 < hours <= LONGEST_H:
        message = _("Ask for a span of at most %(hours)s hours.") % {"hours": LONGEST_H}
        raise _invalid("from", "span", message)
    note_access(
        by,
        operation="consultation",
        subject_type="unit",
        subject_id=unit.call_sign,
        agency_path=unit.agency.path,
        fields=("track",),
        purpose=purpose,
        case_number=case_number,
        reason=f"{since:%Y-%m-%d %H:%M}/{until:%Y-%m-%d %H:%M} UTC",
    )
    fixes = TrackFix.objects.filter(unit=unit, device_time__range=(since, until))
    return list(fixes.order_by("device_time")[:MOST_TRACKED])


def _invalid(field: str, code: str, message: str) -> InvalidInput:
    fault = FieldError(pointer=f"/{field}", code=code, message=message)
    return InvalidInput(message, errors=[fault])
