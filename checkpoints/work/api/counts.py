"""REST of counts and outcomes, their sums, and what is missing."""

from datetime import date
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from checkpoints.register.selectors import find_checkpoint
from checkpoints.work import selectors, services, shapes
from checkpoints.work import serializers as given
from checkpoints.work.api.asking import by_of, checkpoint_of, version_of
from checkpoints.work.models import CheckCode, HourlyCount
from checkpoints.work.rulebook import rule_of
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires


@requires(Right.CHECKPOINT_READ, Right.CHECK_COUNT)
class Counts(Idempotent, ApiView):
    """Hourly counts: how many were checked and passed, never who."""

    max_body_bytes: ClassVar[int] = 3 << 20

    @extend_schema(
        operation_id="check_counts_list",
        parameters=[given.CountQuery],
        responses={200: shapes.CountOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.CountQuery, request.query_params)
        return self.paged(selectors.counts(viewer_of(request), **query), shapes.count_row)

    @extend_schema(
        operation_id="check_counts_create",
        request=given.CountBatch,
        responses={201: shapes.SavedOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.CountBatch, request.data)
        saved = services.save_counts(
            [entry_of(row) for row in said["counts"]],
            by=by_of(request),
            viewer=viewer_of(request),
            client_ref=said["client_ref"],
        )
        return Response(shapes.saved_row(saved, said["client_ref"]), status=201)


def entry_of(row: dict[str, Any]) -> services.Entry:
    """One row of a batch as the service takes it."""
    is_passing = "passing" in row
    return services.Entry(
        checkpoint=row["checkpoint"],
        hour=row["hour"],
        kind=row["kind"],
        number=row["passing"] if is_passing else row["checked"],
        measure=HourlyCount.Measure.PASSING if is_passing else HourlyCount.Measure.CHECKED,
        reason=row["reason"],
        direction=row["direction"],
        version=row.get("version"),
        because=row["correction_reason"],
    )


@requires(Right.CHECKPOINT_READ, Right.CHECK_COUNT)
class Count(Idempotent, ApiView):
    """One count with what it said before."""

    @extend_schema(operation_id="check_counts_read", responses={200: shapes.CountDetailOut})
    def get(self, request: Request, count_id: int) -> Response:
        return Response(shapes.count_detail(_count(request, count_id)))

    @extend_schema(
        operation_id="check_counts_correct",
        request=given.CountChange,
        responses={200: shapes.CountDetailOut},
    )
    def patch(self, request: Request, count_id: int) -> Response:
        row, version = _count(request, count_id), version_of(expected_version(request))
        said = checked(given.CountChange, request.data)
        services.correct_count(
            row,
            by=by_of(request),
            viewer=viewer_of(request),
            version=version,
            number=said["number"],
            because=said["correction_reason"],
        )
        return Response(shapes.count_detail(_count(request, count_id)))


def _count(request: Request, count_id: int) -> HourlyCount:
    rows = selectors.counts(viewer_of(request)).prefetch_related("corrections")
    return get_object_or_404(rows, pk=count_id)


@requires(Right.CHECKPOINT_READ, Right.CHECK_COUNT)
class Outcomes(Idempotent, ApiView):
    """What came of checks: codes and references."""

    @extend_schema(
        operation_id="check_outcomes_list",
        parameters=[given.OutcomeQuery],
        responses={200: shapes.CheckOutcomeOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.OutcomeQuery, request.query_params)
        return self.paged(selectors.outcomes(viewer_of(request), **query), shapes.outcome_row)

    @extend_schema(
        operation_id="check_outcomes_create",
        request=given.OutcomeFields,
        responses={201: shapes.CheckOutcomeOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(given.OutcomeFields, request.data)
        checkpoint = checkpoint_of(request, said.pop("checkpoint"))
        row = services.record_outcome(checkpoint, by=by_of(request), **said)
        return Response(shapes.outcome_row(row), status=201)


@requires(Right.CHECKPOINT_READ, Right.CHECK_COUNT)
class OutcomeStrike(Idempotent, ApiView):
    """Strike a wrong entry."""

    @extend_schema(
        operation_id="check_outcomes_strike",
        request=given.ReasonFields,
        responses={200: shapes.CheckOutcomeOut},
    )
    def post(self, request: Request, outcome_id: int) -> Response:
        row = get_object_or_404(selectors.outcomes(viewer_of(request)), pk=outcome_id)
        version = version_of(expected_version(request))
        reason = checked(given.ReasonFields, request.data)["reason"]
        struck = services.strike_outcome(row, by=by_of(request), version=version, reason=reason)
        return Response(shapes.outcome_row(struck))


@requires(Right.CHECKPOINT_READ)
class Codes(ApiView):
    """Every word of the work: reasons, outcomes, things seized, disposals, suspensions."""

    @extend_schema(
        operation_id="check_codes_list",
        parameters=[given.CodeQuery],
        responses={200: shapes.CheckCodeOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(given.CodeQuery, request.query_params)
        names = ("group", "code", "name", "name_en", "is_result")
        rows = CheckCode.objects.filter(is_active=True, **query)
        return self.paged(rows.values(*names), dict)


def span_of(query: dict[str, Any]) -> tuple[date, date]:
    """The asked local days: of this month until today, if nothing is said."""
    last: date = query.pop("last", None) or timezone.localdate()
    return query.pop("first", None) or last.replace(day=1), last


@requires(Right.CHECKPOINT_READ)
class Sums(ApiView):
    """Sums by day, checkpoint, line, agency, hour or kind; every line opens to its rows."""

    @extend_schema(
        operation_id="check_sums",
        parameters=[given.SumQuery],
        responses={200: shapes.CheckSumsOut},
    )
    def get(self, request: Request) -> Response:
        query, viewer = checked(given.SumQuery, request.query_params), viewer_of(request)
        (first, last), by = span_of(query), query.pop("by")
        lines = selectors.sums(viewer, first, last, by, **query)
        whole = shapes.sum_row(selectors.total(viewer, first, last, **query))
        rows = [shapes.sum_row(line) for line in lines]
        return Response({"first": first, "last": last, "by": by, "total": whole, "rows": rows})


@requires(Right.CHECKPOINT_READ)
class YearOnYear(ApiView):
    """The same sums beside those of the same days a year before."""

    @extend_schema(
        operation_id="check_sums_year_on_year",
        parameters=[given.SumQuery],
        responses={200: shapes.CheckYearsOut},
    )
    def get(self, request: Request) -> Response:
        query, viewer = checked(given.SumQuery, request.query_params), viewer_of(request)
        (first, last), by = span_of(query), query.pop("by")
        lines = selectors.year_on_year(viewer, first, last, by, **query)
        rows = [shapes.year_row(line) for line in lines]
        small = rule_of(viewer.agency_path).small_below
        said = {"first": first, "last": last, "by": by, "small_below": small}
        return Response(said | {"rows": rows})


@requires(Right.CHECKPOINT_READ)
class Overdue(ApiView):
    """Hours for which a checkpoint on duty sent no count."""

    @extend_schema(
        operation_id="check_overdue_list",
        parameters=[given.OverdueQuery],
        responses={200: shapes.OverdueCountOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        back = checked(given.OverdueQuery, request.query_params)["hours"]
        rows: Any = selectors.overdue_counts(viewer=viewer_of(request), back=back)
        return self.paged(rows, shapes.overdue_row)


@requires(Right.CHECKPOINT_READ)
class Today(ApiView):
    """One checkpoint's day: sums, last count, lanes, suspension, who is there."""

    @extend_schema(operation_id="check_today", responses={200: shapes.CheckTodayOut})
    def get(self, request: Request, checkpoint_code: str) -> Response:
        checkpoint = find_checkpoint(viewer_of(request), checkpoint_code)
        return Response(shapes.today_row(selectors.today(checkpoint)))
