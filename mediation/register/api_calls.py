"""REST of the calls classed as disputes, and of the categories."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from mediation.register import answers as out
from mediation.register import selectors, services
from mediation.register import serializers as s
from mediation.register.models import DisputeCall


def find(request: Request, number: str) -> DisputeCall:
    """The call in the asker's scope; absent and out of scope are the same 404."""
    return selectors.find_call(viewer_of(request), number)


@requires(Right.DISPUTE_READ)
class DisputeCallList(ApiView):
    """Calls classed as disputes; `answer=none` are those that wait for a dispute or a reason."""

    @extend_schema(
        operation_id="dispute_calls_list",
        parameters=[s.CallQuery],
        responses={200: out.DisputeCallOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.CallQuery, request.query_params)
        return self.paged(selectors.dispute_calls(viewer_of(request), **query), out.call_row)


@requires(Right.DISPUTE_REPORT, Right.DISPUTE_REPORT)
class DisputeCallDispute(Idempotent, ApiView):
    """Makes the call a dispute, or adds it to one that is known."""

    @extend_schema(
        operation_id="dispute_call_dispute",
        request=s.CallDisputeIn,
        responses={200: out.DisputeCallOut},
    )
    def post(self, request: Request, call_number: str) -> Response:
        row, who = find(request, call_number), viewer_of(request)
        number = checked(s.CallDisputeIn, request.data).get("dispute")
        if number:
            known = selectors.find_dispute(who, number)
            services.add_to_dispute(row, known, by=who)
        else:
            services.from_call(row, by=who)
        return Response(out.call_row(find(request, call_number)))


@requires(Right.DISPUTE_REPORT, Right.DISPUTE_REPORT)
class DisputeCallAnswer(Idempotent, ApiView):
    """Records why a call has no dispute."""

    @extend_schema(
        operation_id="dispute_call_answer",
        request=s.CallAnswerIn,
        responses={200: out.DisputeCallOut},
    )
    def post(self, request: Request, call_number: str) -> Response:
        row, version = find(request, call_number), expected_version(request)
        said = checked(s.CallAnswerIn, request.data) | {"version": version}
        return Response(out.call_row(services.answer_call(row, by=viewer_of(request), **said)))


@requires(Right.DISPUTE_REPORT)
class DisputeCategories(ApiView):
    """The categories in force, in the order of forms."""

    @extend_schema(
        operation_id="dispute_categories", responses={200: out.DisputeCategoryOut(many=True)}
    )
    def get(self, request: Request) -> Response:
        return Response([out.category_row(row) for row in selectors.categories()])
