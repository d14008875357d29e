"""The units nearest to a point, exactly: by the ellipsoid, not by degrees nor by the sphere.

`<->` on geography walks the GiST index in the order of the sphere, which differs from the
ellipsoid by at most 0.6 %; distances are then measured on the ellipsoid, and nothing beyond
`reach` of what was read can be nearer than it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from grid.scope import Viewer
from patrol.units.models import AVAILABLE

SPHERE_ERROR: Final = 0.994  # the ellipsoid's metres are at least this part of the sphere's

_COLUMNS: Final = (
    "unit_id",
    "call_sign",
    "name",
    "kind",
    "tier",
    "status",
    "is_armed",
    "capabilities",
    "agency_code",
    "agency_name",
    "device_time",
    "source",
    "lng",
    "lat",
    "metres",
    "open_tasks",
    "tasks_today",
    "is_here",
)
_SQL: Final = """
WITH place AS MATERIALIZED (
    SELECT ST_SetSRID(ST_MakePoint(%(lng)s, %(lat)s), 4326)::geography AS point
), nearest AS MATERIALIZED (
    SELECT p.unit_id, p.point, p.device_time, p.source,
           u.call_sign, u.name, u.kind, u.tier, u.status, u.is_armed, u.capabilities, u.agency_id
    FROM positions_unitposition p
    JOIN units_unit u ON u.id = p.unit_id
    WHERE u.is_active AND u.status <> 'off'
      AND u.agency_id IN (SELECT id FROM organisation_agency WHERE path LIKE %(path)s) {free}
    ORDER BY p.point <-> ST_SetSRID(ST_MakePoint(%(lng)s, %(lat)s), 4326)::geography
    LIMIT %(most)s
)
SELECT n.unit_id, n.call_sign, n.name, n.kind, n.tier, n.status, n.is_armed, n.capabilities,
       a.code, a.name, n.device_time, n.source,
       ST_X(n.point::geometry), ST_Y(n.point::geometry), ST_Distance(n.point, place.point),
       t.open, t.today, t.here
FROM nearest n
CROSS JOIN place
JOIN organisation_agency a ON a.id = n.agency_id
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE s.ended_at IS NULL) AS open,
           count(*) FILTER (WHERE s.issued_at >= %(midnight)s) AS today,
           coalesce(bool_or(s.ended_at IS NULL AND s.incident_id = %(incident)s), false) AS here
    FROM assignments_assignment s
    WHERE s.unit_id = n.unit_id AND s.issued_at > %(week)s
) t
ORDER BY 15, 1
"""
_FREE: Final = (
    "AND u.status = ANY(%(statuses)s::varchar[]) AND u.kind <> 'video'"
    " AND u.capabilities @> %(needs)s::varchar[] AND (u.is_armed OR NOT %(armed)s)"
    " AND p.device_time >= %(oldest)s"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit near an incident, with what speaks for and against sending it; WGS-84, metres."""

    unit_id: int
    call_sign: str
    name: str
    kind: str
    tier: str
    status: str
    is_armed: bool
    capabilities: list[str]
    agency_code: str
    agency_name: str
    device_time: datetime
    source: str
    lng: float
    lat: float
    metres: float
    open_tasks: int
    tasks_today: int
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Where to look and for what; `oldest` is the device time before which no fix counts."""

    lng: float
    lat: float
    incident_id: int
    midnight: datetime
    week: datetime
    oldest: datetime
    capabilities: tuple[str, ...] = ()
    is_armed: bool = False


def nearest(viewer: Viewer, search: Search, *, most: int, only_free: bool) -> list[Candidate]:
    """The `most` nearest units on duty in scope, nearest first; all of them or the free ones."""
    query = _SQL.format(free=_FREE if only_free else "")
    with connection.cursor() as cursor:
        cursor.execute(query, _values(viewer, search, most))
        return [Candidate(*row) for row in cursor.fetchall()]


def _values(viewer: Viewer, search: Search, most: int) -> dict[str, Any]:
    return {
        "lng": search.lng,
        "lat": search.lat,
        "most": most,
        "path": f"{viewer.agency_path}%",
        "incident": search.incident_id,
        "midnight": search.midnight,
        "week": search.week,
        "oldest": search.oldest,
        "statuses": [status.value for status in AVAILABLE],
        "needs": list(search.capabilities),
        "armed": search.is_armed,
    }


def reach(found: list[Candidate], most: int) -> float:
    """Metres within which nobody was left out: unlimited when fewer than `most` were found."""
    if len(found) < most:
        return float("inf")
    return found[-1].metres * SPHERE_ERROR
