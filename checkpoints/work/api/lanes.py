"""REST of lanes, queues and suspensions."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.work import selectors, services, shapes
from checkpoints.work import serializers as given
from checkpoints.work.api.asking import by_of, checkpoint_of, version_of
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires


@requires(Right.CHECKPOINT_READ, Right.CHECK_COUNT)
class Lanes(Idempotent, ApiView):
    """Lane states and queue lengths."""

    @extend_schema(
        operation_id="check_lanes_list",
        parameters=[given.PlaceQuery],
        responses={200: shapes.LaneReportOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.PlaceQuery, request.query_params)
        return self.paged(selectors.lane_reports(viewer_of(request), **query), shapes.lane_row)

    @extend_schema(
        operation_id="check_lanes_report",
        request=given.LaneFields,
        responses={201: shapes.LaneReportOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.LaneFields, request.data)
        checkpoint = checkpoint_of(request, said.pop("checkpoint"))
        row = services.report_lanes(checkpoint, by=by_of(request), **said)
        return Response(shapes.lane_row(row), status=201)


@requires(Right.CHECKPOINT_READ, Right.CHECK_COUNT)
class Suspensions(Idempotent, ApiView):
    """Times without checks: who, why, until when."""

    @extend_schema(
        operation_id="check_suspensions_list",
        parameters=[given.SuspensionQuery],
        responses={200: shapes.SuspensionOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.SuspensionQuery, request.query_params)
        rows = selectors.suspensions(viewer_of(request), **query)
        return self.paged(rows, shapes.suspension_row)

    @extend_schema(
        operation_id="check_suspensions_create",
        request=given.SuspensionFields,
        responses={201: shapes.SuspensionOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.SuspensionFields, request.data)
        checkpoint = checkpoint_of(request, said.pop("checkpoint"))
        row = services.suspend(checkpoint, by=by_of(request), **said)
        return Response(shapes.suspension_row(row), status=201)


@requires(Right.CHECKPOINT_READ, Right.CHECK_COUNT)
class SuspensionEnd(Idempotent, ApiView):
    """Check again before the suspension ends by itself."""

    @extend_schema(
        operation_id="check_suspensions_end",
        request=given.CheckworkVersionFields,
        responses={200: shapes.SuspensionOut},
    )
    def post(self, request: Request, suspension_id: int) -> Response:
        row = get_object_or_404(selectors.suspensions(viewer_of(request)), pk=suspension_id)
        version = version_of(expected_version(request))
        ended = services.resume(row, by=by_of(request), version=version)
        return Response(shapes.suspension_row(ended))
