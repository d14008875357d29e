"""REST of invitations into joint operations: who may be asked, who is, and the answers."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.analysis.studies import choosing, selectors, services
from command_center.analysis.studies import invitation_shapes as shapes
from command_center.analysis.studies import serializers as s
from command_center.analysis.studies.models import OperationInvitation
from command_center.analysis.studies.services.operations import may_lead
from grid.errors import NotAllowed
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import officer_of, viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires

READ, WORK = Right.ANALYSIS_READ, Right.OPERATION_WORK


def _said(request: Request, shape: Any) -> dict[str, Any]:
    return checked(shape, request.data) | {"version": expected_version(request, required=False)}


def _found(request: Request, key: int) -> OperationInvitation:
    return selectors.find_invitation(viewer_of(request), key)


@requires(WORK)
class RoomCandidates(ApiView):
    """Officers who may be asked into a room, for who leads it; at most 50."""

    @extend_schema(
        operation_id="joint_operations_candidates", parameters=[shapes.CandidateQuery],
        responses={200: shapes.CandidateOut(many=True)},
    )  # fmt: skip
    def get(self, request: Request, operation_id: int) -> Response:
        officer = officer_of(request)
        room = selectors.find_operation(officer, operation_id)
        if not may_lead(room, officer):
            raise NotAllowed(_("Only the leader of the operation or her agency does this."))
        query = checked(shapes.CandidateQuery, request.query_params)["q"]
        found = choosing.candidates(officer, room, query)
        return Response([choosing.told(one, officer) for one in found])


@requires(READ, WORK)
class RoomInvitations(Idempotent, ApiView):
    """Who is or was asked into a room; a POST asks officers."""

    @extend_schema(
        operation_id="joint_operations_invitations",
        responses={200: shapes.InvitationOut(many=True)},
    )
    def get(self, request: Request, operation_id: int) -> Response:
        viewer = viewer_of(request)
        room = selectors.find_operation(viewer, operation_id)
        return self.paged(selectors.invitations(viewer, operation=room), shapes.invitation_row)

    @extend_schema(
        operation_id="joint_operations_invite", request=shapes.InvitationsIn,
        responses={201: shapes.InvitationOut(many=True)},
    )  # fmt: skip
    def post(self, request: Request, operation_id: int) -> Response:
        officer = officer_of(request)
        room = selectors.find_operation(officer, operation_id)
        made = services.invite(room, by=officer, **_said(request, shapes.InvitationsIn))
        return Response([shapes.invitation_row(one) for one in made], status=201)


@requires(READ)
class Invitations(ApiView):
    """Invitations to oneself and into the rooms one sees, the next due first."""

    @extend_schema(
        operation_id="joint_operation_invitations_list", parameters=[shapes.InvitationQuery],
        responses={200: shapes.InvitationOut(many=True)},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        query = checked(shapes.InvitationQuery, request.query_params)
        rows = selectors.invitations(viewer_of(request), **query)
        return self.paged(rows, shapes.invitation_row)


@requires(READ)
class OneInvitation(ApiView):
    """One invitation."""

    @extend_schema(
        operation_id="joint_operation_invitations_read", responses={200: shapes.InvitationOut}
    )
    def get(self, request: Request, operation_invitation_id: int) -> Response:
        return Response(shapes.invitation_row(_found(request, operation_invitation_id)))


@requires(READ, WORK)
class Acceptance(Idempotent, ApiView):
    """The officer asked comes in."""

    @extend_schema(
        operation_id="joint_operation_invitations_accept", request=s.StudyVersionIn,
        responses={200: s.OperationMemberOut},
    )  # fmt: skip
    def post(self, request: Request, operation_invitation_id: int) -> Response:
        row, said = _found(request, operation_invitation_id), _said(request, s.StudyVersionIn)
        made = services.accept_invitation(row, by=officer_of(request), **said)
        return Response(s.member_row(made))


@requires(READ, WORK)
class Refusal(Idempotent, ApiView):
    """The officer asked stays out, with the reason."""

    @extend_schema(
        operation_id="joint_operation_invitations_decline", request=s.StudyReasonIn,
        responses={200: shapes.InvitationOut},
    )  # fmt: skip
    def post(self, request: Request, operation_invitation_id: int) -> Response:
        row, said = _found(request, operation_invitation_id), _said(request, s.StudyReasonIn)
        done = services.decline_invitation(row, by=officer_of(request), **said)
        return Response(shapes.invitation_row(done))


@requires(READ, WORK)
class Withdrawal(Idempotent, ApiView):
    """Who leads the room takes an invitation back, with the reason."""

    @extend_schema(
        operation_id="joint_operation_invitations_withdraw", request=s.StudyReasonIn,
        responses={200: shapes.InvitationOut},
    )  # fmt: skip
    def post(self, request: Request, operation_invitation_id: int) -> Response:
        row, said = _found(request, operation_invitation_id), _said(request, s.StudyReasonIn)
        done = services.withdraw_invitation(row, by=officer_of(request), **said)
        return Response(shapes.invitation_row(done))
