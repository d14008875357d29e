"""REST of what stands around tickets: rules, people of firms, stores, figures, failures."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from video.repair import answers, asking, selectors, services, shapes
from video.repair import serializers as given
from video.repair.models import SlaRule
from video.repair.rulebook import NAMES, Limits, Rulebook


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
class SlaRules(Idempotent, ApiView):
    """How soon contractors answer; setting it for the own agency from a day on."""

    @extend_schema(operation_id="sla_rules_list", responses={200: shapes.SlaRuleOut(many=True)})
    def get(self, request: Request) -> Response:
        rows = SlaRule.objects.visible_to(viewer_of(request)).select_related("agency")
        return self.paged(rows, answers.sla_row)

    @extend_schema(
        operation_id="sla_rules_set",
        request=given.SlaRuleIn,
        responses={201: shapes.SlaRuleOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.SlaRuleIn, request.data)
        limits = Limits(**{name: said.pop(name) for name in NAMES})
        said["camera_class"] = asking.class_of(said.get("camera_class"))
        said["version"] = expected_version(request, required=False)
        row = services.set_sla(by=viewer_of(request), limits=limits, **said)
        return Response(answers.sla_row(row), status=201)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
class TicketRules(Idempotent, ApiView):
    """When tickets open themselves for the sender's agency; changing it from a day on."""

    @extend_schema(operation_id="ticket_rule", responses={200: shapes.TicketRuleOut})
    def get(self, request: Request) -> Response:
        rule = Rulebook().rule(viewer_of(request).agency_path)
        return Response(answers.rule_row(rule))

    @extend_schema(
        operation_id="ticket_rule_set",
        request=given.TicketRuleIn,
        responses={201: shapes.TicketRuleOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.TicketRuleIn, request.data)
        said = {name: value for name, value in said.items() if value is not None}
        said["version"] = expected_version(request, required=False)
        row = services.set_ticket_rule(by=viewer_of(request), **said)
        return Response(answers.rule_row(row), status=201)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
class SpareParts(Idempotent, ApiView):
    """The stores in scope; a new kind of part in the own agency's."""

    @extend_schema(
        operation_id="spare_parts_list",
        parameters=[given.PartQuery],
        responses={200: shapes.SparePartOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(given.PartQuery, request.query_params)
        rows = selectors.parts(viewer_of(request), q=asked["q"], only_short=asked["short"])
        return self.paged(rows, answers.part_row)

    @extend_schema(
        operation_id="spare_parts_add",
        request=given.SparePartIn,
        responses={201: shapes.SparePartOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.SparePartIn, request.data)
        return Response(
            answers.part_row(services.add_part(by=viewer_of(request), **said)), status=201
        )


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
class SparePartStock(Idempotent, ApiView):
    """Pieces put into the store or taken out, with the reason."""

    @extend_schema(request=given.PartStockIn, responses={200: shapes.SparePartOut})
    def post(self, request: Request, spare_part_id: int) -> Response:
        part = selectors.find_part(viewer_of(request), spare_part_id)
        said = checked(given.PartStockIn, request.data)
        said["version"] = expected_version(request, required=False)
        changed = services.stock_part(part, by=viewer_of(request), **said)
        return Response(answers.part_row(changed))


@requires(Right.REPAIR_MANAGE, Right.REPAIR_MANAGE)
class ContractorSeats(Idempotent, ApiView):
    """Who works for which firm; letting somebody do so for a year at most."""

    @extend_schema(
        operation_id="contractor_seats_list",
        parameters=[given.SeatQuery],
        responses={200: shapes.SeatOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(given.SeatQuery, request.query_params)
        rows = selectors.seats(viewer_of(request), q=asked["q"], only_holding=asked["holding"])
        return self.paged(rows, answers.seat_row)

    @extend_schema(
        operation_id="contractor_seats_give",
        request=given.SeatIn,
        responses={201: shapes.SeatOut},
    )
    def post(self, request: Request) -> Response:
        said, by = checked(given.SeatIn, request.data), viewer_of(request)
        said["officer"] = asking.officer_of_badge(by, said.pop("badge_number"))
        said["company"] = asking.contractor_of(by, said["company"], "company")
        return Response(answers.seat_row(services.give_seat(by=by, **said)), status=201)


@requires(Right.REPAIR_MANAGE, Right.REPAIR_MANAGE)
class ContractorSeatEnd(Idempotent, ApiView):
    """From now on this person sees nothing of the firm's tickets."""

    @extend_schema(request=given.RepairReasonIn, responses={200: shapes.SeatOut})
    def post(self, request: Request, contractor_seat_id: int) -> Response:
        seat = selectors.find_seat(viewer_of(request), contractor_seat_id)
        said = checked(given.RepairReasonIn, request.data)
        said["version"] = expected_version(request, required=False)
        return Response(answers.seat_row(services.end_seat(seat, by=viewer_of(request), **said)))


@requires(Right.CAMERA_READ)
class RepairFigures(ApiView):
    """What each contractor did between two days, penalties in yuan."""

    @extend_schema(
        operation_id="repair_figures",
        parameters=[given.RepairDaysQuery],
        responses={200: shapes.RepairFiguresAnswer},
    )
    def get(self, request: Request) -> Response:
        asked = checked(given.RepairDaysQuery, request.query_params)
        first, last = asking.days_of(asked)
        found = selectors.figures_by_contractor(viewer_of(request), first, last)
        rows = [answers.figures_row(firm, one) for firm, one in found]
        return Response({"first": first, "last": last, "contractors": rows})


@requires(Right.CAMERA_READ)
class RepeatFailures(ApiView):
    """Cameras that fail again and again."""

    @extend_schema(
        operation_id="repeat_failures",
        parameters=[given.RepeatQuery],
        responses={200: shapes.RepeatFailureOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(given.RepeatQuery, request.query_params)
        rows = selectors.repeat_failures(viewer_of(request), **asked)
        return self.paged(rows, answers.failure_row)


@requires(Right.CAMERA_READ)
class Warranties(ApiView):
    """Cameras whose warranty ends soon, with the tickets opened under it."""

    @extend_schema(
        operation_id="camera_warranties",
        parameters=[given.WarrantyQuery],
        responses={200: shapes.WarrantyOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(given.WarrantyQuery, request.query_params)
        rows = selectors.under_warranty(viewer_of(request), **asked)
        return self.paged(rows, answers.warranty_row)
