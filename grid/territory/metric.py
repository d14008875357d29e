"""Metres round a point, for cutting cells and measuring gaps, without a projection library.

A plane that touches the WGS-84 ellipsoid at its origin, with the ellipsoid's own radii of curvature
there. Lengths are right to 0.1 % within 25 km of the origin's latitude and to 1 % within 100 km;
for anything to be stored or compared across a province use `geography` columns instead.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_A: Final = 6_378_137.0
_E2: Final = 0.00669437999014


@dataclass(frozen=True, slots=True)
class LocalPlane:
    """Degrees of WGS-84 to metres east and north of an origin, and back."""

    lng: float
    lat: float

    @property
    def m_per_deg_lat(self) -> float:
        curve = 1 - _E2 * math.sin(math.radians(self.lat)) ** 2
        return math.radians(_A * (1 - _E2) / curve**1.5)

    @property
    def m_per_deg_lng(self) -> float:
        curve = 1 - _E2 * math.sin(math.radians(self.lat)) ** 2
        return math.radians(_A / math.sqrt(curve) * math.cos(math.radians(self.lat)))

    def to_metres(self, *, lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
        return (lng - self.lng) * self.m_per_deg_lng, (lat - self.lat) * self.m_per_deg_lat

    def to_degrees(self, *, east_m: Floats, north_m: Floats) -> tuple[Floats, Floats]:
        return self.lng + east_m / self.m_per_deg_lng, self.lat + north_m / self.m_per_deg_lat

    def area_m2(self, shape: shapely.Geometry) -> float:
        """Square metres of a shape in degrees near the origin."""
        return float(shapely.area(shape) * self.m_per_deg_lng * self.m_per_deg_lat)


def plane_over(shape: shapely.Geometry) -> LocalPlane:
    """The plane that touches the middle of a shape given in degrees."""
    west, south, east, north = shape.bounds
    return LocalPlane(lng=(west + east) / 2, lat=(south + north) / 2)
