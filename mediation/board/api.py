"""REST of the ledger: counts by cell and type, figures, explanations."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.errors import InvalidInput
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.organisation.writing import fault
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires
from mediation.board import serializers as shapes
from mediation.board import services
from mediation.board.counting import by_cell_and_type
from mediation.board.figures import by_group
from mediation.register.selectors import find_dispute

MOST_DAYS = 1_100


def _span(request: Request, shape: Any) -> dict[str, Any]:
    """The query; raises InvalidInput for a span that is empty or longer than three years."""
    said = checked(shape, request.query_params)
    if not 0 <= (said["until"] - said["since"]).days <= MOST_DAYS:
        message = _("Give a span of at most three years, its first day first.")
        raise InvalidInput(message, errors=[fault("until", "out_of_range", message)])
    return said


@requires(Right.DISPUTE_COUNT)
class Counts(ApiView):
    """Disputes by cell, type and month; under five is hidden from who reads no dispute."""

    @extend_schema(
        operation_id="dispute_counts_list",
        parameters=[shapes.CountQuery],
        responses={200: shapes.CellCountOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        said = _span(request, shapes.CountQuery)
        rows: Any = list(by_cell_and_type(viewer_of(request), **said))
        return self.paged(rows, lambda row: shapes.CellCountOut(row).data)


@requires(Right.DISPUTE_READ)
class Figures(ApiView):
    """Success, fulfilment and repeats, by group."""

    @extend_schema(
        operation_id="dispute_figures_list",
        parameters=[shapes.FigureQuery],
        responses={200: shapes.FigureLineOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        said = _span(request, shapes.FigureQuery)
        lines: Any = by_group(viewer_of(request), said["group"], (said["since"], said["until"]))
        return self.paged(lines, lambda line: shapes.FigureLineOut(line).data)


@requires(Right.DISPUTE_READ, Right.DISPUTE_WORK)
class Explanations(Idempotent, ApiView):
    """Why a dispute is overdue."""

    @extend_schema(responses={200: shapes.ExplanationOut(many=True)})
    def get(self, request: Request, dispute_number: str) -> Response:
        dispute = find_dispute(viewer_of(request), dispute_number)
        return self.paged(dispute.explanations.all(), lambda row: shapes.ExplanationOut(row).data)

    @extend_schema(request=shapes.ExplainIn, responses={201: shapes.ExplanationOut})
    def post(self, request: Request, dispute_number: str) -> Response:
        by = viewer_of(request)
        dispute = find_dispute(by, dispute_number)
        said = checked(shapes.ExplainIn, request.data)
        made = services.explain(dispute, by=by, channel="api", **said)
        return Response(shapes.ExplanationOut(made).data, status=201)
