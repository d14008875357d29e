"""REST of runs and of what they found."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.analysis.runs import selectors, services
from command_center.analysis.runs import serializers as shapes
from grid.ledger.actors import actor_of
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires


@requires(Right.ANALYSIS_READ)
class Runs(ApiView):
    """Runs, those due last first."""

    @extend_schema(
        operation_id="analysis_runs_list",
        parameters=[shapes.RunQuery],
        responses={200: shapes.JobRunOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.RunQuery, request.query_params)
        rows = selectors.runs(viewer_of(request), **asked)
        return self.paged(rows, lambda row: shapes.JobRunOut(row).data)


@requires(Right.ANALYSIS_READ)
class Run(ApiView):
    """One run."""

    @extend_schema(operation_id="analysis_runs_one", responses={200: shapes.JobRunOut})
    def get(self, request: Request, analysis_run_id: int) -> Response:
        return Response(
            shapes.JobRunOut(selectors.find_run(viewer_of(request), analysis_run_id)).data
        )


@requires(Right.ANALYSIS_READ, Right.ANALYSIS_RUN)
class RunAgain(Idempotent, ApiView):
    """A new revision of a period, carried out by the next worker that is free."""

    @extend_schema(
        operation_id="analysis_runs_again",
        request=shapes.JobRunAgainIn,
        responses={201: shapes.JobRunOut},
    )
    def post(self, request: Request, analysis_run_id: int) -> Response:
        run = selectors.find_run(viewer_of(request), analysis_run_id)
        said = checked(shapes.JobRunAgainIn, request.data)
        made = services.run_again(run, reason=said["reason"], actor=actor_of(request))
        return Response(shapes.JobRunOut(made).data, status=201)


@requires(Right.ANALYSIS_READ)
class Results(ApiView):
    """What runs found, the newest first, without content."""

    @extend_schema(
        operation_id="analysis_results_list",
        parameters=[shapes.ResultQuery],
        responses={200: shapes.ResultRow(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(shapes.ResultQuery, request.query_params)
        rows = selectors.results(viewer_of(request), **asked).defer("content", "corrections")
        return self.paged(rows, lambda row: shapes.ResultRow(row).data)


@requires(Right.ANALYSIS_READ)
class Result(ApiView):
    """What one run found."""

    @extend_schema(operation_id="analysis_results_one", responses={200: shapes.ResultOut})
    def get(self, request: Request, analysis_run_id: int) -> Response:
        found = selectors.result_of(selectors.find_run(viewer_of(request), analysis_run_id))
        if found is None:
            raise Http404
        return Response(shapes.ResultOut(found).data)
