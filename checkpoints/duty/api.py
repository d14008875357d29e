"""REST of the duty levels: ordering, the state as it runs, the report; the same for all."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.duty import selectors, services
from checkpoints.duty import serializers as shapes
from checkpoints.duty.figures import report_of
from checkpoints.duty.models import SwitchOrder
from checkpoints.duty.rules import sops
from checkpoints.duty.services.shared import fault
from grid.errors import InvalidInput
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires


def one(request: Request, number: str) -> SwitchOrder:
    return selectors.find_order(viewer_of(request), number)


def answer(request: Request, number: str, *, status: int = 200) -> Response:
    """The order as it is now."""
    return Response(selectors.order_full(one(request, number)), status=status)


def _said(request: Request) -> dict[str, Any]:
    """A new order as the service takes it."""
    said = checked(shapes.DutyOrderIn, request.data)
    said["may_supersede"] = said.pop("supersede")
    key = said.pop("sop")
    if key is not None:
        said["sop"] = sops(viewer_of(request)).filter(pk=key).first()
        if said["sop"] is None:
            message = _("There is no such procedure.")
            raise InvalidInput(message, errors=[fault("/sop", "unknown", message)])
    return said


@requires(Right.CHECKPOINT_READ, Right.DUTY_ORDER)
class DutyOrders(Idempotent, ApiView):
    """Orders to switch the duty level; giving one to a city, a line, agencies or picked ones."""

    @extend_schema(
        operation_id="duty_orders_list",
        parameters=[shapes.DutyOrderQuery],
        responses={200: shapes.DutyOrderRow(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.DutyOrderQuery, request.query_params)
        rows = selectors.filtered(selectors.orders(viewer_of(request)), asked)
        return self.paged(rows, selectors.order_row)

    @extend_schema(
        operation_id="duty_orders_issue",
        request=shapes.DutyOrderIn,
        responses={201: shapes.DutyOrderOut},
    )
    def post(self, request: Request) -> Response:
        order = services.issue(by=viewer_of(request), channel="api", **_said(request))
        return answer(request, order.number, status=201)


@requires(Right.CHECKPOINT_READ, Right.DUTY_ORDER)
class DutyOrder(Idempotent, ApiView):
    """One order; changing until when it holds."""

    @extend_schema(responses={200: shapes.DutyOrderOut})
    def get(self, request: Request, duty_number: str) -> Response:
        return answer(request, duty_number)

    @extend_schema(request=shapes.DutyExtendIn, responses={200: shapes.DutyOrderOut})
    def patch(self, request: Request, duty_number: str) -> Response:
        return _extended(request, duty_number)


def _extended(request: Request, number: str) -> Response:
    said = checked(shapes.DutyExtendIn, request.data)
    said["version"] = expected_version(request)
    services.extend(one(request, number), by=viewer_of(request), **said)
    return answer(request, number)


@requires(Right.CHECKPOINT_READ)
class DutyOrderState(ApiView):
    """The switch as it runs, for walls: totals, a row a checkpoint, what was reported last."""

    @extend_schema(responses={200: shapes.DutyStateOut})
    def get(self, request: Request, duty_number: str) -> Response:
        return Response(selectors.order_state(viewer_of(request), duty_number))


@requires(Right.CHECKPOINT_READ)
class DutyOrderReport(ApiView):
    """What came of it: median, P90, late ones and shortages."""

    @extend_schema(responses={200: shapes.DutyReportOut})
    def get(self, request: Request, duty_number: str) -> Response:
        return Response(report_of(one(request, duty_number), viewer_of(request)))


@requires(Right.CHECKPOINT_READ, Right.DUTY_ORDER)
class DutyOrderExtend(Idempotent, ApiView):
    """Another end, with the reason."""

    @extend_schema(request=shapes.DutyExtendIn, responses={200: shapes.DutyOrderOut})
    def post(self, request: Request, duty_number: str) -> Response:
        return _extended(request, duty_number)


@requires(Right.CHECKPOINT_READ, Right.DUTY_ORDER)
class DutyOrderCancel(Idempotent, ApiView):
    """Take it back while checkpoints are still switching."""

    @extend_schema(request=shapes.DutyReasonIn, responses={200: shapes.DutyOrderOut})
    def post(self, request: Request, duty_number: str) -> Response:
        said = checked(shapes.DutyReasonIn, request.data)
        said["version"] = expected_version(request, required=False)
        services.cancel(one(request, duty_number), by=viewer_of(request), **said)
        return answer(request, duty_number)


@requires(Right.CHECKPOINT_READ, Right.DUTY_ORDER)
class DutyOrderRevert(Idempotent, ApiView):
    """End it now: the levels are what they were."""

    @extend_schema(request=shapes.DutyReasonIn, responses={200: shapes.DutyOrderOut})
    def post(self, request: Request, duty_number: str) -> Response:
        said = checked(shapes.DutyReasonIn, request.data)
        said["version"] = expected_version(request, required=False)
        services.revert(one(request, duty_number), by=viewer_of(request), **said)
        return answer(request, duty_number)


@requires(Right.CHECKPOINT_READ, Right.DUTY_ORDER)
class DutyOrderCountersign(Idempotent, ApiView):
    """A second officer has checked it."""

    @extend_schema(request=shapes.DutyVersionIn, responses={200: shapes.DutyOrderOut})
    def post(self, request: Request, duty_number: str) -> Response:
        version = expected_version(request, required=False)
        services.countersign(one(request, duty_number), by=viewer_of(request), version=version)
        return answer(request, duty_number)


@requires(Right.CHECKPOINT_READ, Right.DUTY_ORDER)
class DutyOrderResend(Idempotent, ApiView):
    """Ring again at those who have not signed: at one checkpoint, or at all of them."""

    @extend_schema(request=shapes.DutyResendIn, responses={200: shapes.DutyOrderOut})
    def post(self, request: Request, duty_number: str) -> Response:
        code = checked(shapes.DutyResendIn, request.data)["checkpoint"]
        services.resend(one(request, duty_number), by=viewer_of(request), checkpoint_code=code)
        return answer(request, duty_number)
