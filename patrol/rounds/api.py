"""REST of the ground that is patrolled and of what is planned on it."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from patrol.rounds import coverage, key_places, selectors, services
from patrol.rounds.models import Beat, PatrolPoint, RoundPlan, Route, RouteProposal
from patrol.rounds.serializers import (
    BeatChange,
    BeatFields,
    DayQuery,
    GroundQuery,
    PlanChange,
    PlanFields,
    PointChange,
    PointFields,
    PointQuery,
    ProposeFields,
    RouteChange,
    RouteDecisionFields,
    RouteFields,
    RouteQuery,
    VersionFields,
    beat_row,
    plan_row,
    point_row,
    proposal_row,
    route_row,
    version_row,
)

_OBJECT = {200: OpenApiTypes.OBJECT}
_MADE = {201: OpenApiTypes.OBJECT}


@requires(Right.PATROL_READ, Right.PATROL_PLAN)
class BeatList(Idempotent, ApiView):
    """Beats in scope."""

    @extend_schema(operation_id="beats_list", parameters=[GroundQuery], responses=_OBJECT)
    def get(self, request: Request) -> Response:
        query = checked(GroundQuery, request.query_params)
        return self.paged(selectors.beats(viewer_of(request), **query), beat_row)

    @extend_schema(operation_id="beats_create", request=BeatFields, responses=_MADE)
    def post(self, request: Request) -> Response:
        said = checked(BeatFields, request.data) | {"version": None}
        return Response(beat_row(services.put_beat(None, **_who(request), **said)), status=201)


@requires(Right.PATROL_READ, Right.PATROL_PLAN)
class BeatDetail(Idempotent, ApiView):
    """One beat."""

    @extend_schema(operation_id="beats_read", responses=_OBJECT)
    def get(self, request: Request, beat_id: int) -> Response:
        return Response(beat_row(_beat(request, beat_id)))

    @extend_schema(operation_id="beats_edit", request=BeatChange, responses=_OBJECT)
    def patch(self, request: Request, beat_id: int) -> Response:
        beat, seen = _beat(request, beat_id), {"version": expected_version(request)}
        said = checked(BeatChange, request.data) | seen
        return Response(beat_row(services.put_beat(beat, **_who(request), **said)))


@requires(Right.PATROL_READ, Right.PATROL_PLAN)
class PointList(Idempotent, ApiView):
    """Patrol points in scope, without their tags."""

    @extend_schema(operation_id="patrol_points_list", parameters=[PointQuery], responses=_OBJECT)
    def get(self, request: Request) -> Response:
        query = checked(PointQuery, request.query_params)
        return self.paged(selectors.points(viewer_of(request), **query), point_row)

    @extend_schema(operation_id="patrol_points_create", request=PointFields, responses=_MADE)
    def post(self, request: Request) -> Response:
        said = checked(PointFields, request.data) | {"version": None}
        return Response(point_row(services.put_point(None, **_who(request), **said)), status=201)


@requires(Right.PATROL_READ, Right.PATROL_PLAN)
class PointDetail(Idempotent, ApiView):
    """One patrol point."""

    @extend_schema(operation_id="patrol_points_read", responses=_OBJECT)
    def get(self, request: Request, point_id: int) -> Response:
        return Response(point_row(_point(request, point_id)))

    @extend_schema(operation_id="patrol_points_edit", request=PointChange, responses=_OBJECT)
    def patch(self, request: Request, point_id: int) -> Response:
        point, seen = _point(request, point_id), {"version": expected_version(request)}
        said = checked(PointChange, request.data) | seen
        return Response(point_row(services.put_point(point, **_who(request), **said)))


@requires(Right.PATROL_READ, Right.PATROL_PLAN)
class RouteList(Idempotent, ApiView):
    """Routes in scope, each as it is in force."""

    @extend_schema(operation_id="routes_list", parameters=[RouteQuery], responses=_OBJECT)
    def get(self, request: Request) -> Response:
        query = checked(RouteQuery, request.query_params)
        return self.paged(selectors.routes(viewer_of(request), **query), route_row)

    @extend_schema(operation_id="routes_create", request=RouteFields, responses=_MADE)
    def post(self, request: Request) -> Response:
        made = services.create_route(**_who(request), **checked(RouteFields, request.data))
        return Response(route_row(_route(request, made.pk)), status=201)


@requires(Right.PATROL_READ, Right.PATROL_PLAN)
class RouteDetail(Idempotent, ApiView):
    """One route with every version it had."""

    @extend_schema(operation_id="routes_read", responses=_OBJECT)
    def get(self, request: Request, route_id: int) -> Response:
        route = _route(request, route_id)
        versions = route.versions.prefetch_related("stops__point")[:200]
        return Response(route_row(route) | {"versions": [version_row(v) for v in versions]})

    @extend_schema(operation_id="routes_edit", request=RouteChange, responses=_OBJECT)
    def patch(self, request: Request, route_id: int) -> Response:
        route, seen = _route(request, route_id), {"version": expected_version(request)}
        said = checked(RouteChange, request.data) | seen
        services.edit_route(route, **_who(request), **said)
        return Response(route_row(_route(request, route_id)))


@requires(Right.PATROL_READ, Right.PATROL_PLAN)
class RouteVersions(Idempotent, ApiView):
    """Redraw a route: a new version from now on, the old one kept with its dates."""

    @extend_schema(operation_id="routes_redraw", request=VersionFields, responses=_MADE)
    def post(self, request: Request, route_id: int) -> Response:
        route, seen = _route(request, route_id), {"version": expected_version(request)}
        said = checked(VersionFields, request.data) | seen
        services.redraw_route(route, **_who(request), **said)
        return Response(route_row(_route(request, route_id)), status=201)


@requires(Right.PATROL_READ, Right.PATROL_PLAN)
class RouteProposals(Idempotent, ApiView):
    """Proposals to change a route by the incidents of the last days."""

    @extend_schema(operation_id="route_proposals_list", responses=_OBJECT)
    def get(self, request: Request, route_id: int) -> Response:
        return self.paged(_route(request, route_id).proposals.select_related("route"), proposal_row)

    @extend_schema(operation_id="route_proposals_make", request=ProposeFields, responses=_MADE)
    def post(self, request: Request, route_id: int) -> Response:
        route = _route(request, route_id)
        days = checked(ProposeFields, request.data).get("days", 14)
        by = _who(request)["by"]
        return Response(proposal_row(services.propose(route, by=by, days=days)), status=201)


@requires(Right.PATROL_READ, Right.PATROL_PLAN)
class RouteProposalDecision(Idempotent, ApiView):
    """Approve a proposal, which redraws the route, or refuse it."""

    @extend_schema(
        operation_id="route_proposals_decide", request=RouteDecisionFields, responses=_OBJECT
    )
    def post(self, request: Request, route_proposal_id: int) -> Response:
        mine = RouteProposal.objects.visible_to(viewer_of(request))
        proposal = get_object_or_404(mine, pk=route_proposal_id)
        said = checked(RouteDecisionFields, request.data)
        return Response(proposal_row(services.decide(proposal, **_who(request), **said)))


@requires(Right.PATROL_READ, Right.PATROL_PLAN)
class PlanList(Idempotent, ApiView):
    """Plans of rounds in scope."""

    @extend_schema(operation_id="round_plans_list", parameters=[GroundQuery], responses=_OBJECT)
    def get(self, request: Request) -> Response:
        query = checked(GroundQuery, request.query_params)
        return self.paged(selectors.plans(viewer_of(request), **query), plan_row)

    @extend_schema(operation_id="round_plans_create", request=PlanFields, responses=_MADE)
    def post(self, request: Request) -> Response:
        said = checked(PlanFields, request.data) | {"version": None}
        made = services.put_plan(None, **_who(request), **said)
        return Response(plan_row(_plan(request, made.pk)), status=201)


@requires(Right.PATROL_READ, Right.PATROL_PLAN)
class PlanDetail(Idempotent, ApiView):
    """One plan."""

    @extend_schema(operation_id="round_plans_read", responses=_OBJECT)
    def get(self, request: Request, round_plan_id: int) -> Response:
        return Response(plan_row(_plan(request, round_plan_id)))

    @extend_schema(operation_id="round_plans_edit", request=PlanChange, responses=_OBJECT)
    def patch(self, request: Request, round_plan_id: int) -> Response:
        plan, seen = _plan(request, round_plan_id), {"version": expected_version(request)}
        said = checked(PlanChange, request.data) | seen
        services.put_plan(plan, **_who(request), **said)
        return Response(plan_row(_plan(request, round_plan_id)))


@requires(Right.PATROL_READ)
class Coverage(ApiView):
    """Patrols of one local day: by hour and area, by tier, and what nobody came to."""

    @extend_schema(operation_id="patrol_coverage", parameters=[DayQuery], responses=_OBJECT)
    def get(self, request: Request) -> Response:
        day = checked(DayQuery, request.query_params).get("day") or timezone.localdate()
        return Response(coverage.of_day(viewer_of(request), day))


@requires(Right.PATROL_READ)
class KeyPlaces(ApiView):
    """Key places with their patrol points, last check-in and windows not kept."""

    @extend_schema(operation_id="key_places_list", parameters=[DayQuery], responses=_OBJECT)
    def get(self, request: Request) -> Response:
        days = checked(DayQuery, request.query_params).get("days", 7)
        return self.paged(key_places.covered(viewer_of(request), days=days), key_places.row)


def _who(request: Request) -> dict[str, Any]:
    viewer = viewer_of(request)
    return {"by": viewer.as_actor(channel="api"), "viewer": viewer}


def _beat(request: Request, beat_id: int) -> Beat:
    return get_object_or_404(selectors.beats(viewer_of(request), all=True), pk=beat_id)


def _point(request: Request, point_id: int) -> PatrolPoint:
    return get_object_or_404(selectors.points(viewer_of(request), all=True), pk=point_id)


def _route(request: Request, route_id: int) -> Route:
    return get_object_or_404(selectors.routes(viewer_of(request), all=True), pk=route_id)


def _plan(request: Request, round_plan_id: int) -> RoundPlan:
    return get_object_or_404(selectors.plans(viewer_of(request), all=True), pk=round_plan_id)
