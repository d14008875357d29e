"""One statement for a whole batch: newest fixes, track and quarantine from unnested arrays."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

# The columns of a batch, each with its type; a `reason` sets a fix apart.
COLUMNS: Final = {
    "unit_id": "bigint",
    "lng": "float8",
    "lat": "float8",
    "at": "float8",
    "accuracy_m": "float8",
    "speed_kmh": "float8",
    "heading": "smallint",
    "source": "text",
    "is_late": "boolean",
    "is_newest": "boolean",
    "is_first": "boolean",
    "still_since": "float8",
    "still_lng": "float8",
    "still_lat": "float8",
    "reason": "text",
}
_POINT: Final = "ST_SetSRID(ST_MakePoint({lng}, {lat}), 4326)::geography"
_AT: Final = _POINT.format(lng="fix.lng", lat="fix.lat")
_STILL: Final = _POINT.format(lng="fix.still_lng", lat="fix.still_lat")

# What is newer than the row counts, whoever is faster: the guard is in the statement itself.
_WRITE: Final = f"""
WITH fix AS MATERIALIZED (
    SELECT *, to_timestamp(at) AS device_time
      FROM unnest({", ".join(f"%s::{kind}[]" for kind in COLUMNS.values())})
           AS given({", ".join(COLUMNS)})
), moved AS (
    UPDATE positions_unitposition AS known
       SET point = {_AT}, device_time = fix.device_time, server_time = now(),
           still_since = to_timestamp(fix.still_since), still_at = {_STILL},
           accuracy_m = fix.accuracy_m, speed_kmh = fix.speed_kmh, heading = fix.heading,
           source = fix.source, written_by = mine.xid
      FROM fix, (SELECT pg_current_xact_id()::text::bigint AS xid) AS mine
     WHERE known.unit_id = fix.unit_id AND fix.is_newest AND NOT fix.is_first
       AND known.device_time < fix.device_time
    RETURNING known.unit_id
), first AS (
    INSERT INTO positions_unitposition AS known
           (unit_id, point, device_time, server_time, still_since, still_at, accuracy_m,
            speed_kmh, heading, source, written_by)
    SELECT unit_id, {_AT}, device_time, now(), to_timestamp(still_since), {_STILL}, accuracy_m,
           speed_kmh, heading, source, pg_current_xact_id()::text::bigint
      FROM fix WHERE is_newest AND is_first
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
    SELECT unit_id, lng, lat, device_time, accuracy_m, speed_kmh, heading, source, is_late, now()
      FROM fix WHERE reason IS NULL
    ON CONFLICT DO NOTHING
), apart AS (
    INSERT INTO positions_quarantinedfix (unit_id, point, device_time, source, reason, server_time)
    SELECT unit_id, {_AT}, device_time, source, reason, now() FROM fix WHERE reason IS NOT NULL
    ON CONFLICT DO NOTHING
)
SELECT (SELECT count(*) FROM moved) + (SELECT count(*) FROM first)
"""  # noqa: S608 constants only


def write(columns: Sequence[list[Any]]) -> int:
    """Run the statement over columns in the order of `COLUMNS`.

    Answers how many units have a newer position than before. A fix sent again is in the track
    already and changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [_literal(column) for column in columns])
        (moved,) = cursor.fetchone()
    return int(moved)


def _literal(values: list[Any]) -> str:
    """An array literal, as fast as Python prints a list.

    The only texts are codes of ours, and none of them holds a quote or one of these words.
    """
    text = repr(values)[1:-1].replace("None", "NULL").replace("nan", "NULL").replace("'", "")
    return f"{{{text}}}"
