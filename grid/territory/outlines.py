"""Ground drawn on the map: uploaded as WKT or GeoJSON, or the cells it is made of."""

import json
from typing import Any, Final

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from grid.scope import Viewer
from grid.territory.geojson import read_features
from grid.territory.models import Cell

LONGEST: Final = 1_000_000  # characters


def read_outline(text: str, *, crs: str = "wgs84") -> MultiPolygon | None:
    """A polygon given as WKT or GeoJSON (geometry, feature or collection), in WGS-84.

    An empty text is no ground. Raises InvalidInput naming what is wrong with it.
    """
    text = text.strip()
    if not text:
        return None
    if len(text) > LONGEST:
        raise refusal("outline", _("The outline is longer than %(most)s characters."), LONGEST)
    try:
        rows = read_features(_collection(text), crs=crs)
    except InvalidInput as error:
        raise refusal("outline", error.message) from error
    for row in rows:
        if row.faults:
            raise refusal("outline", row.faults[0])
    return _multi(shapely.union_all([row.outline for row in rows]))


def outline_of_cells(codes: list[str], *, viewer: Viewer) -> MultiPolygon | None:
    """The ground of the cells in force today, together; raises InvalidInput for unknown codes."""
    if not codes:
        return None
    cells = list(Cell.objects.visible_to(viewer).in_force().filter(code__in=codes))
    missing = sorted(set(codes) - {cell.code for cell in cells})
    if missing:
        raise refusal("cells", _("There is no cell with the code %(most)s."), missing[0][:20])
    return _multi(shapely.union_all([shapely.from_wkb(bytes(c.outline.wkb)) for c in cells]))


def refusal(field: str, message: str, most: Any = "") -> InvalidInput:
    """A refusal that points at one field; `most` fills the message's placeholder."""
    told = message % {"most": most} if "%(most)s" in message else message
    return InvalidInput(
        told, errors=[FieldError(pointer=f"/{field}", code="invalid", message=told)]
    )


def _collection(text: str) -> str:
    """Any of the forms as a FeatureCollection, so that one reader checks them all."""
    if not text.startswith("{"):
        return json.dumps(_features([_of_wkt(text)]))
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(_("The file is not JSON: %s") % str(error)[:200]) from error
    if body.get("type") == "FeatureCollection":
        return text
    geometry = body.get("geometry") if body.get("type") == "Feature" else body
    return json.dumps(_features([geometry]))


def _features(geometries: list[Any]) -> dict[str, Any]:
    rows = [{"type": "Feature", "properties": {}, "geometry": g} for g in geometries]
    return {"type": "FeatureCollection", "features": rows}


def _of_wkt(text: str) -> Any:
    try:
        shape = shapely.from_wkt(text)
    except shapely.errors.ShapelyError as error:
        raise InvalidInput(_("This is neither WKT nor GeoJSON.")) from error
    return json.loads(shapely.to_geojson(shape))


def _multi(shape: shapely.Geometry) -> MultiPolygon:
    geometry = GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=4326)
    return geometry if isinstance(geometry, MultiPolygon) else MultiPolygon(geometry, srid=4326)
