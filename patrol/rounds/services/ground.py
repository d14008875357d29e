"""Drawing the ground: beats, patrol points, routes and their versions."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib.gis.geos import LineString, Point
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.scope import Viewer
from grid.territory import geo
from grid.territory.models import Cell, Place
from grid.territory.selectors import cell_at
from grid.territory.windows import check_windows
from patrol.rounds.briefs import point_fact, route_fact
from patrol.rounds.models import Beat, PatrolPoint, Route, RouteStop, RouteVersion
from patrol.rounds.models.ground import new_tag
from patrol.rounds.services.shared import agency_of, check_version, invalid, pick
from patrol.units.models import Unit

_POINT_FIELDS: Final = ("name", "kind", "radius_m", "dwell_s", "windows", "is_active", "tag")
_VERSION_FIELDS: Final = ("min_gap_s", "pace_s", "laps", "is_shuffled")


@transaction.atomic
def put_beat(
    beat: Beat | None, *, by: Actor, viewer: Viewer, version: int | None = None, **said: Any
) -> Beat:
    """Register a beat or change it; `said`: code, name, agency (code), cells (codes), is_active.

    Raises InvalidInput for cells that are not in force on the viewer's ground, StaleVersion.
    """
    row = Beat.objects.select_for_update().get(pk=beat.pk) if beat else Beat(code=said["code"])
    if beat:
        check_version(row, version)
        row.version += 1
    if not beat or said.get("agency"):
        row.agency = agency_of(said.get("agency"), viewer)
    row.name = said.get("name", row.name)
    row.is_active = said.get("is_active", row.is_active)
    if "cells" in said:
        row.cell_codes = _cells(said["cells"], viewer)
    _save(row)
    record(by, _beat_fact(row, is_new=beat is None))
    return row


@transaction.atomic
def put_point(
    point: PatrolPoint | None, *, by: Actor, viewer: Viewer, version: int | None = None, **said: Any
) -> PatrolPoint:
    """Register a patrol point or change it.

    `said`: code, name, kind, agency (code), lng, lat, crs, place (id), unit (call sign), radius_m,
    dwell_s, windows, tag, is_active; `new_tag=True` makes the printed code worthless.
    The agency of a new point follows from its ground where none is said.

    Raises InvalidInput for a point outside the viewer's ground, StaleVersion.
    """
    locked = PatrolPoint.objects.select_for_update(of=("self",)).select_related("agency")
    row = locked.get(pk=point.pk) if point else PatrolPoint(code=said["code"])
    if point:
        check_version(row, version)
        row.version += 1
    _link(row, viewer, said)
    _locate(row, viewer, said)
    if said.get("agency") or row.agency_id is None:
        row.agency = agency_of(said.get("agency"), viewer)
    for name in _POINT_FIELDS:
        setattr(row, name, said.get(name, getattr(row, name)))
    row.tag = new_tag() if said.get("new_tag") or not row.tag else row.tag
    row.windows = check_windows(row.windows)
    _check_point(row)
    _save(row)
    record(by, point_fact("point_changed" if point else "point_created", row))
    return row


@transaction.atomic
def create_route(*, by: Actor, viewer: Viewer, **said: Any) -> Route:
    """Draw a route; `said`: code, name, tier, agency, beat (code) and what a version takes."""
    route = Route(code=said["code"], name=said["name"], tier=said.get("tier", Unit.Tier.ROADS))
    route.agency = agency_of(said.get("agency"), viewer)
    route.beat = pick(Beat, viewer, "/beat", code=said["beat"]) if said.get("beat") else None
    _save(route)
    version = _add_version(route, by=by, viewer=viewer, said=said)
    record(by, route_fact("route_created", route, version))
    return route


@transaction.atomic
def edit_route(
    route: Route, *, by: Actor, viewer: Viewer, version: int | None, **said: Any
) -> Route:
    """Rename a route, give it another tier or beat, take it out of use; its versions stay."""
    row = Route.objects.select_for_update(of=("self",)).select_related("agency").get(pk=route.pk)
    check_version(row, version)
    for name in ("name", "tier", "is_active"):
        setattr(row, name, said.get(name, getattr(row, name)))
    if "beat" in said:
        row.beat = pick(Beat, viewer, "/beat", code=said["beat"]) if said["beat"] else None
    row.version += 1
    row.save()
    record(by, route_fact("route_changed", row))
    return row


@transaction.atomic
def redraw_route(
    route: Route, *, by: Actor, viewer: Viewer, version: int | None, **said: Any
) -> RouteVersion:
    """Bring a new version in force now; the one before ends now and is kept with its dates.

    `said`: points (ids in order), line ([[lng, lat], …] WGS-84), reason, min_gap_s, pace_s,
    laps, is_shuffled. What is not said is taken over from the version before.

    Raises InvalidInput for points out of scope or out of use, StaleVersion.
    """
    row = Route.objects.select_for_update(of=("self",)).select_related("agency").get(pk=route.pk)
    check_version(row, version)
    made = _add_version(row, by=by, viewer=viewer, said=said)
    row.version += 1
    row.save(update_fields=["version"])
    record(by, route_fact("route_redrawn", row, made))
    return made


def current_version(route: Route) -> RouteVersion | None:
    """The version in force now."""
    return route.versions.filter(valid_to__isnull=True).first()


def _add_version(route: Route, *, by: Actor, viewer: Viewer, said: dict[str, Any]) -> RouteVersion:
    old, now = current_version(route), timezone.now()
    kept = list(old.stops.values_list("point_id", flat=True)) if old else []
    points = _points(said.get("points", kept), viewer)
    made = RouteVersion(route=route, author=by.label, reason=said.get("reason", ""), valid_from=now)
    for name in _VERSION_FIELDS:
        default = getattr(old if old else made, name)
        setattr(made, name, said.get(name, default))
    made.line = _line(said["line"]) if "line" in said else (old.line if old else None)
    made.number = (route.versions.aggregate(n=Max("number"))["n"] or 0) + 1
    if old:
        old.valid_to = now
        old.save(update_fields=["valid_to"])
    made.save()
    RouteStop.objects.bulk_create(
        RouteStop(version=made, point=point, order=order)
        for order, point in enumerate(points, start=1)
    )
    return made


def _points(ids: Sequence[int], viewer: Viewer) -> list[PatrolPoint]:
    """The points in that order; every one that is unknown, unused or doubled is named."""
    rows = PatrolPoint.objects.visible_to(viewer).filter(pk__in=ids, is_active=True)
    known = {point.pk: point for point in rows}
    doubled = {value for value in ids if list(ids).count(value) > 1}
    faults = [
        FieldError(pointer=f"/points/{place}", code=code, message=message)
        for place, value in enumerate(ids)
        for code, message in _fault(value, known, doubled)
    ]
    if not ids:
        raise invalid("/points", "required", _("A route needs at least one point."))
    if faults:
        raise InvalidInput(faults[0]["message"], errors=faults[:20])
    return [known[value] for value in ids]


def _fault(value: int, known: dict[int, PatrolPoint], doubled: set[int]) -> list[tuple[str, str]]:
    if value not in known:
        return [("unknown", _("There is no such patrol point in your area."))]
    return [("doubled", _("This point is on the route twice."))] if value in doubled else []


def _line(pairs: Sequence[Sequence[float]] | None) -> LineString | None:
    """A line through WGS-84 pairs; fewer than two are no line."""
    if not pairs or len(pairs) < 2:
        return None
    checked = [geo.check_point(lng=pair[0], lat=pair[1]) for pair in pairs]
    return LineString(checked, srid=4326)


def _cells(codes: Sequence[str], viewer: Viewer) -> list[str]:
    known = set(
        Cell.objects.visible_to(viewer)
        .in_force()
        .filter(code__in=codes)
        .values_list("code", flat=True)
    )
    missing = [code for code in codes if code not in known]
    if missing:
        words = _("No such cell in your area: %s") % ", ".join(missing[:5])
        raise invalid("/cells", "unknown", words)
    return list(dict.fromkeys(codes))


def _link(row: PatrolPoint, viewer: Viewer, said: dict[str, Any]) -> None:
    if "place" in said:
        row.place = pick(Place, viewer, "/place", pk=said["place"]) if said["place"] else None
    if "unit" in said:
        row.unit = pick(Unit, viewer, "/unit", call_sign=said["unit"]) if said["unit"] else None


def _locate(row: PatrolPoint, viewer: Viewer, said: dict[str, Any]) -> None:
    """Put the point on the ground: where it is said to be, else where its place is."""
    if said.get("lng") is None and said.get("lat") is None:
        if row.point is None and row.place is not None:
            row.point, row.agency = row.place.point, row.place.agency
            row.cell_code = row.place.cell.code if row.place.cell else ""
        return
    lng, lat = geo.check_point(lng=said.get("lng"), lat=said.get("lat"))
    lng, lat = geo.to_wgs84(lng=lng, lat=lat, crs=said.get("crs") or "wgs84")
    cell = cell_at(lng=lng, lat=lat)
    if cell is None or not cell.agency.path.startswith(viewer.agency_path):
        raise invalid("/lng", "outside", _("This point lies outside your area."))
    row.point, row.cell_code = Point(lng, lat, srid=4326), cell.code
    if row.agency_id is None:
        row.agency = cell.agency


def _check_point(row: PatrolPoint) -> None:
    if row.point is None and row.kind != PatrolPoint.Kind.CAMERA:
        raise invalid("/lng", "required", _("Say where this point is."))
    if not 5 <= row.radius_m <= 500:
        raise invalid("/radius_m", "out_of_range", _("A geofence has 5 to 500 metres."))


def _save(row: Any) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        pointer = "/tag" if "tag" in str(error) else "/code"
        raise invalid(pointer, "taken", _("This code is taken.")) from error


def _beat_fact(beat: Beat, *, is_new: bool) -> Fact:
    return Fact(
        kind="patrol.beat_created" if is_new else "patrol.beat_changed",
        subject_type="beat",
        subject_id=beat.code,
        subject_version=beat.version,
        agency_path=beat.agency.path,
        payload={"code": beat.code, "name": beat.name, "cells": beat.cell_codes[:100]},
    )
