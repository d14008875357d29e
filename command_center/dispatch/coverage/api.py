"""REST of coverage: what is met now, what a dispatch leaves, circles, requirements, move-ups."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.dispatch.coverage import moves, naming, now, selectors, services, shown
from command_center.dispatch.coverage.models import MoveUp
from command_center.dispatch.coverage.serializers import (
    AfterOut,
    AfterQuery,
    CircleChange,
    CircleFields,
    CircleOut,
    CoverageOut,
    CoverageQuery,
    MoveUpFields,
    MoveUpOut,
    RequirementChange,
    RequirementFields,
    RequirementOut,
)
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires


@requires(Right.DISPATCH_READ)
class Coverage(ApiView):
    """Circles met and unmet, and where 1, 3 and 5 minutes are not met, as it stands now."""

    @extend_schema(operation_id="coverage", parameters=[CoverageQuery], responses=CoverageOut)
    def get(self, request: Request) -> Response:
        wanted = checked(CoverageQuery, request.query_params)
        viewer = viewer_of(request)
        picture = now.picture(viewer)
        answer = shown.coverage_json(picture, viewer, now.cell_states(picture))
        if not wanted["grid"]:
            del answer["grid"]
        return Response(answer)


@requires(Right.DISPATCH_READ)
class CoverageAfter(ApiView):
    """What is lost if these units go, and which move-ups would restore most of it."""

    @extend_schema(operation_id="coverage_after", parameters=[AfterQuery], responses=AfterOut)
    def get(self, request: Request) -> Response:
        signs = checked(AfterQuery, request.query_params)["units"]
        viewer = viewer_of(request)
        picture = now.picture(viewer)
        return Response(shown.hole_json(moves.hole(viewer, picture, signs), picture))


@requires(Right.DISPATCH_READ, Right.DISPATCH_ASSIGN)
class MoveUpList(Idempotent, ApiView):
    """Move-ups decided; accepting one orders the unit there."""

    @extend_schema(operation_id="move_ups_list", responses={200: MoveUpOut(many=True)})
    def get(self, request: Request) -> Response:
        rows = MoveUp.objects.visible_to(viewer_of(request)).select_related("unit")
        return self.paged(rows, shown.move_up_json)

    @extend_schema(operation_id="move_ups_decide", request=MoveUpFields, responses={201: MoveUpOut})
    def post(self, request: Request) -> Response:
        said = checked(MoveUpFields, request.data)
        accept = said.pop("decision") == MoveUp.Decision.ACCEPTED
        how = {"accept": accept, "reason": said.pop("reason"), "channel": "api"}
        proposal = services.Proposal(**said)
        row = services.decide_move_up(proposal, by=viewer_of(request), **how)
        return Response(shown.move_up_json(row), status=201)


@requires(Right.DISPATCH_READ, Right.COVERAGE_MANAGE)
class CircleList(Idempotent, ApiView):
    """Response circles in force or to come."""

    @extend_schema(operation_id="circles_list", responses={200: CircleOut(many=True)})
    def get(self, request: Request) -> Response:
        return self.paged(selectors.circles(viewer_of(request)), shown.circle_json)

    @extend_schema(operation_id="circles_create", request=CircleFields, responses={201: CircleOut})
    def post(self, request: Request) -> Response:
        said, viewer = checked(CircleFields, request.data), viewer_of(request)
        agency = naming.agency_named(viewer, said.get("agency", ""))
        rows = naming.circle_rows(viewer, said)
        by = viewer.as_actor(channel="api")
        circle = services.create_circle(by=by, agency=agency, said=rows)
        return Response(shown.circle_json(circle), status=201)


@requires(Right.DISPATCH_READ, Right.COVERAGE_MANAGE)
class CircleDetail(Idempotent, ApiView):
    """One response circle."""

    @extend_schema(operation_id="circles_read", responses=CircleOut)
    def get(self, request: Request, circle_id: int) -> Response:
        return Response(shown.circle_json(_circle(request, circle_id)))

    @extend_schema(operation_id="circles_edit", request=CircleChange, responses=CircleOut)
    def patch(self, request: Request, circle_id: int) -> Response:
        circle, version = _circle(request, circle_id), expected_version(request) or 0
        viewer = viewer_of(request)
        said = naming.circle_rows(viewer, checked(CircleChange, request.data))
        by = viewer.as_actor(channel="api")
        circle = services.change_circle(circle, by=by, version=version, said=said)
        return Response(shown.circle_json(circle))


@requires(Right.DISPATCH_READ, Right.COVERAGE_MANAGE)
class RequirementList(Idempotent, ApiView):
    """How many free units stations must keep, and how it stands."""

    @extend_schema(operation_id="requirements_list", responses={200: RequirementOut(many=True)})
    def get(self, request: Request) -> Response:
        states: Any = selectors.requirements(viewer_of(request))
        return self.paged(states, lambda pair: shown.kept_json(*pair))

    @extend_schema(
        operation_id="requirements_create",
        request=RequirementFields,
        responses={201: RequirementOut},
    )
    def post(self, request: Request) -> Response:
        said, viewer = checked(RequirementFields, request.data), viewer_of(request)
        said["station"] = naming.station_named(viewer, said["station"])
        said.pop("version", None)
        by, agency = viewer.as_actor(channel="api"), said["station"].agency
        row = services.create_requirement(by=by, agency=agency, said=said)
        return Response(shown.kept_json(*selectors.requirement(row)), status=201)


@requires(Right.DISPATCH_READ, Right.COVERAGE_MANAGE)
class RequirementDetail(Idempotent, ApiView):
    """One requirement."""

    @extend_schema(operation_id="requirements_read", responses=RequirementOut)
    def get(self, request: Request, requirement_id: int) -> Response:
        row = _requirement(request, requirement_id)
        return Response(shown.kept_json(*selectors.requirement(row)))

    @extend_schema(
        operation_id="requirements_edit", request=RequirementChange, responses=RequirementOut
    )
    def patch(self, request: Request, requirement_id: int) -> Response:
        row, version = _requirement(request, requirement_id), expected_version(request) or 0
        said = checked(RequirementChange, request.data)
        said.pop("version", None)
        by = viewer_of(request).as_actor(channel="api")
        row = services.change_requirement(row, by=by, version=version, said=said)
        return Response(shown.kept_json(*selectors.requirement(row)))


def _circle(request: Request, circle_id: int) -> Any:
    return get_object_or_404(selectors.circles(viewer_of(request), ended=True), pk=circle_id)


def _requirement(request: Request, requirement_id: int) -> Any:
    rows = selectors.requirement_rows(viewer_of(request))
    return get_object_or_404(rows, pk=requirement_id)
