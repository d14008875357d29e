"""REST of the orders: issue, list, sign for, result; the same for screens, phones and districts."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.dispatch.orders import receipts, receivers, selectors, services
from command_center.dispatch.orders import serializers as shapes
from command_center.dispatch.orders.models import DirectOrder, OrderReceipt
from grid.errors import FieldError, InvalidInput
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires


def one(request: Request, number: str) -> DirectOrder:
    return selectors.order(number, viewer_of(request))


def answer(request: Request, order: DirectOrder, *, status: int = 200) -> Response:
    """The order as it is now."""
    return Response(selectors.full(one(request, order.number), viewer_of(request)), status=status)


def receipt_meant(request: Request, number: str, receiver: str) -> OrderReceipt:
    """The one receipt a body speaks of; 404 where there is none, 400 where several could be."""
    rows = selectors.receipt_of(one(request, number), viewer_of(request), receiver)
    if not rows:
        raise Http404
    if len(rows) > 1:
        message = _("Name the receiver: %s") % ", ".join(row.receiver for row in rows)
        fault = FieldError(pointer="/receiver", code="ambiguous", message=message)
        raise InvalidInput(message, errors=[fault])
    return rows[0]


@requires(Right.ORDER_READ, Right.ORDER_ISSUE)
class Orders(Idempotent, ApiView):
    """Orders issued by, addressed to or copied to the own ground; issuing one."""

    @extend_schema(
        operation_id="orders_list",
        parameters=[shapes.OrderQuery],
        responses={200: shapes.DirectOrderRow(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.OrderQuery, request.query_params)
        rows = selectors.filtered(selectors.orders(viewer_of(request)), asked)
        return self.paged(rows, selectors.row)

    @extend_schema(
        operation_id="orders_issue",
        request=shapes.DirectOrderIn,
        responses={201: shapes.DirectOrderOut},
    )
    def post(self, request: Request) -> Response:
        said: Any = checked(shapes.DirectOrderIn, request.data)
        by = viewer_of(request)
        codes = {name: said.pop(name) for name in ("agencies", "stations", "checkpoints", "units")}
        to = receivers.found(by, **codes)
        return answer(
            request, services.issue(by=by, receivers=to, channel="api", **said), status=201
        )


@requires(Right.ORDER_READ)
class Order(ApiView):
    """One order: text, receipts in scope, copies, how far each level is."""

    @extend_schema(responses={200: shapes.DirectOrderOut})
    def get(self, request: Request, order_number: str) -> Response:
        return answer(request, one(request, order_number))


@requires(Right.ORDER_READ, Right.ORDER_SIGN)
class Sign(Idempotent, ApiView):
    """Sign for an order, or on behalf of a receiver who said so by phone or radio."""

    @extend_schema(request=shapes.OrderSignIn, responses={200: shapes.OwnOrderOut})
    def post(self, request: Request, order_number: str) -> Response:
        said: Any = checked(shapes.OrderSignIn, request.data)
        said["version"] = expected_version(request, required=False)
        row = receipt_meant(request, order_number, said.pop("receiver"))
        signed = receipts.sign(row, by=viewer_of(request), **said)
        return Response(selectors.own_row(signed))


@requires(Right.ORDER_READ, Right.ORDER_SIGN)
class Result(Idempotent, ApiView):
    """What came of it; it settles the receipt."""

    @extend_schema(request=shapes.OrderResultIn, responses={200: shapes.OwnOrderOut})
    def post(self, request: Request, order_number: str) -> Response:
        said: Any = checked(shapes.OrderResultIn, request.data)
        said["version"] = expected_version(request, required=False)
        row = receipt_meant(request, order_number, said.pop("receiver"))
        return Response(selectors.own_row(receipts.report(row, by=viewer_of(request), **said)))


@requires(Right.ORDER_READ, Right.ORDER_SIGN)
class SeeSupplements(Idempotent, ApiView):
    """The receiver has read what was added after it signed."""

    @extend_schema(request=shapes.OrderResendIn, responses={200: shapes.OwnOrderOut})
    def post(self, request: Request, order_number: str) -> Response:
        receiver = checked(shapes.OrderResendIn, request.data)["receiver"]
        row = receipt_meant(request, order_number, receiver)
        return Response(selectors.own_row(receipts.see_supplements(row, by=viewer_of(request))))


@requires(Right.ORDER_READ, Right.ORDER_ISSUE)
class PassDown(Idempotent, ApiView):
    """A warning signed for here goes to the agencies below; answers the order made for them."""

    @extend_schema(request=shapes.OrderPassIn, responses={201: shapes.DirectOrderOut})
    def post(self, request: Request, order_number: str) -> Response:
        said: Any = checked(shapes.OrderPassIn, request.data)
        by = viewer_of(request)
        row = receipt_meant(request, order_number, f"agency:{by.agency.code}")
        codes = said.pop("agencies")
        to: Any = receivers.found(by, agencies=codes) if codes else None
        made = services.pass_down(row, by=by, receivers=to, **said)
        return answer(request, made, status=201)


@requires(Right.ORDER_READ, Right.ORDER_ISSUE)
class Withdraw(Idempotent, ApiView):
    """Take an order back, with what was passed down from it."""

    @extend_schema(request=shapes.OrderReasonIn, responses={200: shapes.DirectOrderOut})
    def post(self, request: Request, order_number: str) -> Response:
        reason = checked(shapes.OrderReasonIn, request.data)["reason"]
        version = expected_version(request, required=False)
        order = one(request, order_number)
        services.withdraw(order, by=viewer_of(request), reason=reason, version=version)
        return answer(request, order)


@requires(Right.ORDER_READ, Right.ORDER_ISSUE)
class Supplement(Idempotent, ApiView):
    """Add to an order; every receiver that has not settled it sees it anew."""

    @extend_schema(request=shapes.OrderSupplementIn, responses={201: shapes.DirectOrderOut})
    def post(self, request: Request, order_number: str) -> Response:
        text = checked(shapes.OrderSupplementIn, request.data)["text"]
        version = expected_version(request, required=False)
        order = one(request, order_number)
        services.supplement(order, by=viewer_of(request), text=text, version=version)
        return answer(request, order, status=201)


@requires(Right.ORDER_READ, Right.ORDER_ISSUE)
class Resend(Idempotent, ApiView):
    """Ring again at those who have not signed: at one named, or at all of them."""

    @extend_schema(request=shapes.OrderResendIn, responses={200: shapes.DirectOrderOut})
    def post(self, request: Request, order_number: str) -> Response:
        receiver = checked(shapes.OrderResendIn, request.data)["receiver"]
        order = one(request, order_number)
        services.resend(order, by=viewer_of(request), receiver=receiver)
        return answer(request, order)


@requires(Right.ORDER_SIGN)
class MyOrders(ApiView):
    """What the sender has to sign for: its agency's, its unit's; reading marks it delivered."""

    @extend_schema(
        operation_id="my_orders",
        parameters=[shapes.MineQuery],
        responses={200: shapes.OwnOrderOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        by = viewer_of(request)
        only_open = checked(shapes.MineQuery, request.query_params)["open"]
        rows = selectors.mine(by, only_open=only_open)
        receipts.deliver(list(rows.filter(delivered_at__isnull=True)[:200]), by=by)
        return self.paged(rows, selectors.own_row)


@requires(Right.ORDER_SIGN)
class PendingOrders(ApiView):
    """What stands on top of everything until it is signed for, the most pressing first."""

    @extend_schema(operation_id="my_orders_pending", responses={200: shapes.OwnOrderOut(many=True)})
    def get(self, request: Request) -> Response:
        by = viewer_of(request)
        rows = list(selectors.pending(by)[:50])
        receipts.deliver(rows, by=by)
        return Response([selectors.own_row(row) for row in rows])
