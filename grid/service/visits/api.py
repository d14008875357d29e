"""REST of visits, their photographs, and the work of cells."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent, key_of
from grid.organisation.viewers import viewer_of
from grid.rest.photos import PhotoParser, photo_answer
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from grid.service.visits import serializers as s
from grid.service.visits import services
from grid.service.visits.models import VisitPhoto
from grid.service.visits.selectors.campaigns import cell_work
from grid.service.visits.selectors.visits import find_photo, find_visit, visits


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
class Visits(Idempotent, ApiView):
    """Visits, the newest first; a POST records one, also long after it was made."""

    @extend_schema(
        operation_id="visits_list",
        parameters=[s.VisitQuery],
        responses={200: s.VisitOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.VisitQuery, request.query_params)
        return self.paged(visits(viewer_of(request), **query), s.visit_row)

    @extend_schema(
        operation_id="visits_create", request=s.ServiceVisitFields, responses={201: s.VisitOut}
    )
    def post(self, request: Request) -> Response:
        said = checked(s.ServiceVisitFields, request.data)
        row = services.record_visit(
            by=viewer_of(request), channel="api", key=key_of(request), **said
        )
        return Response(s.visit_row(row), status=201)


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
class OneVisit(Idempotent, ApiView):
    """One visit; a PATCH corrects what it says."""

    @extend_schema(operation_id="visits_read", responses={200: s.VisitOut})
    def get(self, request: Request, visit_id: int) -> Response:
        return Response(s.visit_row(find_visit(viewer_of(request), visit_id)))

    @extend_schema(operation_id="visits_edit", request=s.VisitChange, responses={200: s.VisitOut})
    def patch(self, request: Request, visit_id: int) -> Response:
        who = viewer_of(request)
        row, version = find_visit(who, visit_id), expected_version(request)
        said = checked(s.VisitChange, request.data) | {"version": version}
        return Response(s.visit_row(services.correct_visit(row, by=who, channel="api", **said)))


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
class VisitPhotos(Idempotent, ApiView):
    """Photographs of a visit; a POST keeps one picture, without what the camera wrote into it."""

    parser_classes = (PhotoParser,)
    is_sealed = True

    @extend_schema(operation_id="visit_photos_list", responses={200: s.VisitPhotoOut(many=True)})
    def get(self, request: Request, visit_id: int) -> Response:
        row = find_visit(viewer_of(request), visit_id)
        return self.paged(row.photos.defer("image"), _photo_row)

    @extend_schema(
        operation_id="visit_photos_create",
        request={"image/*": OpenApiTypes.BINARY},
        responses={201: s.VisitPhotoOut},
    )
    def post(self, request: Request, visit_id: int) -> Response:
        who = viewer_of(request)
        picture: Any = request.data
        made = services.add_photo(find_visit(who, visit_id), picture, by=who)
        return Response(_photo_row(made), status=201)


@requires(Right.SERVICE_READ)
class OneVisitPhoto(ApiView):
    """One photograph, to download."""

    @extend_schema(
        operation_id="visit_photos_read", responses={(200, "image/jpeg"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, visit_id: int, visit_photo_id: int) -> HttpResponse:
        row = find_photo(viewer_of(request), visit_id, visit_photo_id)
        return photo_answer(f"visit-{visit_id}-{row.pk}.jpg", bytes(row.image))


@requires(Right.SERVICE_READ)
class CellsWork(ApiView):
    """What each cell was asked and did from one local day to another; this month by default."""

    @extend_schema(
        operation_id="cell_work_list",
        parameters=[s.SpanQuery],
        responses={200: s.CellWorkOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.SpanQuery, request.query_params)
        last: date = query.pop("last", None) or timezone.localdate()
        first: date = query.pop("first", None) or last.replace(day=1)
        rows = cell_work(viewer_of(request), first, last, **query)
        return self.paged(rows, lambda row: s.figures_row(row, s.CellWorkOut))  # type: ignore[arg-type]  # a list is paged alike


def _photo_row(row: VisitPhoto) -> dict[str, object]:
    return {"id": row.pk, "digest": row.digest, "added_at": row.added_at, "added_by": row.added_by}
