"""REST of hours, pivots, hot cells and series candidates: places and times, no person."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.analysis.explorer import forms
from command_center.analysis.explorer import serializers as s
from command_center.analysis.explorer.asked import Asked, AskForm, TimedForm, asked_of
from command_center.analysis.explorer.candidates import candidates
from command_center.analysis.explorer.hotcells import hot_weeks
from command_center.analysis.explorer.hours import hour_table
from command_center.analysis.explorer.page import is_off
from command_center.analysis.explorer.pivot import pivot
from command_center.analysis.explorer.zerodays import chosen, zero_table
from command_center.analysis.studies import selectors
from grid.errors import FieldError, IllegalStep, InvalidInput
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires

READ = Right.ANALYSIS_READ


def _asked(
    request: Request, shape: Any, form_of: type[AskForm], *, days: int, method: str = ""
) -> tuple[Asked, dict[str, Any]]:
    """The question, or InvalidInput naming each field; IllegalStep where the method is off."""
    viewer = viewer_of(request)
    form = form_of(s.as_form(checked(shape, request.query_params)), viewer=viewer, days=days)
    asked = asked_of(form, viewer)
    if asked is None:
        faults = [
            FieldError(pointer=f"/{name}", code="invalid", message=str(errors[0]))
            for name, errors in form.errors.items()
        ]
        raise InvalidInput(faults[0]["message"], errors=faults)
    if method and is_off(method, asked.agency.path):
        raise IllegalStep(_("This method is switched off here."), method=method)
    return asked, form.cleaned_data


@requires(READ)
class CaseHours(ApiView):
    """The hours of the week in which cases happened, by aoristic weights."""

    @extend_schema(
        operation_id="case_hours_read", parameters=[s.TimedQuestion],
        responses={200: s.HourTableOut},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        asked, _said = _asked(request, s.TimedQuestion, TimedForm, days=84, method="aoristic")
        return Response(s.hours_row(hour_table(asked)))


@requires(READ)
class CasePivot(ApiView):
    """Cases by two dimensions."""

    @extend_schema(
        operation_id="case_pivot_read", parameters=[s.PivotQuestion], responses={200: s.PivotOut}
    )
    def get(self, request: Request) -> Response:
        asked, said = _asked(request, s.PivotQuestion, forms.PivotForm, days=28)
        names = ("rows", "columns", "measure", "sort")
        return Response(s.pivot_row(pivot(asked, **{name: said[name] for name in names})))


@requires(READ)
class HotCells(ApiView):
    """Which cells stood out in each of the last twelve weeks."""

    @extend_schema(
        operation_id="hot_cells_read", parameters=[s.CaseQuestion], responses={200: s.HotWeeksOut}
    )
    def get(self, request: Request) -> Response:
        asked, _said = _asked(request, s.CaseQuestion, forms.HotForm, days=28, method="hotspots")
        return Response(s.hot_row(hot_weeks(asked)))


@requires(READ)
class ZeroDays(ApiView):
    """Villages, communities and areas by their days without a case."""

    @extend_schema(
        operation_id="zero_days_list", parameters=[s.ZeroQuestion],
        responses={200: s.ZeroDaysOut(many=True)},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        asked, said = _asked(request, s.ZeroQuestion, forms.ZeroForm, days=365, method="streaks")
        rows = chosen(zero_table(asked, said["level"]), said)
        return self.paged(rows, s.zero_row)  # type: ignore[arg-type]  # a list is paged alike


@requires(READ)
class SeriesCandidates(ApiView):
    """Groups of cases that may be one series, the surest first; of cases, of no person."""

    @extend_schema(
        operation_id="series_candidates_list", parameters=[s.SeriesQuestion],
        responses={200: s.SeriesCandidateOut(many=True)},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        asked, said = _asked(request, s.SeriesQuestion, forms.SeriesForm, days=180, method="series")
        model = selectors.model_in_force(viewer_of(request).agency_path)
        found = candidates(asked, model, strength=said["strength"])
        return self.paged(list(found.groups), s.candidate_row)  # type: ignore[arg-type]  # a list is paged alike
