"""REST of errands and service counters."""

from datetime import date

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from grid.service.visits import services
from grid.service.visits import shapes as s
from grid.service.visits.models import Errand
from grid.service.visits.selectors import counter
from grid.service.visits.selectors.errands import errands, find_errand
from grid.service.visits.serializers import OutcomeIn
from grid.service.visits.services.revealing import VALID_FOR


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
class Errands(Idempotent, ApiView):
    """Errands, for whom they are masked; a POST takes one."""

    is_sealed = True  # the body names a resident

    @extend_schema(
        operation_id="errands_list",
        parameters=[s.ErrandQuery],
        responses={200: s.ErrandOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.ErrandQuery, request.query_params)
        return self.paged(errands(viewer_of(request), **query), s.errand_row)

    @extend_schema(
        operation_id="errands_create", request=s.ErrandFields, responses={201: s.ErrandOut}
    )
    def post(self, request: Request) -> Response:
        said = checked(s.ErrandFields, request.data)
        row = services.take_errand(by=viewer_of(request), channel="api", **said)
        return Response(s.errand_row(row), status=201)


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
class OneErrand(Idempotent, ApiView):
    """One errand; a PATCH corrects it, moves its day or gives it to another officer."""

    @extend_schema(operation_id="errands_read", responses={200: s.ErrandOut})
    def get(self, request: Request, errand_id: int) -> Response:
        return Response(s.errand_row(_errand(request, errand_id), viewer_of(request)))

    @extend_schema(
        operation_id="errands_edit", request=s.ErrandChange, responses={200: s.ErrandOut}
    )
    def patch(self, request: Request, errand_id: int) -> Response:
        row, version = _errand(request, errand_id), expected_version(request)
        said = checked(s.ErrandChange, request.data) | {"version": version}
        return Response(s.errand_row(services.change_errand(row, by=viewer_of(request), **said)))


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
class ErrandSigning(Idempotent, ApiView):
    """Takes an errand on."""

    @extend_schema(operation_id="errands_sign", request=None, responses={200: s.ErrandOut})
    def post(self, request: Request, errand_id: int) -> Response:
        row, version = _errand(request, errand_id), expected_version(request, required=False)
        signed = services.take_on(row, by=viewer_of(request), version=version)
        return Response(s.errand_row(signed))


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
class ErrandFinishing(Idempotent, ApiView):
    """Says that an errand is run, and what came of it."""

    @extend_schema(operation_id="errands_finish", request=OutcomeIn, responses={200: s.ErrandOut})
    def post(self, request: Request, errand_id: int) -> Response:
        row, version = _errand(request, errand_id), expected_version(request, required=False)
        outcome = checked(OutcomeIn, request.data)["outcome"]
        by = viewer_of(request)
        done = services.finish_errand(row, by=by, outcome=outcome, version=version)
        return Response(s.errand_row(done))


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
class ErrandEnding(Idempotent, ApiView):
    """It cannot be run, or need not be any more."""

    @extend_schema(operation_id="errands_end", request=s.ErrandEnd, responses={200: s.ErrandOut})
    def post(self, request: Request, errand_id: int) -> Response:
        row, version = _errand(request, errand_id), expected_version(request, required=False)
        said = checked(s.ErrandEnd, request.data)
        given = {"reason": said["outcome"], "is_returned": said["is_returned"]}
        ended = services.end_errand(row, by=viewer_of(request), version=version, **given)
        return Response(s.errand_row(ended))


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
class ErrandRevealing(Idempotent, ApiView):
    """A leave to read for whom it is run, against a reason that goes on the access register.

    The answer names nobody, for it is kept with its key: the errand itself then says it.
    """

    @extend_schema(
        operation_id="errands_reveal",
        request=s.ErrandRevealIn,
        responses={200: s.ErrandLeaveOut},
    )
    def post(self, request: Request, errand_id: int) -> Response:
        row = _errand(request, errand_id)
        reason = checked(s.ErrandRevealIn, request.data)["reason"]
        services.reveal_client(row, by=viewer_of(request), reason=reason)
        return Response({"valid_s": int(VALID_FOR.total_seconds())})


@requires(Right.SERVICE_READ, Right.VISIT_PLAN)
class ServiceItems(Idempotent, ApiView):
    """What the counters offer; a POST offers something more."""

    @extend_schema(
        operation_id="service_items_list",
        parameters=[s.ServiceItemQuery],
        responses={200: s.ServiceItemOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.ServiceItemQuery, request.query_params)
        return self.paged(counter.items(viewer_of(request), **query), s.item_row)

    @extend_schema(
        operation_id="service_items_create",
        request=s.ServiceItemFields,
        responses={201: s.ServiceItemOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(s.ServiceItemFields, request.data)
        row = services.save_item(None, by=viewer_of(request), **said)
        return Response(s.item_row(row), status=201)


@requires(Right.SERVICE_READ, Right.VISIT_PLAN)
class OneServiceItem(Idempotent, ApiView):
    """One item of the counters; a PATCH changes or ends it."""

    @extend_schema(operation_id="service_items_read", responses={200: s.ServiceItemOut})
    def get(self, request: Request, service_item_id: int) -> Response:
        return Response(s.item_row(counter.find_item(viewer_of(request), service_item_id)))

    @extend_schema(
        operation_id="service_items_edit",
        request=s.ServiceItemChange,
        responses={200: s.ServiceItemOut},
    )
    def patch(self, request: Request, service_item_id: int) -> Response:
        who = viewer_of(request)
        row, version = counter.find_item(who, service_item_id), expected_version(request)
        said = checked(s.ServiceItemChange, request.data) | {"version": version}
        return Response(s.item_row(services.save_item(row, by=who, **said)))


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
class ServiceCounts(Idempotent, ApiView):
    """What the counters did by day; a POST counts, or takes back what was counted wrongly."""

    @extend_schema(
        operation_id="service_counts_list",
        parameters=[s.ServiceCountQuery],
        responses={200: s.ServiceCountOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.ServiceCountQuery, request.query_params)
        return self.paged(counter.counted(viewer_of(request), **query), s.count_row)

    @extend_schema(
        operation_id="service_counts_create",
        request=s.ServiceCountFields,
        responses={201: s.ServiceCountOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(s.ServiceCountFields, request.data)
        row = services.count_service(by=viewer_of(request), channel="api", **said)
        return Response(s.count_row(row), status=201)


@requires(Right.SERVICE_READ)
class ServiceMonths(ApiView):
    """The totals of one month at the counters."""

    @extend_schema(
        operation_id="service_month",
        parameters=[s.ServiceMonthQuery],
        responses={200: s.ServiceMonthOut},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.ServiceMonthQuery, request.query_params)
        said = query.pop("month", "") or f"{timezone.localdate():%Y-%m}"
        found = counter.month(viewer_of(request), date.fromisoformat(f"{said}-01"), **query)
        kinds = {code: n for code, _label, n in found["kinds"]}
        items = {code: n for code, _name, n in found["items"]}
        return Response({"month": said, "kinds": kinds, "items": items, "total": found["total"]})


def _errand(request: Request, errand_id: int) -> Errand:
    return find_errand(viewer_of(request), errand_id)
