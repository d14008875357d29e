"""The leaf cells of an area, with who borders on whom."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, Final

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

from command_center.analysis.store.arrays import Floats, Ints
from grid.ledger.analysis_role import as_analysis

_KEPT: Final = 8  # areas and days, of some hundred cells each
_LEAST_DEG: Final = 1e-7  # a shared border of about a centimetre; a mere corner has none


@dataclass(frozen=True, slots=True)
class CellGround:
    """Leaf cells in force on a day, by key; `outline` in degrees of WGS-84.

    `x`, `y` are the centroid in metres of EPSG:4551, `neighbours[i]` the places (not the keys) of
    the cells that share a border with the i-th, without itself.
    """

    pk: Ints
    code: tuple[str, ...]
    name: tuple[str, ...]
    agency: Ints
    outline: NDArray[np.object_]
    x: Floats
    y: Floats
    area_km2: Floats
    neighbours: tuple[tuple[int, ...], ...]

    def __len__(self) -> int:
        return len(self.pk)

    def places(self, keys: Ints) -> Ints:
        """Where cells of these keys stand; -1 for a key that is not here."""
        if not len(self):
            return np.full(len(keys), -1, dtype=np.int64)
        at = np.searchsorted(self.pk, keys).clip(max=len(self.pk) - 1)
        found: Ints = np.where(self.pk[at] == keys, at, -1).astype(np.int64)
        return found


_kept: OrderedDict[tuple[Any, ...], CellGround] = OrderedDict()
_lock = Lock()
_STAMP: Final = """
    SELECT count(*), max(id), max(updated_at),
           (SELECT sum(version) FROM organisation_agency) FROM territory_cell
"""
_CELLS: Final = """
    SELECT c.id, c.code, c.name, c.agency_id, ST_AsBinary(c.outline), ST_X(p.middle),
           ST_Y(p.middle), ST_Area(c.outline::geography) / 1e6
      FROM territory_cell c
      JOIN organisation_agency a ON a.id = c.agency_id
     CROSS JOIN LATERAL (SELECT ST_Centroid(ST_Transform(c.outline, 4551)) AS middle) p
     WHERE c.is_leaf AND starts_with(a.path, %s) AND c.valid_from <= %s
       AND (c.valid_to IS NULL OR c.valid_to > %s)
     ORDER BY c.id
"""


def cells(agency_path: str, on: date) -> CellGround:
    """The leaf cells of an area in force on a local day; kept until any cell changes."""
    with as_analysis(), connection.cursor() as cursor:
        cursor.execute(_STAMP)
        key = (connection.settings_dict["NAME"], agency_path, on, cursor.fetchone())
        with _lock:
            if key in _kept:
                return _kept[key]
        cursor.execute(_CELLS, [agency_path, on, on])
        made = _ground(cursor.fetchall())
    with _lock:
        _kept[key] = made
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return made


def _ground(rows: list[tuple[Any, ...]]) -> CellGround:
    turned = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(8)]
    pk, code, name, agency, outline, x, y, area = turned
    shapes = np.array([shapely.from_wkb(bytes(one)) for one in outline], dtype=object)
    return CellGround(
        pk=np.array(pk, dtype=np.int64),
        code=tuple(code),
        name=tuple(name),
        agency=np.array(agency, dtype=np.int64),
        outline=shapes,
        x=np.array(x, dtype=np.float64),
        y=np.array(y, dtype=np.float64),
        area_km2=np.array(area, dtype=np.float64),
        neighbours=_neighbours(shapes),
    )


def _neighbours(shapes: NDArray[np.object_]) -> tuple[tuple[int, ...], ...]:
    """Of each cell those it shares more than a corner with."""
    if not len(shapes):
        return ()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    apart = one != other
    one, other = one[apart], other[apart]
    shared = shapely.length(shapely.intersection(shapes[one], shapes[other]))
    found: list[list[int]] = [[] for _ in shapes]
    for i, j in zip(one[shared > _LEAST_DEG], other[shared > _LEAST_DEG], strict=True):
        found[i].append(int(j))
    return tuple(tuple(sorted(near)) for near in found)
