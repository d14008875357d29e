"""The four coordinate systems of Chinese maps, and the only place where one becomes another.

WGS-84 and CGCS2000 are treated as equal (they differ by less than a metre); GCJ-02 and BD-09
follow the publicly known formulae, which PROJ does not have. Against the state's own algorithm
the error is unknown. Every function takes `lng, lat` in degrees, by keyword, and works on plain
floats and on numpy arrays alike.
"""

import math
from enum import StrEnum
from typing import Any, Final, TypeVar

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from grid.errors import FieldError, InvalidInput

Floats = NDArray[np.float64]
Degrees = TypeVar("Degrees", float, Floats)


class CRS(StrEnum):
    """The coordinate system of a pair as it was received."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


# Krasovsky 1940, as the public formula has it.
_A: Final = 6378245.0
_EE: Final = 0.00669342162296594323
# Outside this box the public formula leaves a point where it is.
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_BD_TURN: Final = math.pi * 3000.0 / 180.0
# 1e-10 degrees is a hundredth of a millimetre; both offsets contract by 100 or more a step.
_ENOUGH_DEG: Final = 1e-10
_MAX_STEPS: Final = 30


def to_wgs84(*, lng: Degrees, lat: Degrees, crs: str) -> tuple[Degrees, Degrees]:
    """The WGS-84 pair of a pair given in `crs`; inverse error below 1 mm."""
    system = CRS(crs)
    if system is CRS.BD09:
        lng, lat = bd09_to_gcj02(lng=lng, lat=lat)
    if system in (CRS.BD09, CRS.GCJ02):
        return gcj02_to_wgs84(lng=lng, lat=lat)
    return lng, lat


def from_wgs84(*, lng: Degrees, lat: Degrees, crs: str) -> tuple[Degrees, Degrees]:
    """The pair in `crs` of a WGS-84 pair."""
    system = CRS(crs)
    if system in (CRS.BD09, CRS.GCJ02):
        lng, lat = wgs84_to_gcj02(lng=lng, lat=lat)
    if system is CRS.BD09:
        return gcj02_to_bd09(lng=lng, lat=lat)
    return lng, lat


def wgs84_to_gcj02(*, lng: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """The public formula; unchanged outside its box."""
    return _like(lng, *_gcj_forward(_floats(lng), _floats(lat)))


def gcj02_to_wgs84(*, lng: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """The inverse by capped fixed-point iteration, because there is no closed form.

    Within about 700 m of the edge of the box the formula jumps and has no inverse; a pair
    there comes back as the last iterate.
    """
    target_lng, target_lat = _floats(lng), _floats(lat)
    return _like(lng, *_invert(_gcj_forward, target_lng, target_lat, target_lng, target_lat))


def gcj02_to_bd09(*, lng: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Baidu's second offset."""
    return _like(lng, *_bd_forward(_floats(lng), _floats(lat)))


