"""REST of the daily sheets and the proposals."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.analysis.sheets import selectors, services
from command_center.analysis.sheets import serializers as s
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires


@requires(Right.ANALYSIS_READ)
class DailySheets(ApiView):
    """Daily sheets in scope, the latest day first, the newest revision of each."""

    @extend_schema(
        operation_id="daily_sheets_list",
        parameters=[s.SheetQuery],
        responses={200: s.DailySheetRow(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(s.SheetQuery, request.query_params)
        return self.paged(selectors.filtered_sheets(viewer_of(request), **asked), s.sheet_row)


@requires(Right.ANALYSIS_READ)
class DailySheet(ApiView):
    """One daily sheet with every section."""

    @extend_schema(responses={200: s.DailySheetOut})
    def get(self, request: Request, analysis_run_id: int) -> Response:
        return Response(s.sheet_full(selectors.sheet(viewer_of(request), analysis_run_id)))


@requires(Right.ANALYSIS_READ)
class Proposals(ApiView):
    """Proposals in scope, the latest days first."""

    @extend_schema(
        operation_id="proposals_list",
        parameters=[s.ProposalQuery],
        responses={200: s.ProposalOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(s.ProposalQuery, request.query_params)
        return self.paged(selectors.proposals(viewer_of(request), **asked), s.proposal_row)


@requires(Right.ANALYSIS_READ)
class ProposalView(ApiView):
    """One proposal: what it rests on, what was decided, what came of it."""

    @extend_schema(responses={200: s.ProposalOut})
    def get(self, request: Request, proposal_id: int) -> Response:
        return Response(s.proposal_row(selectors.proposal(viewer_of(request), proposal_id)))


@requires(Right.PROPOSAL_DECIDE, Right.PROPOSAL_DECIDE)
class ProposalDecline(Idempotent, ApiView):
    """Decide against a proposal. To order it, issue an order with `reference=proposal:<id>`."""

    @extend_schema(request=s.DeclineIn, responses={200: s.ProposalOut})
    def post(self, request: Request, proposal_id: int) -> Response:
        by = viewer_of(request)
        row, said = selectors.proposal(by, proposal_id), checked(s.DeclineIn, request.data)
        said["version"] = expected_version(request)
        return Response(s.proposal_row(services.decline(row, by=by, **said)))


@requires(Right.PROPOSAL_DECIDE, Right.PROPOSAL_DECIDE)
class ProposalReopen(Idempotent, ApiView):
    """Take a refusal back."""

    @extend_schema(request=None, responses={200: s.ProposalOut})
    def post(self, request: Request, proposal_id: int) -> Response:
        by = viewer_of(request)
        row = selectors.proposal(by, proposal_id)
        made = services.reopen(row, by=by, version=expected_version(request))
        return Response(s.proposal_row(made))
