"""Keeps the cells of every city in memory, so that placing a point asks the database one thing:
whether anything changed since."""

import copy
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, Final

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db import connection
from numpy.typing import NDArray

from grid.territory.models import Cell
from grid.territory.raster import OUTSIDE, CellRaster

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
NOWHERE: Final = 0  # no row has id 0

# Counting is cheap at some thousand rows; names and paths of agencies ride along with a cell.
_STAMP_SQL: Final = """
    SELECT (SELECT count(*) FROM territory_cell), (SELECT max(id) FROM territory_cell),
           (SELECT max(updated_at) FROM territory_cell),
           count(*), max(id), sum(version) FROM organisation_agency
"""
_KEPT_VERSIONS: Final = 8  # sets of cells in force: today's, and some days of the past


@dataclass(frozen=True, slots=True)
class CellIndex:
    """The leaf cells in force on some day: a raster for each city, as cities may lie far apart."""

    cities: tuple[tuple[Ids, CellRaster], ...]
    cells: dict[int, Cell]

    def cell_at(self, lng: float, lat: float) -> Cell | None:
        """A copy of the cell with its agency loaded and its outline not, or None outside all."""
        hits = [
            int(ids[label])
            for ids, raster in self.cities
            if (label := raster.label_at(lng, lat)) != OUTSIDE
        ]
        return copy.copy(self.cells[min(hits)]) if hits else None

    def cells_at(self, lngs: Floats, lats: Floats) -> list[Cell | None]:
        """The cell of each point; points of one cell share one object."""
        ids = self.ids_at(lngs, lats)
        found = {int(i): copy.copy(self.cells[int(i)]) for i in np.unique(ids) if i != NOWHERE}
        return [found.get(int(i)) for i in ids]

    def ids_at(self, lngs: Floats, lats: Floats) -> Ids:
        """The cell id of each point, NOWHERE outside all cells."""
        found = np.full(len(lngs), NOWHERE, dtype=np.int64)
        for ids, raster in self.cities:
            labels = raster.labels_at(lngs, lats)
            here = np.where(labels == OUTSIDE, NOWHERE, ids[labels])
            better = (here != NOWHERE) & ((found == NOWHERE) | (here < found))
            found[better] = here[better]
        return found


class _Shelf:
    """The loaded cells of one stamp and the indexes made of them, oldest dropped first."""

    def __init__(self, stamp: tuple[Any, ...]) -> None:
        self.stamp = stamp
        leaves = Cell.objects.filter(is_leaf=True).order_by("pk")
        self.cells = list(leaves.select_related("agency").defer("outline"))
        self.indexes: OrderedDict[tuple[int, ...], CellIndex] = OrderedDict()
        self.latest: tuple[date, CellIndex] | None = None

    def index_on(self, day: date) -> CellIndex:
        if self.latest is None or self.latest[0] != day:
            self.latest = (day, self._built(day))
        return self.latest[1]

    def _built(self, day: date) -> CellIndex:
        in_force = [c for c in self.cells if c.is_in_force(day)]
        key = tuple(c.pk for c in in_force)
        if key not in self.indexes:
            self.indexes[key] = build_index(in_force)
            if len(self.indexes) > _KEPT_VERSIONS:
                self.indexes.popitem(last=False)
        return self.indexes[key]


def build_index(cells: Iterable[Cell]) -> CellIndex:
    """Read the outlines of these cells and make a raster for each city among them."""
    by_id = {c.pk: c for c in cells}
    rows = (
        Cell.objects.filter(pk__in=by_id)
        .annotate(wkb=AsWKB("outline"))
        .order_by("pk")
        .values_list("pk", "wkb")
    )
    outlines: dict[str, list[tuple[int, bytes]]] = {}
    for pk, wkb in rows:
        city = by_id[pk].agency.path.split("/", 1)[0]
        outlines.setdefault(city, []).append((pk, bytes(wkb)))
    cities = tuple(
        (np.array([pk for pk, _ in rows]), CellRaster(shapely.from_wkb([wkb for _, wkb in rows])))
        for rows in outlines.values()
    )
    return CellIndex(cities=cities, cells=by_id)


def read_stamp() -> tuple[Any, ...]:
    """What moves whenever a cell or an agency changes."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP_SQL)
        stamp: tuple[Any, ...] = cursor.fetchone()
    return stamp


_lock = Lock()
_shelf: _Shelf | None = None


def current_index(on: date) -> CellIndex:
    """The index of the cells in force on a local date, rebuilt when the stamp has moved."""
    global _shelf
    stamp = read_stamp()
    with _lock:
        if _shelf is None or _shelf.stamp != stamp:
            _shelf = _Shelf(stamp)
        return _shelf.index_on(on)
