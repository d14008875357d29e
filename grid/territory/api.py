"""REST of the ground: divisions, cells, places and the map's own layers."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from grid.territory import geo, layers, selectors, services
from grid.territory.models import Cell
from grid.territory.serializers import (
    CellAtOut,
    CellDetailOut,
    CellOut,
    CellQuery,
    DivisionOut,
    DivisionQuery,
    PlaceChange,
    PlaceFields,
    PlaceOut,
    PlaceQuery,
    PointQuery,
    cell_row,
    division_row,
    place_row,
    posting_row,
)

_LAYER = {
    (200, "application/geo+json"): OpenApiTypes.OBJECT,
    304: OpenApiResponse(description="Nothing changed since the ETag in If-None-Match."),
}


@requires(Right.TERRITORY_READ)
class DivisionList(ApiView):
    """The public register of divisions."""

    @extend_schema(
        operation_id="divisions_list",
        parameters=[DivisionQuery],
        responses={200: DivisionOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        return self.paged(
            selectors.divisions(**checked(DivisionQuery, request.query_params)), division_row
        )


@requires(Right.TERRITORY_READ)
class CellList(ApiView):
    """Cells in force on the ground of the viewer's agency."""

    @extend_schema(
        operation_id="cells_list", parameters=[CellQuery], responses={200: CellOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        query = checked(CellQuery, request.query_params)
        return self.paged(selectors.cells(viewer_of(request), **query), cell_row)


@requires(Right.TERRITORY_READ)
class CellDetail(ApiView):
    """One cell as it is in force, with its outline and everybody who ever answered for it."""

    @extend_schema(responses={200: CellDetailOut})
    def get(self, request: Request, code: str) -> Response:
        cells = Cell.objects.visible_to(viewer_of(request)).in_force()
        cell = get_object_or_404(cells.select_related("agency", "parent"), code=code)
        more = {
            "outline": json.loads(cell.outline.geojson),
            "postings": [posting_row(p) for p in selectors.postings(code)],
        }
        return Response(cell_row(cell) | more)


@requires(Right.TERRITORY_READ)
class CellAt(ApiView):
    """The one leaf cell at a point; null outside the viewer's ground."""

    @extend_schema(parameters=[PointQuery], responses={200: CellAtOut})
    def get(self, request: Request) -> Response:
        query = checked(PointQuery, request.query_params)
        lng, lat = geo.check_point(lng=query["lng"], lat=query["lat"])
        lng, lat = geo.to_wgs84(lng=lng, lat=lat, crs=query["crs"])
        cell = selectors.cell_at(lng=lng, lat=lat, on=query.get("on"))
        if cell and not cell.agency.path.startswith(viewer_of(request).agency_path):
            cell = None
        return Response({"lng": lng, "lat": lat, "cell": cell_row(cell) if cell else None})


@requires(Right.TERRITORY_READ, Right.TERRITORY_MANAGE)
class PlaceList(Idempotent, ApiView):
    """Places on the ground of the viewer's agency."""

    @extend_schema(
        operation_id="places_list", parameters=[PlaceQuery], responses={200: PlaceOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        query = checked(PlaceQuery, request.query_params)
        return self.paged(selectors.places(viewer_of(request), **query), place_row)

    @extend_schema(operation_id="places_create", request=PlaceFields, responses={201: PlaceOut})
    def post(self, request: Request) -> Response:
        said = checked(PlaceFields, request.data)
        by = viewer_of(request).as_actor(channel="api")
        place = services.create_place(by=by, viewer=viewer_of(request), **said)
        return Response(place_row(place), status=201)


@requires(Right.TERRITORY_READ, Right.TERRITORY_MANAGE)
class PlaceDetail(Idempotent, ApiView):
    """One place."""

    @extend_schema(operation_id="places_read", responses={200: PlaceOut})
    def get(self, request: Request, place_id: int) -> Response:
        return Response(place_row(_place(request, place_id)))

    @extend_schema(operation_id="places_edit", request=PlaceChange, responses={200: PlaceOut})
    def patch(self, request: Request, place_id: int) -> Response:
        place, version = _place(request, place_id), expected_version(request)
        said = checked(PlaceChange, request.data) | {"version": version}
        by = viewer_of(request).as_actor(channel="api")
        return Response(
            place_row(services.edit_place(place, by=by, viewer=viewer_of(request), **said))
        )


@requires(Right.TERRITORY_READ)
class CellsLayer(ApiView):
    """The leaf cells of the viewer's ground as GeoJSON; the basemap of the dashboard."""

    @extend_schema(operation_id="map_cells", responses=_LAYER)
    def get(self, request: Request) -> HttpResponse:
        tag = layers.layer_tag(viewer_of(request), "cells")
        return _layer(request, tag) or _geojson(layers.cells_layer(viewer_of(request)), tag)


@requires(Right.TERRITORY_READ)
class DivisionsLayer(ApiView):
    """City, counties and towns as GeoJSON."""

    @extend_schema(operation_id="map_divisions", responses=_LAYER)
    def get(self, request: Request) -> HttpResponse:
        tag = layers.layer_tag(viewer_of(request), "divisions")
        return _layer(request, tag) or _geojson(layers.divisions_layer(), tag)


def _place(request: Request, place_id: int) -> Any:
    return get_object_or_404(selectors.places(viewer_of(request)), pk=place_id)


def _layer(request: Request, tag: str) -> HttpResponse | None:
    """304 where the browser holds this very layer."""
    if request.headers.get("If-None-Match") != tag:
        return None
    return HttpResponse(status=304, headers=_headers(tag))


def _geojson(text: str, tag: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/geo+json", headers=_headers(tag))


def _headers(tag: str) -> dict[str, str]:
    # Kept by the browser alone, and asked about each time: what one may see differs by viewer.
    return {"ETag": tag, "Cache-Control": "private, no-cache"}
