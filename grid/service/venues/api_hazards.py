"""REST of hazards and of the steps they take."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.actors import actor_of
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.organisation.writing import fault, refuse
from grid.rest.photos import MOST_BYTES, PhotoParser, picture_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from grid.scope import Viewer
from grid.service.venues import selectors, services, shapes
from grid.service.venues import serializers as given
from grid.service.venues.api import venue_of
from grid.service.venues.models import Hazard
from grid.territory.models import Cell


def ground_of(viewer: Viewer, said: dict[str, Any]) -> dict[str, Any]:
    """What was said with rows for the venue and the cell it names; raises InvalidInput."""
    if "venue" in said:
        said["venue"] = venue_of(viewer, said)
    if "cell" in said:
        rows = Cell.objects.visible_to(viewer).in_force().filter(code=said["cell"])
        said["cell"] = rows.select_related("agency").defer("outline").first()
        if said["cell"] is None:
            refuse([fault("cell", "unknown", _("There is no such cell in your area."))])
    return said


@requires(Right.SERVICE_READ, Right.INSPECTION_WORK)
class Hazards(Idempotent, ApiView):
    """Hazards, however they were found."""

    @extend_schema(
        operation_id="hazards_list",
        parameters=[given.HazardQuery],
        responses={200: shapes.HazardOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.HazardQuery, request.query_params)
        rows = selectors.hazards(viewer_of(request), **query).select_related("repeat_of")
        return self.paged(rows, shapes.hazard_row)

    @extend_schema(
        operation_id="hazards_create", request=given.HazardFields, responses={201: shapes.HazardOut}
    )
    def post(self, request: Request) -> Response:
        viewer = viewer_of(request)
        said = ground_of(viewer, checked(given.HazardFields, request.data))
        row = services.report_hazard(by=viewer, **said)
        return Response(shapes.hazard_row(row), status=201)


@requires(Right.SERVICE_READ)
class HazardOne(ApiView):
    """One hazard."""

    @extend_schema(operation_id="hazards_read", responses={200: shapes.HazardOut})
    def get(self, request: Request, hazard_number: str) -> Response:
        return Response(shapes.hazard_row(_found(request, hazard_number)))


def _found(request: Request, number: str) -> Hazard:
    return selectors.find_hazard(viewer_of(request), number)


class _Step(Idempotent, ApiView):
    """One step: the shape of what is said, and the service that takes it."""

    shape: ClassVar[type[serializers.Serializer[Any]]]
    service: ClassVar[Callable[..., Hazard]]

    def take(self, request: Request, number: str) -> Response:
        row, version = _found(request, number), expected_version(request)
        said = checked(self.shape, request.data) | {"version": version}
        type(self).service(row, by=viewer_of(request), **said)
        return Response(shapes.hazard_row(_found(request, number)))


@requires(Right.SERVICE_READ, Right.INSPECTION_WORK)
class HazardNotify(_Step):
    """The notice was served."""

    shape, service = given.HazardNotifyFields, staticmethod(services.notify)

    @extend_schema(
        operation_id="hazards_notify",
        request=given.HazardNotifyFields,
        responses={200: shapes.HazardOut},
    )
    def post(self, request: Request, hazard_number: str) -> Response:
        return self.take(request, hazard_number)


@requires(Right.SERVICE_READ, Right.INSPECTION_WORK)
class HazardRectify(_Step):
    """It was rectified."""

    shape, service = given.HazardRectifyFields, staticmethod(services.rectify)

    @extend_schema(
        operation_id="hazards_rectify",
        request=given.HazardRectifyFields,
        responses={200: shapes.HazardOut},
    )
    def post(self, request: Request, hazard_number: str) -> Response:
        return self.take(request, hazard_number)


@requires(Right.SERVICE_READ, Right.HAZARD_VERIFY)
class HazardVerify(_Step):
    """Somebody else saw that it is gone."""

    shape, service = given.HazardVerifyFields, staticmethod(services.verify)

    @extend_schema(
        operation_id="hazards_verify",
        request=given.HazardVerifyFields,
        responses={200: shapes.HazardOut},
    )
    def post(self, request: Request, hazard_number: str) -> Response:
        return self.take(request, hazard_number)


@requires(Right.SERVICE_READ, Right.HAZARD_VERIFY)
class HazardSendBack(_Step):
    """It is not gone."""

    shape, service = given.HazardSendBackFields, staticmethod(services.send_back)

    @extend_schema(
        operation_id="hazards_send_back",
        request=given.HazardSendBackFields,
        responses={200: shapes.HazardOut},
    )
    def post(self, request: Request, hazard_number: str) -> Response:
        return self.take(request, hazard_number)


@requires(Right.SERVICE_READ, Right.HAZARD_VERIFY)
class HazardClose(_Step):
    """Nothing more is to be done."""

    shape, service = given.HazardCloseFields, staticmethod(services.close)

    @extend_schema(
        operation_id="hazards_close",
        request=given.HazardCloseFields,
        responses={200: shapes.HazardOut},
    )
    def post(self, request: Request, hazard_number: str) -> Response:
        return self.take(request, hazard_number)


@requires(Right.SERVICE_READ, Right.HAZARD_VERIFY)
class HazardStrike(_Step):
    """It was none."""

    shape, service = given.HazardStrikeFields, staticmethod(services.strike)

    @extend_schema(
        operation_id="hazards_strike",
        request=given.HazardStrikeFields,
        responses={200: shapes.HazardOut},
    )
    def post(self, request: Request, hazard_number: str) -> Response:
        return self.take(request, hazard_number)


@requires(Right.SERVICE_READ, Right.INSPECTION_WORK)
class HazardPenalty(_Step):
    """The number of the penalty notice."""

    shape, service = given.HazardPenaltyFields, staticmethod(services.penalise)

    @extend_schema(
        operation_id="hazards_penalise",
        request=given.HazardPenaltyFields,
        responses={200: shapes.HazardOut},
    )
    def post(self, request: Request, hazard_number: str) -> Response:
        return self.take(request, hazard_number)


@requires(Right.SERVICE_READ, Right.INSPECTION_WORK)
class HazardPhotos(Idempotent, ApiView):
    """Photographs of a hazard: the body is one picture, cleaned before it is kept."""

    is_sealed: ClassVar[bool] = True
    max_body_bytes: ClassVar[int] = MOST_BYTES
    parser_classes = (PhotoParser,)

    @extend_schema(
        operation_id="hazard_photos_create",
        parameters=[given.VenuePhotoQuery],
        request={"image/jpeg": bytes},
        responses={201: shapes.VenuePhotoOut},
    )
    def post(self, request: Request, hazard_number: str) -> Response:
        row = _found(request, hazard_number)
        query = checked(given.VenuePhotoQuery, request.query_params)
        made = services.keep_photo(
            row, by=actor_of(request), file=picture_of(request), taken_at=query["taken_at"]
        )
        return Response(shapes.photo_row(made), status=201)
