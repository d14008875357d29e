"""The units of a batch with what is known of each, in one query."""

from collections.abc import Collection
from typing import Any, Final

import numpy as np
from django.db import connection

from grid.organisation.models import Officer
from grid.scope import Viewer
from patrol.positions.judging import NEVER, NOBODY, Ids, Known
from patrol.units.selectors import unit_of

_KNOWN: Final = """
    SELECT u.call_sign, u.kind, u.id, date_part('epoch', p.device_time),
           ST_X(p.point::geometry), ST_Y(p.point::geometry),
           date_part('epoch', p.still_since),
           ST_X(p.still_at::geometry), ST_Y(p.still_at::geometry)
      FROM units_unit u
      JOIN organisation_agency a ON a.id = u.agency_id
      LEFT JOIN positions_unitposition p ON p.unit_id = u.id
     WHERE u.call_sign = ANY(%s::text[]) AND u.is_active AND starts_with(a.path, %s)
"""


class Register:
    """Units in scope by call sign; `ids` and `kinds` by row."""

    def __init__(self, viewer: Viewer, call_signs: Collection[str]) -> None:
        self._viewer = viewer
        self._call_signs = list(call_signs)
        self._fresh: list[tuple[Any, ...]] | None = self._look()
        self.row_of = {row[0]: n for n, row in enumerate(self._fresh)}
        self.kinds: list[str] = [row[1] for row in self._fresh]
        self.ids: Ids = np.array([row[2] for row in self._fresh], dtype=np.int64)

    def known(self) -> Known:
        """What the units' newest fixes are; the second time, as they are by then."""
        rows, self._fresh = self._fresh or self._look(), None
        found = {row[0]: row for row in rows}
        ordered = [found.get(call_sign, _NOTHING)[3:] for call_sign in self.row_of]
        table = np.array(ordered, dtype=np.float64).reshape(len(ordered), 6)
        at, lng, lat, since, still_lng, still_lat = (table[:, n].copy() for n in range(6))
        is_first = np.isnan(at)
        at[is_first] = NEVER
        newest = np.full(len(ordered), NOBODY, dtype=np.int64)
        return Known(lng, lat, at, still_lng, still_lat, since, newest, is_first)

    def _look(self) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(_KNOWN, [self._call_signs, self._viewer.agency_path])
            return list(cursor.fetchall())


_NOTHING: Final = (None,) * 9


def register(viewer: Viewer, call_signs: Collection[str]) -> Register:
    """The units of these call signs that the viewer may send for."""
    return Register(viewer, call_signs)


def own_unit(officer: Officer) -> str:
    """The call sign of the unit the officer is in now, empty where there is none."""
    unit = unit_of(officer)
    return unit.call_sign if unit else ""
