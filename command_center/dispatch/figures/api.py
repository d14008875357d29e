"""REST of the figures: every measure of a period, 1-3-5, and the calls behind each."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.dispatch.figures import asking, one_three_five, selectors, shown
from command_center.dispatch.figures.serializers import (
    CallOut,
    CallsQuery,
    FigureQuery,
    ReachCallsQuery,
    ReachOut,
    ReachQuery,
    ReportOut,
)
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires


@requires(Right.FIGURES_READ)
class Figures(ApiView):
    """Median, P90, mean, bands and exclusions of every measure, beside two earlier periods."""

    @extend_schema(operation_id="figures", parameters=[FigureQuery], responses={200: ReportOut})
    def get(self, request: Request) -> Response:
        said = checked(FigureQuery, request.query_params)
        question = asking.question_of(viewer_of(request), said)
        report = selectors.report(question, before=asking.compared_with(said))
        return Response(shown.report_json(report))


@requires(Right.FIGURES_READ)
class FigureCalls(ApiView):
    """The calls one figure was counted from, longest first; or those left out for a reason."""

    @extend_schema(
        operation_id="figure_calls", parameters=[CallsQuery], responses={200: CallOut(many=True)}
    )
    def get(self, request: Request, measure: str) -> Response:
        said = checked(CallsQuery, request.query_params)
        question = asking.question_of(viewer_of(request), said)
        rows: Any = selectors.calls_behind(question, measure, asking.behind_of(said))
        if rows is None:
            raise Http404
        return self.paged(rows, shown.call_json)


@requires(Right.FIGURES_READ)
class OneThreeFive(ApiView):
    """How many calls were reacted to, reached and finished within 1, 3 and 5 minutes."""

    @extend_schema(
        operation_id="one_three_five", parameters=[ReachQuery], responses={200: ReachOut}
    )
    def get(self, request: Request) -> Response:
        said = checked(ReachQuery, request.query_params)
        question = asking.question_of(viewer_of(request), said)
        known = one_three_five.readings(question.agency)
        reading = said.get("reading") or next(iter(known), "stages")
        timers = one_three_five.report(question, reading=reading)
        return Response(shown.reach_json(question, reading, known, timers))


@requires(Right.FIGURES_READ)
class OneThreeFiveCalls(ApiView):
    """The calls of one timer: in time (`band=0`), late (`band=1`), or left out for a reason."""

    @extend_schema(
        operation_id="one_three_five_calls",
        parameters=[ReachCallsQuery],
        responses={200: CallOut(many=True)},
    )
    def get(self, request: Request, tier: int) -> Response:
        said = checked(ReachCallsQuery, request.query_params)
        if tier not in one_three_five.STAGE_NAMES:
            raise Http404
        question = asking.question_of(viewer_of(request), said)
        reading = said.get("reading") or next(iter(one_three_five.readings(question.agency)), "")
        which = asking.behind_of(said)
        rows: Any = one_three_five.calls_behind(question, reading=reading, tier=tier, which=which)
        return self.paged(rows, shown.call_json)
