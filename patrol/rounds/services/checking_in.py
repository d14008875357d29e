"""Checking in at a point: by its code, by the geofence or by hand, once for each message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.territory import geo
from patrol.rounds.briefs import point_fact
from patrol.rounds.models import Mode, PatrolPoint, PatrolRule, Round, RoundStop, Visit
from patrol.rounds.rules import rule_of
from patrol.rounds.services.shared import invalid
from patrol.rounds.services.walking import locked
from patrol.rounds.tamper import Fix, Limits, flags_of
from patrol.units.models import Unit

QR_PREFIX: Final = "ANLAN:"
LATEST: Final = timedelta(days=3)  # what a phone kept longer than this is no check-in any more
_BY_CODE: Final = (Visit.Method.QR, Visit.Method.NFC)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """What a phone tells: WGS-84 degrees; `at` and `sent_at` by its own clock."""

    method: str
    point: int | None = None
    code: str = ""
    lng: float | None = None
    lat: float | None = None
    at: datetime | None = None
    sent_at: datetime | None = None
    dwell_s: int | None = None
    client_ref: str = ""


@transaction.atomic
def check_in(walk: Round, told: CheckIn, *, unit: Unit, by: Actor) -> tuple[Visit, bool]:
    """Keep one check-in; answers it and whether it is new: a repeat changes nothing.

    It may come late, from a phone that was without a line: then it is marked as a late entry, and
    a point counted as missed meanwhile is visited after all. What looks tampered with is kept and
    flagged for the supervisor.

    Raises InvalidInput for an unknown code, a point that is not on the round, a geofence that
    was not reached or a time that cannot be; IllegalStep before the round began.
    """
    row = locked(walk)
    known = Visit.objects.filter(unit=unit, client_ref=told.client_ref).first()
    if told.client_ref and known is not None:
        return known, False
    if row.started_at is None or row.state == Round.State.CANCELLED:
        raise IllegalStep(
            _("Start the round before you check in."), state=row.state, is_open=row.state != "done"
        )
    point = _point(row, told)
    at = _time(told)
    visit = _visit(row, point, told, at=at, unit=unit)
    visit.stop = _stop(row, point)
    visit.actor_label = by.label
    visit.save()
    if visit.stop is not None:
        visit.stop.state, visit.stop.reason = RoundStop.State.VISITED, ""
        visit.stop.save(update_fields=["state", "reason"])
    record(by, _fact(visit, row))
    return visit, True


def _point(row: Round, told: CheckIn) -> PatrolPoint:
    """The point meant, by its code or its id; it must be on this round."""
    rows = PatrolPoint.objects.select_related("agency")
    if told.method in _BY_CODE:
        tag = told.code.strip().removeprefix(QR_PREFIX)
        found = rows.filter(tag=tag).first() if tag else None
        if found is None:
            raise invalid("/code", "unknown_code", _("No patrol point has this code."))
    else:
        found = rows.filter(pk=told.point).first() if told.point else None
        if found is None:
            raise invalid("/point", "required", _("Say at which point."))
    if not row.stops.filter(point=found).exists():
        pointer = "/code" if told.method in _BY_CODE else "/point"
        raise invalid(pointer, "not_on_round", _("This point is not on this round."))
    return found


def _time(told: CheckIn) -> datetime:
    """When it happened by the server's clock: a wrong device clock is allowed for, and flagged."""
    now = timezone.now()
    at = (told.at or now) + (now - told.sent_at if told.at and told.sent_at else timedelta())
    if at > now + timedelta(minutes=10):
        raise invalid("/at", "future", _("This time lies in the future."))
    if at < now - LATEST:
        raise invalid("/at", "too_old", _("This time is too long ago for a check-in."))
    return min(at, now)


def _visit(row: Round, point: PatrolPoint, told: CheckIn, *, at: datetime, unit: Unit) -> Visit:
    rule, now = rule_of(row.agency.path), timezone.now()
    visit = Visit(
        round=row,
        unit=unit,
        point=point,
        method=told.method,
        happened_at=at,
        received_at=now,
        dwell_s=told.dwell_s,
        client_ref=told.client_ref or str(uuid4()),
        is_late_entry=(now - at).total_seconds() > rule.late_entry_s,
    )
    fix = _fix(told, point, at)
    if fix:
        visit.fix = Point(fix.lng, fix.lat, srid=4326)
        visit.distance_m = _distance(fix, point)
    _check_fence(told, visit, point)
    is_code = told.method in _BY_CODE and visit.distance_m is not None
    visit.flags = flags_of(
        fix,
        neighbours=_neighbours(unit, fix),
        off_m=visit.distance_m if is_code else None,
        clock_off_s=(told.sent_at - now).total_seconds() if told.sent_at else 0.0,
        limits=_limits(rule, row.mode),
    )
    return visit


def _fix(told: CheckIn, point: PatrolPoint, at: datetime) -> Fix | None:
    if told.lng is None and told.lat is None:
        return None
    lng, lat = geo.check_point(lng=told.lng, lat=told.lat)
    return Fix(point_id=point.pk, at=at, lng=lng, lat=lat)


def _distance(fix: Fix, point: PatrolPoint) -> float | None:
    if point.point is None:
        return None
    there = {"to_lng": point.point.x, "to_lat": point.point.y}
    return round(geo.distance_m(lng=fix.lng, lat=fix.lat, **there), 1)


def _check_fence(told: CheckIn, visit: Visit, point: PatrolPoint) -> None:
    """A geofence check-in is its position; without one inside the circle it is none."""
    if told.method != Visit.Method.GEOFENCE:
        return
    if visit.distance_m is None:
        raise invalid("/lng", "required", _("A check-in by geofence needs your position."))
    if visit.distance_m > point.radius_m:
        words = {"distance": round(visit.distance_m), "radius": point.radius_m}
        message = _("You are %(distance)d m from the point; its geofence has %(radius)d m.")
        raise invalid("/lng", "too_far", message % words)


def _neighbours(unit: Unit, fix: Fix | None) -> Sequence[Fix]:
    """The unit's check-ins just before and just after this one, those with a position."""
    if fix is None:
        return []
    mine: QuerySet[Visit] = Visit.objects.filter(unit=unit, fix__isnull=False)
    span = timedelta(hours=12)
    before = mine.filter(happened_at__lte=fix.at, happened_at__gt=fix.at - span)
    after = mine.filter(happened_at__gt=fix.at, happened_at__lt=fix.at + span)
    near = [*before.order_by("-happened_at")[:3], *after.order_by("happened_at")[:1]]
    return [
        Fix(point_id=v.point_id, at=v.happened_at, lng=v.fix.x, lat=v.fix.y)
        for v in near
        if v.fix is not None
    ]


def _limits(rule: PatrolRule, mode: str) -> Limits:
    kmh = rule.foot_kmh if mode == Mode.FOOT else rule.vehicle_kmh
    return Limits(max_kmh=kmh, far_m=rule.far_m, clock_s=rule.clock_s)


def _stop(row: Round, point: PatrolPoint) -> RoundStop | None:
    """Which task of the round this fulfils; None for a second visit nobody asked for."""
    stops = row.stops.filter(point=point)
    return stops.exclude(state=RoundStop.State.VISITED).order_by("order").first()


def _fact(visit: Visit, row: Round) -> Fact:
    return point_fact(
        "point_visited",
        visit.point,
        round=row.pk,
        unit=visit.unit.call_sign,
        method=visit.method,
        at=visit.happened_at.isoformat(),
        flags=list(visit.flags),
        is_late_entry=visit.is_late_entry,
    )
