"""A pair of degrees as it was said, put into a row as a WGS-84 point."""

from collections.abc import Mapping
from typing import Any

from django.contrib.gis.geos import Point

from grid.errors import FieldError, InvalidInput
from grid.territory import geo


def point_said(said: Mapping[str, Any], faults: list[FieldError]) -> Point | None:
    """The point of `lng`, `lat` and `crs` (default wgs84); None where neither was said.

    What is wrong with the pair is added to `faults`.
    """
    if said.get("lng") is None and said.get("lat") is None:
        return None
    try:
        lng, lat = geo.check_point(lng=said.get("lng"), lat=said.get("lat"))
    except InvalidInput as error:
        faults.extend(error.errors)
        return None
    lng, lat = geo.to_wgs84(lng=lng, lat=lat, crs=said.get("crs") or geo.CRS.WGS84)
    return Point(lng, lat, srid=4326)
