"""The fleet once a second on the live link: `{"t":"pos","at":…,"units":[[…],…]}` for each scope.

A unit is `[call_sign, lng, lat, age_s, heading, speed_kmh, is_stale]`. What is in the database is
read again only when it has changed; a unit that grows stale is a change, its age alone is none.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

import msgspec
import numpy as np
from django.db import connection
from django.utils import timezone
from numpy.typing import NDArray

from grid.ledger.snapshots import Frame, snapshot
from patrol.positions.limits import city_of, limits_of

RELOAD_S: Final = 30.0  # units renamed, moved to another agency, taken out of service
# Every write raises a row's `written_by`, so the sum tells whether anything changed since.
_STAMP: Final = "SELECT count(*), sum(written_by) FROM positions_unitposition"
_ROWS: Final = """
    SELECT u.call_sign, a.path, p.source, round(ST_X(p.point::geometry)::numeric, 6)::float8,
           round(ST_Y(p.point::geometry)::numeric, 6)::float8,
           extract(epoch FROM p.device_time)::float8, p.heading, p.speed_kmh, p.written_by
      FROM positions_unitposition p
      JOIN units_unit u ON u.id = p.unit_id AND u.is_active
      JOIN organisation_agency a ON a.id = u.agency_id
     ORDER BY u.call_sign
"""


@dataclass(slots=True)
class Fleet:
    """The rows of one stamp; `members` are rows by agency path, as they are asked for."""

    stamp: tuple[Any, ...]
    read_at: float
    rows: list[tuple[Any, ...]]
    at: NDArray[np.float64] = field(init=False)
    written_by: NDArray[np.int64] = field(init=False)
    stale_after_s: NDArray[np.float64] = field(init=False)
    members: dict[str, NDArray[np.int64]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        limits = {city: limits_of(city) for city in {city_of(row[1]) for row in self.rows}}
        stale = [limits[city_of(row[1])].stale_after_s[row[2]] for row in self.rows]
        self.at = np.array([row[5] for row in self.rows], dtype=np.float64)
        self.written_by = np.array([row[8] for row in self.rows], dtype=np.int64)
        self.stale_after_s = np.array(stale, dtype=np.float64)

    def below(self, path: str) -> NDArray[np.int64]:
        """The rows of an agency and all below it."""
        if path not in self.members:
            found = [n for n, row in enumerate(self.rows) if row[1].startswith(path)]
            self.members[path] = np.array(found, dtype=np.int64)
        return self.members[path]

    def frame(self, path: str, now: float) -> Frame:
        """What a screen of that scope is shown."""
        rows = self.below(path)
        age = np.maximum(now - self.at[rows], 0).astype(np.int64)
        is_stale = age > self.stale_after_s[rows]
        key = (len(rows), int(self.written_by[rows].sum()), is_stale.tobytes())
        units = [
            (name, lng, lat, seconds, heading, speed, stale)
            for (name, _path, _source, lng, lat, _at, heading, speed, _by), seconds, stale in zip(
                (self.rows[n] for n in rows), age.tolist(), is_stale.tolist(), strict=True
            )
        ]
        at = timezone.now().isoformat(timespec="milliseconds")
        return Frame(key, msgspec.json.encode({"t": "pos", "at": at, "units": units}).decode())


_lock = Lock()
_fleet: Fleet | None = None


@snapshot("pos", needs="patrol.")
def fleet_frames(paths: Collection[str]) -> Mapping[str, Frame]:
    """The frame of each scope that is watched."""
    now = timezone.now().timestamp()
    fleet = _current(now)
    return {path: fleet.frame(path, now) for path in paths}


def _current(now: float) -> Fleet:
    global _fleet
    with _lock, connection.cursor() as cursor:
        cursor.execute(_STAMP)
        stamp = cursor.fetchone()
        if _fleet is None or _fleet.stamp != stamp or now - _fleet.read_at > RELOAD_S:
            cursor.execute(_ROWS)
            _fleet = Fleet(stamp, now, list(cursor.fetchall()))
        return _fleet
