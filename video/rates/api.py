"""REST of the rates: counted now, kept by day, with the cameras behind, and their formulas."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from grid.errors import NotAllowed
from grid.ledger.idempotency import Idempotent
from grid.organisation.models import Officer
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires
from video.rates import history, scores, selectors, services
from video.rates import serializers as given
from video.rates.causes import causes
from video.rates.models import RateFormula
from video.rates.rulebook import formulas_of, formulas_seen


@requires(Right.CAMERA_READ)
class CameraRates(ApiView):
    """The rates of a moment by agency, division, owner, operator, contractor or class."""

    @extend_schema(
        operation_id="camera_rates",
        parameters=[given.CameraRateQuery],
        responses={200: given.CameraRatesOut},
    )
    def get(self, request: Request) -> Response:
        asked = checked(given.CameraRateQuery, request.query_params)
        table = selectors.table(viewer_of(request), **asked)
        said = {
            "by": asked["by"],
            "at": asked.get("at"),
            "counted_at": timezone.now(),
            "formulas": {rate: formula.number for rate, formula in table.formulas.items()},
            "total": given.rates_row(table.total),
            "rows": [given.line_row(line) for line in table.lines],
        }
        return Response(said)


@requires(Right.CAMERA_READ)
class RateCameras(ApiView):
    """The cameras of one part of a rate, each with why it is there."""

    @extend_schema(
        operation_id="camera_rate_cameras",
        parameters=[given.RateCameraQuery],
        responses={200: given.RateCameraOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(given.RateCameraQuery, request.query_params)
        rate, part = asked.pop("rate"), asked.pop("part")
        asked.pop("by")
        viewer, pages = viewer_of(request), self.pagination_class()
        rows = selectors.cameras_behind(viewer, rate, part, **asked)
        rows = rows.select_related("agency", "status", "place_check", "storage_state")
        page = pages.paginate_queryset(rows, request, view=self) or []
        formula = formulas_of(viewer.agency_path)[rate]
        why = causes(page, formula, part, at=asked.get("at"))
        return pages.get_paginated_response([given.camera_row(row, why) for row in page])


@requires(Right.CAMERA_READ)
class RateHistory(ApiView):
    """One rate day by day as it was kept."""

    @extend_schema(
        operation_id="camera_rate_history",
        parameters=[given.RateHistoryQuery],
        responses={200: given.RateDayOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(given.RateHistoryQuery, request.query_params)
        rate, first, last = asked.pop("rate"), asked.pop("first"), asked.pop("last")
        found = history.series(viewer_of(request), [rate], first, last, **asked)
        days: Any = list(found.get(rate, {}).items())
        return self.paged(days, lambda d: {"day": d[0], "figure": given.figure_row(d[1])})


@requires(Right.CAMERA_READ)
class RateRanking(ApiView):
    """Groups by the mean of the four rates over the kept days of a span."""

    @extend_schema(
        operation_id="camera_rate_ranking",
        parameters=[given.RankingQuery],
        responses={200: given.RateRankedOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(given.RankingQuery, request.query_params)
        first, last = asked.pop("first"), asked.pop("last")
        rows: Any = history.ranking(viewer_of(request), first, last, **asked)
        return self.paged(rows, given.ranked_row)


@requires(Right.CAMERA_READ)
class ContractorScores(ApiView):
    """Contractors by points, with everything the points were counted from."""

    @extend_schema(
        operation_id="contractor_scores",
        parameters=[given.SpanQuery],
        responses={200: given.ContractorScoreOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(given.SpanQuery, request.query_params)
        rows: Any = scores.contractor_scores(viewer_of(request), **asked)
        return self.paged(rows, given.score_row)


@requires(Right.CAMERA_READ, Right.RATE_MANAGE)
class Formulas(Idempotent, ApiView):
    """Every version of every formula, and writing the next one."""

    @extend_schema(
        operation_id="camera_rate_formulas_list",
        responses={200: given.FormulaOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        return self.paged(formulas_seen(viewer_of(request)), given.formula_row)

    @extend_schema(
        operation_id="camera_rate_formulas_propose",
        request=given.FormulaFields,
        responses={201: given.FormulaOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.FormulaFields, request.data)
        row = services.propose_formula(by=_officer(request), **said)
        return Response(given.formula_row(row), status=201)


@requires(Right.CAMERA_READ)
class Formula(ApiView):
    """One version of a formula."""

    @extend_schema(operation_id="camera_rate_formulas_read", responses={200: given.FormulaOut})
    def get(self, request: Request, rate_formula_id: int) -> Response:
        return Response(given.formula_row(_formula(request, rate_formula_id)))


@requires(Right.RATE_MANAGE, Right.RATE_MANAGE)
class FormulaApproval(Idempotent, ApiView):
    """Agree to a proposal of somebody else."""

    @extend_schema(
        operation_id="camera_rate_formulas_approve",
        request=None,
        responses={200: given.FormulaOut},
    )
    def post(self, request: Request, rate_formula_id: int) -> Response:
        row = _formula(request, rate_formula_id)
        version = expected_version(request) or 0
        held = services.approve_formula(row, by=_officer(request), version=version)
        return Response(given.formula_row(held))


@requires(Right.CAMERA_SIGN, Right.CAMERA_SIGN)
class StorageStates(Idempotent, ApiView):
    """What recorders say of a day: recorded seconds, clock, days of history."""

    max_body_bytes: ClassVar[int] = 2 << 20

    @extend_schema(
        operation_id="camera_storage_states_send",
        request=given.StorageBatch,
        responses={200: given.StorageTakenOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.StorageBatch, request.data)["states"]
        viewer = viewer_of(request)
        signs = [services.StorageSign(**state) for state in said]
        by = viewer.as_actor(channel="api")
        taken = services.take_storage(signs, by=by, viewer=viewer)
        names = ("received", "taken", "older", "unknown")
        return Response({name: getattr(taken, name) for name in names})


def _formula(request: Request, rate_formula_id: int) -> RateFormula:
    return get_object_or_404(formulas_seen(viewer_of(request)), pk=rate_formula_id)


def _officer(request: Request) -> Officer:
    viewer = viewer_of(request)
    if isinstance(viewer, Officer):
        return viewer
    raise NotAllowed(_("Only an officer decides on formulas."))
