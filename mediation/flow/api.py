"""REST of the course of a dispute: one address for each act, for officers and for mediators."""

from collections.abc import Callable
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from mediation.flow import acts, answers, selectors, services
from mediation.flow import serializers as shapes
from mediation.flow.acts import Act
from mediation.register.models import Dispute
from mediation.register.selectors import find_dispute

Find = Callable[[Any, str], Dispute]
OUT = {200: shapes.FlowOut}


def act_view(act: Act, *, right: Right, find: Find, prefix: str = "") -> type[ApiView]:
    """The view of one act; its body is sealed among the kept answers, for it may hold words."""

    class ActView(Idempotent, ApiView):
        is_sealed: ClassVar[bool] = True

        @extend_schema(operation_id=f"{prefix}dispute_{act.path}", request=act.shape, responses=OUT)
        def post(self, request: Request, dispute_number: str) -> Response:
            said = checked(act.shape, request.data)
            if "version" in act.shape().fields:
                said["version"] = expected_version(request, required=False)
            row = find(viewer_of(request), dispute_number)
            act.run(row, viewer_of(request), said)
            row.refresh_from_db()
            return Response(answers.flow(row))

    ActView.__doc__ = str(act.path)
    ActView.__name__ = f"{prefix}{act.path}".title().replace("_", "")
    return requires(right, right)(ActView)


@requires(Right.DISPUTE_READ)
class DisputeFlow(ApiView):
    """Where a dispute stands and what is owed."""

    @extend_schema(operation_id="dispute_flow", responses=OUT)
    def get(self, request: Request, dispute_number: str) -> Response:
        return Response(answers.flow(find_dispute(viewer_of(request), dispute_number)))


@requires(Right.DISPUTE_MEDIATE)
class MyDisputes(ApiView):
    """The disputes given to the sender to mediate; nobody else's."""

    @extend_schema(
        operation_id="my_disputes",
        parameters=[shapes.MineQuery],
        responses={200: shapes.MineOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.MineQuery, request.query_params)
        return self.paged(selectors.my_disputes(viewer_of(request), **asked), answers.mine)


@requires(Right.DISPUTE_MEDIATE)
class MyDispute(ApiView):
    """Where one of them stands."""

    @extend_schema(operation_id="my_dispute", responses=OUT)
    def get(self, request: Request, dispute_number: str) -> Response:
        row = selectors.find_my_dispute(viewer_of(request), dispute_number)
        return Response(answers.flow(row))


@requires(Right.DISPUTE_ASSIGN)
class DisputeTransfers(ApiView):
    """Transfers to the sender's agency and those below."""

    @extend_schema(
        operation_id="dispute_transfers",
        parameters=[shapes.TransferQuery],
        responses={200: shapes.TransferOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.TransferQuery, request.query_params)
        return self.paged(selectors.transfers(viewer_of(request), **asked), answers.transfer)


@requires(Right.DISPUTE_ASSIGN, Right.DISPUTE_ASSIGN)
class DisputeTransferAnswer(Idempotent, ApiView):
    """Sign for a transfer, or send it back with the reason."""

    is_sealed: ClassVar[bool] = True

    @extend_schema(
        operation_id="dispute_transfer_answer",
        request=shapes.TransferAnswerIn,
        responses={200: shapes.TransferOut},
    )
    def post(self, request: Request, transfer_id: int) -> Response:
        by, said = viewer_of(request), checked(shapes.TransferAnswerIn, request.data)
        row = selectors.find_transfer(by, transfer_id)
        if said["accept"]:
            services.sign_transfer(row, by=by)
        else:
            services.decline_transfer(row, by=by, reason=said.get("reason", ""))
        return Response(answers.transfer(selectors.find_transfer(by, transfer_id)))


OFFICERS = {
    act.path: act_view(act, right=act.right, find=find_dispute) for act in acts.ACTS.values()
}
MEDIATORS = {
    act.path: act_view(
        act, right=Right.DISPUTE_MEDIATE, find=selectors.find_my_dispute, prefix="my_"
    )
    for act in acts.OF_MEDIATORS.values()
}
