"""REST of followed series: groups of cases, of no person."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.analysis.studies import selectors, services
from command_center.analysis.studies import serializers as s
from command_center.analysis.studies.models import CaseSeries
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import officer_of, viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires

READ, WRITE = Right.ANALYSIS_READ, Right.STUDY_WRITE


def _series(request: Request, key: int) -> CaseSeries:
    return selectors.find_series(viewer_of(request), key)


@requires(READ, WRITE)
class CaseSeriesList(Idempotent, ApiView):
    """Series that are followed or judged; a POST takes one up."""

    @extend_schema(
        operation_id="case_series_list", parameters=[s.CaseSeriesQuery],
        responses={200: s.CaseSeriesOut(many=True)},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        query = checked(s.CaseSeriesQuery, request.query_params)
        return self.paged(selectors.followed(viewer_of(request), **query), s.series_row)

    @extend_schema(
        operation_id="case_series_follow", request=s.CaseSeriesFields,
        responses={201: s.CaseSeriesOut},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        said = checked(s.CaseSeriesFields, request.data)
        made = services.follow(by=officer_of(request), **said)
        return Response(s.series_row(made), status=201)


@requires(READ, WRITE)
class OneCaseSeries(Idempotent, ApiView):
    """One series; a PATCH changes its title or its cases."""

    @extend_schema(operation_id="case_series_read", responses={200: s.CaseSeriesOut})
    def get(self, request: Request, series_id: int) -> Response:
        return Response(s.series_row(_series(request, series_id)))

    @extend_schema(
        operation_id="case_series_edit", request=s.CaseSeriesChange,
        responses={200: s.CaseSeriesOut},
    )  # fmt: skip
    def patch(self, request: Request, series_id: int) -> Response:
        row, version = _series(request, series_id), expected_version(request)
        said = checked(s.CaseSeriesChange, request.data) | {"version": version}
        return Response(s.series_row(services.change_series(row, by=officer_of(request), **said)))


@requires(READ, WRITE)
class CaseSeriesJudgementView(Idempotent, ApiView):
    """Confirms or rejects a series, or opens the judgement again; each with the reason."""

    @extend_schema(
        operation_id="case_series_judge", request=s.CaseSeriesJudgement,
        responses={200: s.CaseSeriesOut},
    )  # fmt: skip
    def post(self, request: Request, series_id: int) -> Response:
        row, version = _series(request, series_id), expected_version(request, required=False)
        said = checked(s.CaseSeriesJudgement, request.data) | {"version": version}
        return Response(s.series_row(services.judge_series(row, by=officer_of(request), **said)))
