"""REST of bodies, mediators and village groups."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from mediation.mediators import selectors, services
from mediation.mediators import serializers as s
from mediation.mediators.load import load_of
from mediation.mediators.models import MediationBody, Mediator, VillageGroup


def body_told(row: MediationBody) -> dict[str, Any]:
    names = ("code", "name", "kind", "level", "term_from", "term_to", "is_active", "version")
    return {name: getattr(row, name) for name in names} | {"agency": row.agency.code}


def mediator_told(row: Mediator) -> dict[str, Any]:
    names = ("name", "kind", "most_at_once", "valid_from", "valid_to", "version")
    told = {name: getattr(row, name) for name in names}
    return told | {"id": row.pk, "body": row.body.code, "load": load_of([row.pk]).get(row.pk, 0)}


def group_told(row: VillageGroup) -> dict[str, Any]:
    names = ("name", "kind", "headcount", "last_active_on", "version")
    told = {name: getattr(row, name) for name in names}
    return told | {"id": row.pk, "division": row.division_id}


def _asked(request: Request) -> dict[str, Any]:
    return checked(s.ListQuery, request.query_params)


@requires(Right.DISPUTE_READ, Right.MEDIATOR_MANAGE)
class Bodies(Idempotent, ApiView):
    """Bodies of the sender's area; entering one."""

    @extend_schema(
        operation_id="mediation_bodies_list",
        parameters=[s.ListQuery],
        responses={200: s.BodyOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        return self.paged(selectors.bodies(viewer_of(request), **_asked(request)), body_told)

    @extend_schema(
        operation_id="mediation_bodies_create", request=s.BodyIn, responses={201: s.BodyOut}
    )
    def post(self, request: Request) -> Response:
        said = checked(s.BodyIn, request.data)
        return Response(body_told(services.save_body(None, by=viewer_of(request), **said)), 201)


@requires(Right.DISPUTE_READ, Right.MEDIATOR_MANAGE)
class Body(Idempotent, ApiView):
    """One body; changing it."""

    @extend_schema(operation_id="mediation_body", responses={200: s.BodyOut})
    def get(self, request: Request, body_code: str) -> Response:
        return Response(body_told(selectors.find_body(viewer_of(request), body_code)))

    @extend_schema(
        operation_id="mediation_body_change", request=s.BodyIn, responses={200: s.BodyOut}
    )
    def put(self, request: Request, body_code: str) -> Response:
        by = viewer_of(request)
        row = selectors.find_body(by, body_code)
        said = checked(s.BodyIn, request.data) | {"version": expected_version(request)}
        return Response(body_told(services.save_body(row, by=by, **said)))


@requires(Right.DISPUTE_READ, Right.MEDIATOR_MANAGE)
class Mediators(Idempotent, ApiView):
    """Mediators of the sender's area; entering one."""

    @extend_schema(
        operation_id="mediators_list",
        parameters=[s.ListQuery],
        responses={200: s.MediatorOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        rows = selectors.mediators(viewer_of(request), **_asked(request))
        return self.paged(rows, mediator_told)

    @extend_schema(
        operation_id="mediators_create", request=s.MediatorIn, responses={201: s.MediatorOut}
    )
    def post(self, request: Request) -> Response:
        by, said = viewer_of(request), checked(s.MediatorIn, request.data)
        said["body"] = selectors.find_body(by, said["body"])
        return Response(mediator_told(services.save_mediator(None, by=by, **said)), 201)


@requires(Right.DISPUTE_READ, Right.MEDIATOR_MANAGE)
class OneMediator(Idempotent, ApiView):
    """One mediator; changing her, or ending her service."""

    @extend_schema(operation_id="mediator", responses={200: s.MediatorOut})
    def get(self, request: Request, mediator_id: int) -> Response:
        return Response(mediator_told(selectors.find_mediator(viewer_of(request), mediator_id)))

    @extend_schema(
        operation_id="mediator_change", request=s.MediatorIn, responses={200: s.MediatorOut}
    )
    def put(self, request: Request, mediator_id: int) -> Response:
        by = viewer_of(request)
        row = selectors.find_mediator(by, mediator_id)
        said = checked(s.MediatorIn, request.data) | {"version": expected_version(request)}
        said["body"] = selectors.find_body(by, said["body"])
        return Response(mediator_told(services.save_mediator(row, by=by, **said)))


@requires(Right.DISPUTE_READ, Right.MEDIATOR_MANAGE)
class Groups(Idempotent, ApiView):
    """Village groups of the sender's area; entering one."""

    @extend_schema(
        operation_id="village_groups_list",
        parameters=[s.ListQuery],
        responses={200: s.VillageGroupOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        return self.paged(selectors.groups(viewer_of(request), **_asked(request)), group_told)

    @extend_schema(
        operation_id="village_groups_create", request=s.GroupIn, responses={201: s.VillageGroupOut}
    )
    def post(self, request: Request) -> Response:
        said = checked(s.GroupIn, request.data)
        return Response(group_told(services.save_group(None, by=viewer_of(request), **said)), 201)


@requires(Right.DISPUTE_READ, Right.MEDIATOR_MANAGE)
class GroupActivities(Idempotent, ApiView):
    """What a group did on a day."""

    @extend_schema(operation_id="village_group", responses={200: s.VillageGroupOut})
    def get(self, request: Request, group_id: int) -> Response:
        return Response(group_told(selectors.find_group(viewer_of(request), group_id)))

    @extend_schema(
        operation_id="village_group_activity",
        request=s.ActivityIn,
        responses={201: s.VillageGroupOut},
    )
    def post(self, request: Request, group_id: int) -> Response:
        by = viewer_of(request)
        row = selectors.find_group(by, group_id)
        services.note_activity(row, by=by, **checked(s.ActivityIn, request.data))
        return Response(group_told(selectors.find_group(by, group_id)), 201)
