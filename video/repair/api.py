"""REST of repair tickets: reporting, what the police decide, what the contractor does."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from video.repair import answers, asking, selectors, services
from video.repair import serializers as shapes
from video.repair.models import Ticket
from video.repair.shapes import TicketOut, TicketRowOut

OUT = {200: TicketOut}


def _one(request: Request, number: str) -> Ticket:
    return selectors.find_ticket(viewer_of(request), number)


def _mine(request: Request, number: str) -> Ticket:
    return selectors.find_my_ticket(viewer_of(request), number)


def _said(request: Request, shape: Any) -> dict[str, Any]:
    """A step's body with the version that was seen, where one is given."""
    said = checked(shape, request.data)
    return said | {"version": expected_version(request, required=False)}


def _now(request: Request, number: str, *, status: int = 200) -> Response:
    return Response(answers.ticket_full(_one(request, number)), status=status)


@requires(Right.CAMERA_READ, Right.REPAIR_REPORT)
class RepairTickets(Idempotent, ApiView):
    """Tickets of the sender's ground; reporting a fault."""

    @extend_schema(
        operation_id="repair_tickets_list",
        parameters=[shapes.TicketQuery],
        responses={200: TicketRowOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.TicketQuery, request.query_params)
        rows = selectors.filtered(selectors.tickets(viewer_of(request)), asked)
        return self.paged(rows, answers.ticket_row)

    @extend_schema(
        operation_id="repair_tickets_open", request=shapes.TicketIn, responses={201: TicketOut}
    )
    def post(self, request: Request) -> Response:
        said = checked(shapes.TicketIn, request.data)
        by = viewer_of(request)
        device = asking.device_of(by, said)
        row = services.open_ticket(by=by, **device, **said)
        return _now(request, row.number, status=201)


@requires(Right.CAMERA_READ)
class RepairTicket(ApiView):
    """One ticket with its clock, history and parts."""

    @extend_schema(operation_id="repair_ticket", responses=OUT)
    def get(self, request: Request, ticket_number: str) -> Response:
        return _now(request, ticket_number)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
class TicketAssign(Idempotent, ApiView):
    """Give it to a contractor, whose clock begins."""

    @extend_schema(request=shapes.RepairAssignIn, responses=OUT)
    def post(self, request: Request, ticket_number: str) -> Response:
        row, said = _one(request, ticket_number), _said(request, shapes.RepairAssignIn)
        said["contractor"] = asking.contractor_of(viewer_of(request), said["contractor"])
        services.assign(row, by=viewer_of(request), **said)
        return _now(request, ticket_number)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
class TicketVerify(Idempotent, ApiView):
    """It works; never said by whoever fixed it."""

    @extend_schema(request=shapes.RepairVerifyIn, responses=OUT)
    def post(self, request: Request, ticket_number: str) -> Response:
        row, said = _one(request, ticket_number), _said(request, shapes.RepairVerifyIn)
        services.verify(row, by=viewer_of(request), **said)
        return _now(request, ticket_number)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
class TicketReopen(Idempotent, ApiView):
    """It is not fixed: another round, with the same clock."""

    @extend_schema(request=shapes.RepairReasonIn, responses=OUT)
    def post(self, request: Request, ticket_number: str) -> Response:
        row, said = _one(request, ticket_number), _said(request, shapes.RepairReasonIn)
        services.reopen(row, by=viewer_of(request), **said)
        return _now(request, ticket_number)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
class TicketRemind(Idempotent, ApiView):
    """Tell the firm that the ticket waits for it."""

    @extend_schema(request=shapes.RepairRemindIn, responses=OUT)
    def post(self, request: Request, ticket_number: str) -> Response:
        row, said = _one(request, ticket_number), _said(request, shapes.RepairRemindIn)
        services.remind(row, by=viewer_of(request), **said)
        return _now(request, ticket_number)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
class TicketDue(Idempotent, ApiView):
    """Move the end of what is being waited for."""

    @extend_schema(request=shapes.RepairDueIn, responses=OUT)
    def post(self, request: Request, ticket_number: str) -> Response:
        row, said = _one(request, ticket_number), _said(request, shapes.RepairDueIn)
        services.change_due(row, by=viewer_of(request), **said)
        return _now(request, ticket_number)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
class TicketCancel(Idempotent, ApiView):
    """Take it back: nothing is to be repaired."""

    @extend_schema(request=shapes.RepairReasonIn, responses=OUT)
    def post(self, request: Request, ticket_number: str) -> Response:
        row, said = _one(request, ticket_number), _said(request, shapes.RepairReasonIn)
        services.cancel(row, by=viewer_of(request), **said)
        return _now(request, ticket_number)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
class TicketMerge(Idempotent, ApiView):
    """Make other tickets part of this one."""

    @extend_schema(request=shapes.RepairMergeIn, responses=OUT)
    def post(self, request: Request, ticket_number: str) -> Response:
        row, said = _one(request, ticket_number), _said(request, shapes.RepairMergeIn)
        said["tickets"] = asking.tickets_named(viewer_of(request), said["tickets"])
        services.merge(row, by=viewer_of(request), **said)
        return _now(request, ticket_number)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
class TicketSplit(Idempotent, ApiView):
    """Let a part stand by itself again."""

    @extend_schema(request=shapes.RepairStepIn, responses=OUT)
    def post(self, request: Request, ticket_number: str) -> Response:
        row, said = _one(request, ticket_number), _said(request, shapes.RepairStepIn)
        services.split(row, by=viewer_of(request), **said)
        return _now(request, ticket_number)


@requires(Right.REPAIR_WORK)
class MyRepairs(ApiView):
    """Tickets of the firm the sender works for today; nobody else's."""

    @extend_schema(
        operation_id="my_repairs",
        parameters=[shapes.TicketQuery],
        responses={200: TicketRowOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.TicketQuery, request.query_params)
        rows = selectors.filtered(selectors.my_tickets(viewer_of(request)), asked)
        return self.paged(rows, answers.ticket_row)


@requires(Right.REPAIR_WORK)
class MyRepair(ApiView):
    """One of the firm's own tickets."""

    @extend_schema(operation_id="my_repair", responses=OUT)
    def get(self, request: Request, ticket_number: str) -> Response:
        return Response(answers.ticket_full(_mine(request, ticket_number)))


@requires(Right.REPAIR_WORK, Right.REPAIR_WORK)
class MyRepairAccept(Idempotent, ApiView):
    """Take it on for the firm."""

    @extend_schema(request=shapes.RepairStepIn, responses=OUT)
    def post(self, request: Request, ticket_number: str) -> Response:
        row, said = _mine(request, ticket_number), _said(request, shapes.RepairStepIn)
        services.accept(row, by=viewer_of(request), **said)
        return Response(answers.ticket_full(_mine(request, ticket_number)))


@requires(Right.REPAIR_WORK, Right.REPAIR_WORK)
class MyRepairDecline(Idempotent, ApiView):
    """Give it back, with the reason; it is the firm's no more."""

    @extend_schema(request=shapes.RepairReasonIn, responses=OUT)
    def post(self, request: Request, ticket_number: str) -> Response:
        row, said = _mine(request, ticket_number), _said(request, shapes.RepairReasonIn)
        given_back = services.decline(row, by=viewer_of(request), **said)
        return Response(answers.ticket_full(given_back))


@requires(Right.REPAIR_WORK, Right.REPAIR_WORK)
class MyRepairArrive(Idempotent, ApiView):
    """Somebody is at the place."""

    @extend_schema(request=shapes.RepairStepIn, responses=OUT)
    def post(self, request: Request, ticket_number: str) -> Response:
        row, said = _mine(request, ticket_number), _said(request, shapes.RepairStepIn)
        services.arrive(row, by=viewer_of(request), **said)
        return Response(answers.ticket_full(_mine(request, ticket_number)))


@requires(Right.REPAIR_WORK, Right.REPAIR_WORK)
class MyRepairFix(Idempotent, ApiView):
    """It works again, and what was done."""

    @extend_schema(request=shapes.RepairFixIn, responses=OUT)
    def post(self, request: Request, ticket_number: str) -> Response:
        row, said = _mine(request, ticket_number), _said(request, shapes.RepairFixIn)
        services.fix(row, by=viewer_of(request), **said)
        return Response(answers.ticket_full(_mine(request, ticket_number)))


@requires(Right.REPAIR_WORK, Right.REPAIR_WORK)
class MyRepairPart(Idempotent, ApiView):
    """Parts built in, taken from the nearest store that has them."""

    @extend_schema(request=shapes.PartUseIn, responses=OUT)
    def post(self, request: Request, ticket_number: str) -> Response:
        row, said = _mine(request, ticket_number), _said(request, shapes.PartUseIn)
        said["part"] = asking.part_of(row, said["part"])
        services.use_part(row, by=viewer_of(request), **said)
        return Response(answers.ticket_full(_mine(request, ticket_number)))