def bd09_to_gcj02(*, lng: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """The inverse, iterated from the usual closed approximation (which is 0.2 m off)."""
    target_lng, target_lat = _floats(lng), _floats(lat)
    start_lng, start_lat = target_lng - 0.0065, target_lat - 0.006
    return _like(lng, *_invert(_bd_forward, target_lng, target_lat, start_lng, start_lat))


def point_errors(*, lng: Any, lat: Any) -> list[FieldError]:
    """What is wrong with a pair, as faults of the fields `/lng` and `/lat`; empty if nothing."""
    errors: list[FieldError] = []
    for name, value, limit in (("lng", lng, 180), ("lat", lat, 90)):
        fault = _number_fault(value, limit)
        if fault:
            errors.append({"pointer": f"/{name}", "code": fault[0], "message": fault[1]})
    if _looks_swapped(errors, lng, lat):
        errors[0]["code"] = "swapped"
        errors[0]["message"] = _("Latitude is beyond ±90: are longitude and latitude swapped?")
    return errors


def check_point(*, lng: Any, lat: Any) -> tuple[float, float]:
    """The pair as floats.

    Raises InvalidInput with pointers where a value is missing, not finite or out of range.
    """
    errors = point_errors(lng=lng, lat=lat)
    if errors:
        raise InvalidInput(errors[0]["message"], errors=errors)
    return float(lng), float(lat)


def distance_m(*, lng: Degrees, lat: Degrees, to_lng: Degrees, to_lat: Degrees) -> Degrees:
    """Great-circle metres on a sphere of 6 371 008.8 m: right to 0.5 %, for sorting and tests."""
    rad = np.radians
    half_lat = np.sin((rad(to_lat) - rad(lat)) / 2) ** 2
    half_lng = np.sin((rad(to_lng) - rad(lng)) / 2) ** 2
    chord = half_lat + np.cos(rad(lat)) * np.cos(rad(to_lat)) * half_lng
    metres: Any = 2 * 6371008.8 * np.arcsin(np.sqrt(chord))
    answer: Degrees = metres if isinstance(lng, np.ndarray) else float(metres)
    return answer


def _number_fault(value: Any, limit: int) -> tuple[str, str] | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "not_a_number", _("A number of degrees is needed.")
    if not math.isfinite(value):
        return "not_finite", _("NaN and infinity are not coordinates.")
    if abs(value) > limit:
        return "out_of_range", _("Beyond ±%(limit)s degrees.") % {"limit": limit}
    return None


def _looks_swapped(errors: list[FieldError], lng: Any, lat: Any) -> bool:
    only_lat = [e["pointer"] for e in errors] == ["/lat"] and errors[0]["code"] == "out_of_range"
    return only_lat and abs(lat) <= 180 and abs(lng) <= 90


def _floats(value: Any) -> Floats:
    return np.asarray(value, dtype=np.float64)


def _like(given: Any, lng: Floats, lat: Floats) -> tuple[Any, Any]:
    """Floats for a float, arrays for an array."""
    return (lng, lat) if isinstance(given, np.ndarray) else (float(lng), float(lat))


def _invert(forward: Any, lng: Floats, lat: Floats, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The (x, y) with forward(x, y) = (lng, lat), starting from the (x, y) given."""
    for _step in range(_MAX_STEPS):
        there_x, there_y = forward(x, y)
        off_x, off_y = lng - there_x, lat - there_y
        x, y = x + off_x, y + off_y
        if max(np.max(np.abs(off_x), initial=0), np.max(np.abs(off_y), initial=0)) < _ENOUGH_DEG:
            break
    return x, y


def _gcj_forward(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    x, y = lng - 105.0, lat - 35.0
    east_m, north_m = _gcj_offset_m(x, y)
    phi = np.radians(lat)
    magic = 1 - _EE * np.sin(phi) ** 2
    per_lat = (_A * (1 - _EE)) / (magic * np.sqrt(magic)) * math.pi / 180.0
    per_lng = _A / np.sqrt(magic) * np.cos(phi) * math.pi / 180.0
    inside = (lng >= _WEST) & (lng <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH)
    return (
        np.where(inside, lng + east_m / per_lng, lng),
        np.where(inside, lat + north_m / per_lat, lat),
    )


def _gcj_offset_m(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The published polynomial and waves: metres east and north."""
    sin, pi, root = np.sin, math.pi, np.sqrt(np.abs(x))
    common = (20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
    east += (20 * sin(pi * x) + 40 * sin(pi * x / 3)) * 2 / 3
    east += (150 * sin(pi * x / 12) + 300 * sin(pi * x / 30)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
    north += (20 * sin(pi * y) + 40 * sin(pi * y / 3)) * 2 / 3
    north += (160 * sin(pi * y / 12) + 320 * sin(pi * y / 30)) * 2 / 3
    return east, north


def _bd_forward(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    radius = np.hypot(lng, lat) + 0.00002 * np.sin(lat * _BD_TURN)
    theta = np.arctan2(lat, lng) + 0.000003 * np.cos(lng * _BD_TURN)
    return radius * np.cos(theta) + 0.0065, radius * np.sin(theta) + 0.006
