"""REST of seizures and their custody chain."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.work import selectors, services, shapes
from checkpoints.work import serializers as given
from checkpoints.work.api.asking import checkpoint_of, officer_by, person
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires


@requires(Right.CHECKPOINT_READ, Right.CHECK_COUNT)
class Seizures(Idempotent, ApiView):
    """Things seized, with whoever holds them now."""

    @extend_schema(
        operation_id="seizures_list",
        parameters=[given.SeizureQuery],
        responses={200: shapes.SeizureOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.SeizureQuery, request.query_params)
        return self.paged(selectors.seizures(viewer_of(request), **query), shapes.seizure_row)

    @extend_schema(
        operation_id="seizures_create",
        request=given.SeizureFields,
        responses={201: shapes.SeizureDetailOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.SeizureFields, request.data)
        checkpoint = checkpoint_of(request, said.pop("checkpoint"))
        made = services.seize(checkpoint, by=person(request), channel="api", **said)
        return Response(_shown(request, made.number), status=201)


@requires(Right.CHECKPOINT_READ)
class Seizure(ApiView):
    """One seizure with its whole chain."""

    @extend_schema(operation_id="seizures_read", responses={200: shapes.SeizureDetailOut})
    def get(self, request: Request, seizure_number: str) -> Response:
        return Response(_shown(request, seizure_number))


@requires(Right.CHECKPOINT_READ, Right.ORDER_SIGN)
class HandOver(Idempotent, ApiView):
    """Give it to another officer or a room; only who holds it may."""

    @extend_schema(
        operation_id="seizures_hand_over",
        request=given.HandOverFields,
        responses={201: shapes.SeizureDetailOut},
    )
    def post(self, request: Request, seizure_number: str) -> Response:
        row = selectors.find_seizure(viewer_of(request), seizure_number)
        said = checked(given.HandOverFields, request.data)
        badge = said.pop("to_badge")
        receiver = officer_by(badge, "to_badge") if badge else None
        services.hand_over(row, by=person(request), receiver=receiver, **said)
        return Response(_shown(request, seizure_number), status=201)


@requires(Right.CHECKPOINT_READ, Right.ORDER_SIGN)
class Dispose(Idempotent, ApiView):
    """End the chain, once a second officer signed too."""

    @extend_schema(
        operation_id="seizures_dispose",
        request=given.DisposeFields,
        responses={201: shapes.SeizureDetailOut},
    )
    def post(self, request: Request, seizure_number: str) -> Response:
        row = selectors.find_seizure(viewer_of(request), seizure_number)
        said = checked(given.DisposeFields, request.data)
        said["witness"] = officer_by(said["witness"], "witness")
        services.dispose(row, by=person(request), **said)
        return Response(_shown(request, seizure_number), status=201)


@requires(Right.CHECKPOINT_READ, Right.ORDER_SIGN)
class Receive(Idempotent, ApiView):
    """Sign as the one who takes it."""

    @extend_schema(
        operation_id="custody_steps_receive", request=None, responses={200: shapes.CustodyStepOut}
    )
    def post(self, request: Request, step_id: int) -> Response:
        step = get_object_or_404(selectors.steps_in_reach(viewer_of(request)), pk=step_id)
        return Response(shapes.step_row(services.receive(step, by=person(request))))


@requires(Right.CHECKPOINT_READ, Right.ORDER_SIGN)
class Refuse(Idempotent, ApiView):
    """Not take it, saying why."""

    @extend_schema(
        operation_id="custody_steps_refuse",
        request=given.ReasonFields,
        responses={200: shapes.CustodyStepOut},
    )
    def post(self, request: Request, step_id: int) -> Response:
        step = get_object_or_404(selectors.steps_in_reach(viewer_of(request)), pk=step_id)
        reason = checked(given.ReasonFields, request.data)["reason"]
        return Response(
            shapes.step_row(services.refuse_step(step, by=person(request), reason=reason))
        )


def _shown(request: Request, number: str) -> dict[str, object]:
    return shapes.seizure_detail(selectors.find_seizure(viewer_of(request), number))
