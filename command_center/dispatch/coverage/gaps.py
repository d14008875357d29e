"""Stations that keep fewer free units than required: opened once, closed when filled again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.alerts.services import Matter
from command_center.dispatch.coverage.fleet import Fleet, fleet_of, metres
from command_center.dispatch.coverage.models import CoverageGap, CoverageRequirement
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.scope import Viewer
from patrol.positions.limits import city_of
from patrol.units.models import AVAILABLE, Unit

SUBJECT: Final = "coverage_requirement"
GAP, FILLED = "dispatch.coverage_gap", "dispatch.coverage_restored"


@dataclass(frozen=True, slots=True)
class Kept:
    """A requirement and how many free units there are for it now."""

    requirement: CoverageRequirement
    available: int

    @property
    def is_short(self) -> bool:
        return self.available < self.requirement.min_available


def requirements_of(viewer: Viewer) -> QuerySet[CoverageRequirement]:
    """Requirements in force in the viewer's scope."""
    rows: Any = CoverageRequirement.objects.visible_to(viewer)
    found: QuerySet[CoverageRequirement] = rows.in_force(timezone.localdate())
    return found.select_related("station", "agency")


def kept(requirements: Iterable[CoverageRequirement], *, at: datetime) -> list[Kept]:
    """Each requirement with its number of free units, city by city."""
    rows, fleets = list(requirements), {}
    for row in rows:
        city = city_of(row.agency.path)
        if row.radius_m is not None and city not in fleets:
            fleets[city] = fleet_of(row.agency.path, at=at)
    own = _own_units(rows)
    return [Kept(row, _available(row, own, fleets.get(city_of(row.agency.path)))) for row in rows]


def _own_units(rows: list[CoverageRequirement]) -> list[tuple[int, str]]:
    """Station and kind of every free unit of these stations; a video desk holds no street."""
    stations = {row.station_id for row in rows}
    units = Unit.objects.filter(station__in=stations, is_active=True, status__in=AVAILABLE)
    return list(units.exclude(kind=Unit.Kind.VIDEO).values_list("station_id", "kind"))


def _available(row: CoverageRequirement, own: list[tuple[int, str]], fleet: Fleet | None) -> int:
    if row.radius_m is None:
        return sum(station == row.station_id and row.kind in ("", kind) for station, kind in own)
    if fleet is None or not len(fleet):
        return 0
    at = row.station.point
    away = metres(lng=fleet.lng, lat=fleet.lat, to_lng=np.array([at.x]), to_lat=np.array([at.y]))[
        :, 0
    ]
    near = away <= row.radius_m
    fits = [row.kind in ("", unit.kind) for unit in fleet.units]
    return int((near & np.array(fits, dtype=bool)).sum())


@transaction.atomic
def watch(*, at: datetime | None = None) -> int:
    """Open what is short and close what is filled; answers how many changed."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    rows: Any = CoverageRequirement.objects.select_for_update(of=("self",), skip_locked=True)
    in_force = rows.in_force(today).select_related("station", "agency")
    states = kept(in_force, at=at)
    is_open = {gap.requirement_id: gap for gap in _open_gaps()}
    facts: list[Fact] = []
    for state in states:
        gap = is_open.pop(state.requirement.pk, None)
        if state.is_short and gap is None:
            facts.append(_opened(state, at))
        elif gap is not None and not state.is_short:
            facts.append(_closed(gap, state.available, at))
    facts += [_closed(gap, None, at) for gap in is_open.values() if _is_over(gap, at)]
    record(PLATFORM, *facts)
    return len(facts)


def _open_gaps() -> QuerySet[CoverageGap]:
    rows = CoverageGap.objects.filter(closed_at__isnull=True)
    return rows.select_related("requirement__agency", "requirement__station")


def _is_over(gap: CoverageGap, at: datetime) -> bool:
    """Whether the requirement itself ended; a row another worker holds is left to it."""
    end = gap.requirement.valid_to
    return end is not None and end <= timezone.localdate(at)


def _opened(state: Kept, at: datetime) -> Fact:
    row = state.requirement
    gap = CoverageGap.objects.create(
        requirement=row, opened_at=at, required=row.min_available, available=state.available
    )
    return _fact(GAP, gap, state.available)


def _closed(gap: CoverageGap, available: int | None, at: datetime) -> Fact:
    CoverageGap.objects.filter(pk=gap.pk).update(closed_at=at)
    return _fact(FILLED, gap, available)


def _fact(kind: str, gap: CoverageGap, available: int | None) -> Fact:
    row = gap.requirement
    return Fact(
        kind=kind,
        subject_type=SUBJECT,
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.station.agency.path,
        priority=3 if kind == GAP else None,
        dedupe_key=f"{kind}:{gap.pk}",
        payload={
            "station": {"code": row.station.code, "name": row.station.name},
            "kind": row.kind,
            "required": row.min_available,
            "available": available,
            "lng": row.station.point.x,
            "lat": row.station.point.y,
        },
    )


def over(requirement_id: str) -> Matter:
    """The alert of a gap goes with the gap."""
    outcome = _("Enough units are free again")
    return Matter(subject_type=SUBJECT, subject_id=requirement_id, outcome=outcome, kinds=(GAP,))
