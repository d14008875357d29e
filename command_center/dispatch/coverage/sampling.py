"""Sample points of leaf cells: a few on each, so that every cell is asked about."""

import math
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.utils import timezone
from numpy.typing import NDArray

from grid.territory.index import read_stamp
from grid.territory.models import Cell

Floats = NDArray[np.float64]
MOST_POINTS: Final = 1_200  # on the map at once
MOST_IN_A_CELL: Final = 16
_KEPT: Final = 16


@dataclass(frozen=True, slots=True)
class SampledCell:
    """A leaf cell whose points are asked about; `first` and `after` cut the arrays of points."""

    pk: int
    code: str
    name: str
    kind: str
    agency_path: str
    agency_name: str
    first: int
    after: int


@dataclass(frozen=True, slots=True)
class Samples:
    """The points of all cells of a scope, cell by cell; degrees of WGS-84."""

    cells: tuple[SampledCell, ...]
    lng: Floats
    lat: Floats

    def __len__(self) -> int:
        return int(self.lng.size)


def samples_of(agency_path: str) -> Samples:
    """The sample points of the cells in force today; kept until a cell or an agency changes."""
    key = (agency_path, timezone.localdate(), read_stamp())
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _sample(agency_path)
    with _lock:
        _kept[key] = made
        if len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return made


_kept: OrderedDict[tuple[Any, ...], Samples] = OrderedDict()
_lock = Lock()


def _sample(agency_path: str) -> Samples:
    rows = Cell.objects.filter(agency__path__startswith=agency_path, is_leaf=True).in_force()
    leaves: list[Any] = list(
        rows.annotate(wkb=AsWKB("outline")).select_related("agency").defer("outline")
    )
    each = max(1, min(MOST_IN_A_CELL, MOST_POINTS // max(1, len(leaves))))
    cells: list[SampledCell] = []
    places: list[Floats] = []
    first = 0
    for leaf in sorted(leaves, key=lambda cell: cell.code):
        points = _points(shapely.from_wkb(bytes(leaf.wkb)), each)
        cells.append(_cell(leaf, first, first + len(points)))
        places.append(points)
        first += len(points)
    lng, lat = np.concatenate(places).T if places else np.empty((2, 0))
    return Samples(tuple(cells), lng, lat)


def _cell(leaf: Cell, first: int, after: int) -> SampledCell:
    return SampledCell(
        pk=leaf.pk,
        code=leaf.code,
        name=leaf.name,
        kind=leaf.kind,
        agency_path=leaf.agency.path,
        agency_name=leaf.agency.name,
        first=first,
        after=after,
    )


def _points(outline: shapely.Geometry, wanted: int) -> Floats:
    """About so many points of a lattice inside the outline, at least one."""
    west, south, east, north = outline.bounds
    box = (east - west) * (north - south)
    a_side = max(1, math.ceil(math.sqrt(wanted * box / max(outline.area, 1e-12))))
    a_side = min(a_side, 4 * math.ceil(math.sqrt(wanted)))
    steps = (np.arange(a_side) + 0.5) / a_side
    lng, lat = (
        axis.ravel()
        for axis in np.meshgrid(west + steps * (east - west), south + steps * (north - south))
    )
    inside = shapely.contains_xy(outline, lng, lat)
    if not inside.any():
        middle = outline.point_on_surface()
        return np.array([[middle.x, middle.y]])
    return np.column_stack([lng[inside], lat[inside]])
