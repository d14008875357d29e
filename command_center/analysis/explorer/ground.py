"""Places in metres as places on the map, and the weights of neighbours."""

import json
from functools import cache
from typing import Any, Final

import numpy as np
import shapely
from django.contrib.gis.gdal import CoordTransform, OGRGeometry, SpatialReference
from scipy import sparse

from command_center.analysis.methods import hotspots
from command_center.analysis.store.ground import CellGround

METRES, DEGREES = 4551, 4326
DIGITS: Final = 1e-6  # a tenth of a metre


@cache
def _turning() -> CoordTransform:
    """Made once: it costs half a second."""
    return CoordTransform(SpatialReference(METRES), SpatialReference(DEGREES))


def in_degrees(shape: Any) -> Any:
    """A shape in metres of EPSG:4551 as GeoJSON in degrees of WGS-84."""
    drawn = OGRGeometry(memoryview(shapely.to_wkb(shape)))
    drawn.transform(_turning())
    turned = shapely.set_precision(shapely.from_wkb(bytes(drawn.wkb)), DIGITS)
    return json.loads(shapely.to_geojson(turned))


def degrees(x: float, y: float) -> list[float]:
    """Longitude and latitude (WGS-84) of a place in metres."""
    found: list[float] = in_degrees(shapely.Point(x, y))["coordinates"]
    return found


def weights(ground: CellGround) -> sparse.csr_array:
    """Who borders on whom, each cell its own neighbour."""
    pairs = [(at, near) for at, row in enumerate(ground.neighbours) for near in row]
    return hotspots.neighbours(pairs, len(ground))


def by_cell(ground: CellGround, cell: Any, counts: Any = None) -> Any:
    """Cases of each cell of the ground; those in no cell, or in one of another day, left out."""
    at = ground.places(cell)
    chosen = at >= 0
    given = None if counts is None else counts[chosen]
    return np.bincount(at[chosen], weights=given, minlength=len(ground))
