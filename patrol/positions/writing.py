"""One statement for a whole batch: newest fixes, track and quarantine from unnested arrays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

_FIX: Final = "unit_id, lng, lat, at, accuracy_m, speed_kmh, heading, source"
_FIX_TYPES: Final = (
    *("bigint", "float8", "float8", "float8", "float8", "float8", "smallint", "text"),
)
_STILL_TYPES: Final = ("float8", "float8", "float8")
_POINT: Final = "ST_SetSRID(ST_MakePoint({lng}, {lat}), 4326)::geography"

# What is newer than the row counts, whoever is faster: the guard is in the statement itself.
_WRITE: Final = f"""
WITH fix AS (
    SELECT unit_id, {_POINT.format(lng="lng", lat="lat")} AS point, to_timestamp(at) AS device_time,
           to_timestamp(still_since) AS still_since,
           {_POINT.format(lng="still_lng", lat="still_lat")} AS still_at,
           accuracy_m, speed_kmh, heading, source
      FROM unnest({", ".join(f"%s::{kind}[]" for kind in (*_FIX_TYPES, *_STILL_TYPES))})
        AS given({_FIX}, still_since, still_lng, still_lat)
), moved AS (
    UPDATE positions_unitposition AS known
       SET point = fix.point, device_time = fix.device_time, server_time = now(),
           still_since = fix.still_since, still_at = fix.still_at, accuracy_m = fix.accuracy_m,
           speed_kmh = fix.speed_kmh, heading = fix.heading, source = fix.source,
           written_by = pg_current_xact_id()::text::bigint
      FROM fix WHERE known.unit_id = fix.unit_id AND known.device_time < fix.device_time
    RETURNING known.unit_id
), first AS (
    INSERT INTO positions_unitposition AS known
           (unit_id, point, device_time, server_time, still_since, still_at, accuracy_m,
            speed_kmh, heading, source, written_by)
    SELECT unit_id, point, device_time, now(), still_since, still_at, accuracy_m,
           speed_kmh, heading, source, pg_current_xact_id()::text::bigint
      FROM fix
     WHERE NOT EXISTS (SELECT 1 FROM positions_unitposition AS p WHERE p.unit_id = fix.unit_id)
    ON CONFLICT (unit_id) DO UPDATE
       SET point = excluded.point, device_time = excluded.device_time, server_time = now(),
           still_since = excluded.still_since, still_at = excluded.still_at,
           accuracy_m = excluded.accuracy_m, speed_kmh = excluded.speed_kmh,
           heading = excluded.heading, source = excluded.source, written_by = excluded.written_by
     WHERE known.device_time < excluded.device_time
    RETURNING known.unit_id
), track AS (
    INSERT INTO positions_trackfix
           (unit_id, lng, lat, device_time, accuracy_m, speed_kmh, heading, source, is_late,
            server_time)
    SELECT unit_id, lng, lat, to_timestamp(at), accuracy_m, speed_kmh, heading, source, is_late,
           now()
      FROM unnest({", ".join(f"%s::{kind}[]" for kind in (*_FIX_TYPES, "boolean"))})
        AS given({_FIX}, is_late)
    ON CONFLICT DO NOTHING
), apart AS (
    INSERT INTO positions_quarantinedfix (unit_id, point, device_time, source, reason, server_time)
    SELECT unit_id, {_POINT.format(lng="lng", lat="lat")}, to_timestamp(at), source, reason, now()
      FROM unnest({", ".join(f"%s::{kind}[]" for kind in (*_FIX_TYPES, "text"))})
        AS given({_FIX}, reason)
    ON CONFLICT DO NOTHING
)
SELECT (SELECT count(*) FROM moved) + (SELECT count(*) FROM first)
"""  # noqa: S608 constants only


@dataclass(slots=True)
class Rows:
    """What is to be written: each a sequence of columns in the order of the statement."""

    newest: Sequence[Iterable[Any]]
    track: Sequence[Iterable[Any]]
    apart: Sequence[Iterable[Any]] = field(default_factory=tuple)


def write(rows: Rows) -> int:
    """Run the statement; answers how many units have a newer position than before.

    A fix sent again is in the track already and changes nothing.
    """
    columns = [*rows.newest, *rows.track, *rows.apart]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [_literal(column) for column in columns])
        (moved,) = cursor.fetchone()
    return int(moved)


def _literal(values: Iterable[Any]) -> str:
    """An array literal; the texts are codes of ours, so nothing in them needs quoting."""
    return "{" + ",".join("NULL" if v is None else str(v) for v in values) + "}"
