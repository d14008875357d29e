"""REST of the map: tiles, cameras around a place, cells without a camera, what a cell's see."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.errors import FieldError, InvalidInput
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires
from grid.scope import Viewer
from grid.territory.models import Cell
from video.board import around, coverage, overlap, tiles
from video.board import serializers as shapes
from video.board.card import told

PAGE = 200
_TILE = {
    (200, "application/vnd.mapbox-vector-tile"): OpenApiTypes.BINARY,
    304: OpenApiResponse(description="Nothing changed since the ETag in If-None-Match."),
}


@requires(Right.CAMERA_READ)
class CameraTile(ApiView):
    """One vector tile of the cameras in scope and granted: groups up to zoom 10, points above.

    Layer `groups`: class, state, owner, n. Layer `cameras`: code, class, state, owner, granted,
    lookout, and from zoom 13 bearing, angle, radius, direction. Numbered as slippy maps are.
    """

    @extend_schema(operation_id="camera_tile", responses=_TILE)
    def get(self, request: Request, z: int, x: int, y: int) -> HttpResponse:
        cut = tiles.tile(viewer_of(request), z=z, x=x, y=y)
        # Kept by the browser alone and asked about each time: what one may see differs by viewer.
        headers = {"ETag": cut.tag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
        if request.headers.get("If-None-Match") == cut.tag:
            return HttpResponse(status=304, headers=headers)
        body = cut.body
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            body, headers["Content-Encoding"] = cut.packed, "gzip"
        return HttpResponse(body, "application/vnd.mapbox-vector-tile", headers=headers)


@requires(Right.CAMERA_READ)
class CamerasAround(ApiView):
    """The cameras around a place: how each looks towards it, and whether it was online then."""

    @extend_schema(
        operation_id="cameras_around",
        parameters=[shapes.AroundQuery],
        responses={200: shapes.CamerasAroundOut},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.AroundQuery, request.query_params)
        if asked.get("at") and asked["at"] > timezone.now():
            message = _("Nobody knows yet what was online then.")
            fault = FieldError(pointer="/at", code="future", message=message)
            raise InvalidInput(message, errors=[fault])
        return Response(around.around(viewer_of(request), **asked))


@requires(Right.CAMERA_READ)
class CameraCoverage(ApiView):
    """Cells with the cameras in them, those without a working one first."""

    @extend_schema(
        operation_id="camera_coverage",
        parameters=[shapes.CoverageQuery],
        responses={200: shapes.CameraCoverageOut},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.CoverageQuery, request.query_params)
        found = coverage.coverage(viewer_of(request), asked)
        page = Paginator(found.rows, PAGE).get_page(asked["page"])
        told = {
            "server_time": timezone.now(), "totals": found.totals, "page": page.number,
            "pages": page.paginator.num_pages, "cells": [cell_told(row) for row in page],
        }  # fmt: skip
        return Response(told)


@requires(Right.CAMERA_READ)
class CellOverlap(ApiView):
    """What the working cameras see of one cell: once, more than once, not at all."""

    @extend_schema(operation_id="camera_overlap", responses={200: shapes.OverlapOut})
    def get(self, request: Request, code: str) -> Response:
        viewer = viewer_of(request)
        return Response(
            overlap_told(cell := find_cell(viewer, code), overlap.overlap(viewer, cell))
        )


@requires(Right.CAMERA_READ)
class CameraCard(ApiView):
    """The short card of a camera: what the map says of it."""

    @extend_schema(operation_id="camera_card", responses={200: shapes.CameraCardOut})
    def get(self, request: Request, camera_code: str) -> Response:
        return Response(told(viewer_of(request), camera_code))


def find_cell(viewer: Viewer, code: str) -> Cell:
    """The leaf cell in force; raises Http404 where the viewer has none of that code."""
    cells = Cell.objects.visible_to(viewer).in_force().filter(is_leaf=True)
    cell: Cell | None = cells.select_related("agency").filter(code=code).first()
    if cell is None:
        raise Http404
    return cell


def cell_told(row: coverage.CellCameras) -> dict[str, Any]:
    """A row of the cells, JSON-ready."""
    return {
        "code": row.cell.code, "name": row.cell.name, "agency": row.cell.agency.name,
        "cameras": row.cameras, "working": row.working, "public_working": row.public_working,
        "finding": row.finding,
    }  # fmt: skip


def overlap_told(cell: Cell, found: overlap.Overlap) -> dict[str, Any]:
    """What is seen of a cell, JSON-ready; of the spare cameras the first 200."""
    return {
        "code": cell.code, "name": cell.name, "points": found.points, "cameras": found.cameras,
        "blind": found.blind, "seen": found.seen, "twice": found.twice, "gaps": found.gaps,
        "spare": [camera.code for camera in found.spare[:PAGE]],
    }  # fmt: skip
