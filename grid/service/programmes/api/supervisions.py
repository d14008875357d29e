"""REST of supervision, step by step."""

from collections.abc import Callable
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import officer_of, viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from grid.service.programmes import selectors, services, shapes
from grid.service.programmes import serializers as given
from grid.service.programmes.models import Supervision


@requires(Right.SERVICE_READ, Right.SUPERVISION_INSPECT)
class Supervisions(Idempotent, ApiView):
    """What inspectors found at agencies."""

    @extend_schema(
        operation_id="supervisions_list",
        parameters=[given.AgencySupervisionQuery],
        responses={200: shapes.AgencySupervisionOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.AgencySupervisionQuery, request.query_params)
        rows = selectors.supervisions(viewer_of(request), **query)
        return self.paged(rows, shapes.supervision_row)

    @extend_schema(
        operation_id="supervisions_create",
        request=given.AgencySupervisionFields,
        responses={201: shapes.AgencySupervisionOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.AgencySupervisionFields, request.data)
        row = services.begin_supervision(by=officer_of(request), **said)
        return Response(shapes.supervision_row(row), status=201)


@requires(Right.SERVICE_READ)
class SupervisionOne(ApiView):
    """One supervision."""

    @extend_schema(operation_id="supervisions_read", responses={200: shapes.AgencySupervisionOut})
    def get(self, request: Request, supervision_number: str) -> Response:
        row = selectors.find_supervision(viewer_of(request), supervision_number)
        return Response(shapes.supervision_row(row))


class _Step(Idempotent, ApiView):
    """One step: the shape of what is said, and the service that takes it."""

    shape: ClassVar[type[serializers.Serializer[Any]]]
    service: ClassVar[Callable[..., Supervision]]

    def take(self, request: Request, number: str) -> Response:
        row = selectors.find_supervision(viewer_of(request), number)
        version = expected_version(request)
        said = checked(self.shape, request.data) | {"version": version}
        type(self).service(row, by=officer_of(request), **said)
        row = selectors.find_supervision(viewer_of(request), number)
        return Response(shapes.supervision_row(row))


@requires(Right.SERVICE_READ, Right.SUPERVISION_INSPECT)
class SupervisionNotice(_Step):
    """Send the notice."""

    shape, service = given.NoticeStep, staticmethod(services.send_notice)

    @extend_schema(
        operation_id="supervisions_notice",
        request=given.NoticeStep,
        responses={200: shapes.AgencySupervisionOut},
    )
    def post(self, request: Request, supervision_number: str) -> Response:
        return self.take(request, supervision_number)


@requires(Right.SERVICE_READ, Right.PROGRAMME_MANAGE)
class SupervisionPutRight(_Step):
    """The agency says what it put right."""

    shape, service = given.PutRightStep, staticmethod(services.put_right)

    @extend_schema(
        operation_id="supervisions_put_right",
        request=given.PutRightStep,
        responses={200: shapes.AgencySupervisionOut},
    )
    def post(self, request: Request, supervision_number: str) -> Response:
        return self.take(request, supervision_number)


@requires(Right.SERVICE_READ, Right.SUPERVISION_INSPECT)
class SupervisionSendBack(_Step):
    """Another round."""

    shape, service = given.SecondRoundStep, staticmethod(services.send_back)

    @extend_schema(
        operation_id="supervisions_send_back",
        request=given.SecondRoundStep,
        responses={200: shapes.AgencySupervisionOut},
    )
    def post(self, request: Request, supervision_number: str) -> Response:
        return self.take(request, supervision_number)


@requires(Right.SERVICE_READ, Right.SUPERVISION_INSPECT)
class SupervisionClose(_Step):
    """The inspector, and nobody else, closes it."""

    shape, service = given.SeenStep, staticmethod(services.close)

    @extend_schema(
        operation_id="supervisions_close",
        request=given.SeenStep,
        responses={200: shapes.AgencySupervisionOut},
    )
    def post(self, request: Request, supervision_number: str) -> Response:
        return self.take(request, supervision_number)


@requires(Right.SERVICE_READ, Right.SUPERVISION_INSPECT)
class SupervisionDrop(_Step):
    """It was entered in error."""

    shape, service = given.DropStep, staticmethod(services.drop)

    @extend_schema(
        operation_id="supervisions_drop",
        request=given.DropStep,
        responses={200: shapes.AgencySupervisionOut},
    )
    def post(self, request: Request, supervision_number: str) -> Response:
        return self.take(request, supervision_number)
