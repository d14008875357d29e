"""Map layers as GeoJSON, made by PostGIS: simplified, five decimals (a metre), one string.

The layers are the basemap of an isolated network: no tile comes from anywhere.
"""

import hashlib
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from grid.scope import Viewer
from grid.territory.index import read_stamp
from grid.territory.models import Cell

# About 25 m for cells and 50 m for divisions: under a pixel at the scale where they are shown.
_CELLS_SQL: Final = """
    SELECT json_build_object('type', 'FeatureCollection', 'features',
        coalesce(json_agg(json_build_object(
            'type', 'Feature', 'id', cell.id,
            'properties', json_build_object('code', cell.code, 'name', cell.name,
                'kind', cell.kind, 'agency', agency.code, 'agency_name', agency.name),
            'geometry',
                ST_AsGeoJSON(ST_SimplifyPreserveTopology(cell.outline, 0.0003), 5)::json
        ) ORDER BY cell.code), '[]'::json))::text
    FROM territory_cell cell JOIN organisation_agency agency ON agency.id = cell.agency_id
    WHERE cell.is_leaf AND cell.valid_from <= %(today)s
        AND (cell.valid_to IS NULL OR cell.valid_to > %(today)s)
        AND starts_with(agency.path, %(path)s)
"""
_DIVISIONS_SQL: Final = """
    SELECT json_build_object('type', 'FeatureCollection', 'features',
        coalesce(json_agg(json_build_object(
            'type', 'Feature', 'id', code,
            'properties', json_build_object('code', code, 'name', name, 'level', level),
            'geometry', ST_AsGeoJSON(ST_SimplifyPreserveTopology(outline, 0.0006), 5)::json
        ) ORDER BY code), '[]'::json))::text
    FROM territory_division
    WHERE outline IS NOT NULL AND level IN ('city', 'county', 'town')
"""


def cells_layer(viewer: Viewer) -> str:
    """The leaf cells in force today on the ground of the viewer's agency."""
    return _text(_CELLS_SQL, {"today": timezone.localdate(), "path": viewer.agency_path})


def divisions_layer() -> str:
    """City, counties and towns: public, and the same for everybody."""
    return _text(_DIVISIONS_SQL, {})


def layer_tag(viewer: Viewer, name: str) -> str:
    """An ETag that moves when the layer may have changed for this viewer."""
    parts = (name, viewer.agency_path, timezone.localdate(), *read_stamp(), _divisions_stamp())
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _divisions_stamp() -> str:
    # The register changes once a year, by a command; its size in points stands for its content.
    return _text("SELECT concat(count(*), ':', sum(ST_NPoints(outline))) FROM territory_division")


def _text(sql: str, parameters: dict[str, Any] | None = None) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or {})
        text: str = cursor.fetchone()[0]
    return text


def drawing(cell: Cell) -> dict[str, str]:
    """The outline as an SVG path with its view box, 1,000 units wide, north up."""
    plane_sql = """
        SELECT ST_AsSVG(shape, 0, 0), ST_XMin(shape), -ST_YMax(shape),
               ST_XMax(shape) - ST_XMin(shape), ST_YMax(shape) - ST_YMin(shape)
        FROM (
            SELECT ST_Scale(outline, 1000 * cos(radians(ST_YMin(outline))) / extent, 1000 / extent)
                AS shape
            FROM territory_cell,
                greatest(ST_XMax(outline) - ST_XMin(outline), ST_YMax(outline) - ST_YMin(outline))
                AS extent
            WHERE id = %s
        ) AS scaled
    """
    with connection.cursor() as cursor:
        cursor.execute(plane_sql, [cell.pk])
        path, *box = cursor.fetchone()
    return {"path": path, "box": " ".join(f"{value:.0f}" for value in box)}
