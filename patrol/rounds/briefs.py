"""Rounds, points and routes as facts, lists and phones carry them; no personal data."""

import json
from typing import Any

from grid.ledger.facts import Fact
from patrol.rounds.models import PatrolPoint, Round, RoundStop, Route, RouteVersion, Visit
from patrol.units.models import Unit


def unit_brief(unit: Unit | None) -> dict[str, str] | None:
    return {"call_sign": unit.call_sign, "name": unit.name, "kind": unit.kind} if unit else None


def round_brief(walk: Round) -> dict[str, Any]:
    """A round without its points; unit, route and agency should be joined."""
    return {
        "id": walk.pk,
        "version": walk.version,
        "name": walk.name,
        "state": walk.state,
        "mode": walk.mode,
        "tier": walk.tier,
        "source": walk.source,
        "source_ref": walk.source_ref,
        "agency": {"code": walk.agency.code, "name": walk.agency.name},
        "unit": unit_brief(walk.unit),
        "route": {"code": walk.route.code, "name": walk.route.name} if walk.route else None,
        "due_start": walk.due_start.isoformat(),
        "due_end": walk.due_end.isoformat(),
        "started_at": walk.started_at.isoformat() if walk.started_at else None,
        "ended_at": walk.ended_at.isoformat() if walk.ended_at else None,
    }


def round_detail(walk: Round) -> dict[str, Any]:
    """A round with its points in the order to walk, visits and skips included; `line` WGS-84."""
    line = walk.walked.line if walk.walked else None
    stops = walk.stops.select_related("point", "point__place").prefetch_related("visits")
    return round_brief(walk) | {
        "walked_version": walk.walked.number if walk.walked else None,
        "line": json.loads(line.geojson)["coordinates"] if line else None,
        "points": [stop_row(stop) for stop in stops],
    }


def stop_row(stop: RoundStop) -> dict[str, Any]:
    """One point of a round; its visits should be fetched."""
    point, visits = stop.point, list(stop.visits.all())
    return {
        "stop": stop.pk,
        "order": stop.order,
        "state": stop.state,
        "not_before": stop.not_before.isoformat() if stop.not_before else None,
        "reason": stop.reason,
        "reason_text": stop.reason_text,
        "point": point.pk,
        "code": point.code,
        "name": point.name,
        "kind": point.kind,
        "place": point.place.name if point.place else None,
        "lng": point.point.x if point.point else None,
        "lat": point.point.y if point.point else None,
        "radius_m": point.radius_m,
        "dwell_s": point.dwell_s,
        "visited_at": visits[0].happened_at.isoformat() if visits else None,
        "dwelt_s": visits[0].dwell_s if visits else None,
    }


def visit_row(visit: Visit) -> dict[str, Any]:
    return {
        "id": visit.pk,
        "round": visit.round_id,
        "stop": visit.stop_id,
        "point": visit.point.pk,
        "name": visit.point.name,
        "method": visit.method,
        "at": visit.happened_at.isoformat(),
        "received_at": visit.received_at.isoformat(),
        "distance_m": visit.distance_m,
        "dwell_s": visit.dwell_s,
        "is_short": visit.is_short,
        "is_late_entry": visit.is_late_entry,
        "flags": list(visit.flags),
        "client_ref": visit.client_ref,
    }


def round_fact(kind: str, walk: Round, **more: Any) -> Fact:
    """`patrol.round_<kind>` with the round's brief."""
    return Fact(
        kind=f"patrol.{kind}",
        subject_type="round",
        subject_id=str(walk.pk),
        subject_version=walk.version,
        agency_path=walk.agency.path,
        payload=round_brief(walk) | more,
    )


def point_fact(kind: str, point: PatrolPoint, **more: Any) -> Fact:
    where = {"lng": point.point.x, "lat": point.point.y} if point.point else {}
    said = {"code": point.code, "name": point.name, "kind": point.kind, **where}
    return Fact(
        kind=f"patrol.{kind}",
        subject_type="patrol_point",
        subject_id=point.code,
        subject_version=point.version,
        agency_path=point.agency.path,
        payload=said | more,
    )


def route_fact(kind: str, route: Route, version: RouteVersion | None = None) -> Fact:
    said = {"code": route.code, "name": route.name, "tier": route.tier}
    return Fact(
        kind=f"patrol.{kind}",
        subject_type="route",
        subject_id=route.code,
        subject_version=route.version,
        agency_path=route.agency.path,
        payload=said | ({"number": version.number, "reason": version.reason} if version else {}),
    )
