"""Cells out of a GeoJSON file somebody made: checked feature by feature, with a reason for each.

Read with `json` and GEOS only: OGR opens far more than it is asked to, so it never sees input.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import shapely
from django.utils.translation import gettext as _

from grid.errors import InvalidInput
from grid.territory import geo

MOST_BYTES: Final = 50 << 20
MOST_FEATURES: Final = 20_000
MOST_POINTS: Final = 100_000  # of one outline
_CRS84: Final = ("crs84", "epsg::4326", "epsg:4326", "epsg::4490", "epsg:4490")


@dataclass(slots=True)
class FeatureRow:
    """One feature: what it says of itself, its outline, and everything wrong with it."""

    number: int
    properties: Mapping[str, Any] = field(default_factory=dict)
    outline: shapely.Geometry | None = None
    faults: list[str] = field(default_factory=list)


def read_features(
    text: str, *, crs: str = "wgs84", within: shapely.Geometry | None = None
) -> list[FeatureRow]:
    """Every feature with its outline in WGS-84 or its faults; `within` is the city's outline.

    Raises InvalidInput where the text as a whole is no GeoJSON collection in a known system.
    """
    if len(text) > MOST_BYTES:
        raise InvalidInput(_("The file is larger than 50 MB."))
    try:
        body = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(_("The file is not JSON: %s") % str(error)[:200]) from error
    features = body.get("features") if isinstance(body, dict) else None
    if not isinstance(features, list) or not 0 < len(features) <= MOST_FEATURES:
        raise InvalidInput(_("A FeatureCollection of 1 to 20,000 features is needed."))
    _check_system(body)
    return [_feature(n, raw, crs, within) for n, raw in enumerate(features, 1)]


def _no_constant(name: str) -> Any:
    raise ValueError(_("%s is not a number") % name)


def _check_system(body: Mapping[str, Any]) -> None:
    named = body.get("crs")
    if named is not None and not str(named).lower().rstrip("'}").endswith(_CRS84):
        raise InvalidInput(_("The file names another coordinate system than WGS-84."))


def _feature(number: int, raw: Any, crs: str, within: shapely.Geometry | None) -> FeatureRow:
    row = FeatureRow(number)
    if not isinstance(raw, dict) or not isinstance(raw.get("properties"), dict):
        row.faults.append(_("This is no feature with properties."))
        return row
    row.properties = raw["properties"]
    for check in (_shape_fault, _coordinate_fault):
        fault = check(raw.get("geometry"))
        if fault:
            row.faults.append(fault)
            return row
    row.outline = _outline(raw["geometry"], crs)
    fault = _outline_fault(row.outline, within)
    if fault:
        row.faults.append(fault)
    return row


def _shape_fault(geometry: Any) -> str:
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return _("The geometry is neither Polygon nor MultiPolygon.")
    depth = 3 if geometry["type"] == "Polygon" else 4
    if not _has_depth(geometry.get("coordinates"), depth):
        return _("The coordinates are not nested as their type demands, or are empty.")
    return ""


def _has_depth(value: Any, depth: int) -> bool:
    """Non-empty lists `depth` deep, holding pairs (or triples) at the bottom."""
    if not isinstance(value, list) or not value:
        return False
    if depth == 1:
        return len(value) in (2, 3) and not any(isinstance(v, list) for v in value)
    return all(_has_depth(inner, depth - 1) for inner in value)


def _coordinate_fault(geometry: Any) -> str:
    points = list(_points(geometry["coordinates"]))
    if len(points) > MOST_POINTS:
        return _("The outline has more than 100,000 points.")
    for point in points:
        faults = geo.point_errors(lng=point[0], lat=point[1])
        if faults:
            return faults[0]["message"]
    return ""


def _points(value: list[Any]) -> Iterator[list[Any]]:
    if isinstance(value[0], list):
        for inner in value:
            yield from _points(inner)
    else:
        yield value


def _outline(geometry: Mapping[str, Any], crs: str) -> shapely.Geometry:
    """The shape in WGS-84; rings that do not close are closed."""
    rings = geometry["coordinates"]
    polygons = [rings] if geometry["type"] == "Polygon" else rings
    flat = [[_closed(ring) for ring in polygon] for polygon in polygons]
    try:
        made = [shapely.Polygon(p[0], p[1:]) for p in flat]
    except ValueError:
        return shapely.MultiPolygon()
    shape = shapely.multipolygons([made])[0]
    return shapely.transform(shape, _to_wgs84(crs)) if crs not in ("wgs84", "cgcs2000") else shape


def _closed(ring: list[list[float]]) -> list[tuple[float, float]]:
    points = [(float(p[0]), float(p[1])) for p in ring]
    return points if points[0] == points[-1] else [*points, points[0]]


def _to_wgs84(crs: str) -> Callable[[Any], Any]:
    def convert(points: Any) -> Any:
        lng, lat = geo.to_wgs84(lng=points[:, 0], lat=points[:, 1], crs=crs)
        points[:, 0], points[:, 1] = lng, lat
        return points

    return convert


def _outline_fault(outline: shapely.Geometry, within: shapely.Geometry | None) -> str:
    if shapely.is_empty(outline) or math.isclose(shapely.area(outline), 0, abs_tol=1e-12):
        return _("The outline is empty.")
    if not shapely.is_valid(outline):
        return _("The outline crosses itself: %s") % str(shapely.is_valid_reason(outline))
    if within is not None and not shapely.intersects(outline, within):
        return _("The outline lies outside the city.")
    return ""
