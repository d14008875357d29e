"""REST of cases: the list, one case, its corrections, its end; many at once."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.cases import exporting, selectors, services
from command_center.cases.api import shapes as s
from command_center.cases.drafting import Draft
from command_center.cases.filters import CaseFilter
from command_center.cases.hints import hints, look_over
from command_center.cases.models import Case
from command_center.cases.services.entering import take_in
from grid.errors import FieldError, InvalidInput
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.organisation.writing import fault, refuse
from grid.rest.sheets import csv_answer
from grid.rest.views import ApiView, checked, expected_version
from grid.rights import Right, requires

MOST: Final = 1_000
MOST_BYTES: Final = 4 << 20


def find(request: Request, number: str) -> Case:
    """The case in the asker's scope; absent and out of scope are the same 404."""
    return selectors.case(viewer_of(request), number)


def detail(row: Case, request: Request, *, status: int = 200) -> Response:
    """A case in full, without its text, with what looks wrong about it."""
    place: dict[str, Any] = {"source_crs": row.source_crs, "source_lng": None, "source_lat": None}
    if not row.category.is_sensitive:
        place |= {"source_lng": row.source_lng, "source_lat": row.source_lat}
    return Response(
        s.case_row(row) | place | {
            "duplicate_of": row.duplicate_of.number if row.duplicate_of else None,
            "hints": [asdict(hint) for hint in hints(Draft({}, row), viewer_of(request))],
            "warnings": list(row.told),
        },
        status=status,
    )  # fmt: skip


class Filter(DjangoFilterBackend):  # type: ignore[misc]  # untyped library
    """The filters of the list, told for whom a class set is asked."""

    def get_filterset_kwargs(self, request: Request, queryset: Any, view: Any) -> dict[str, Any]:
        known: dict[str, Any] = super().get_filterset_kwargs(request, queryset, view)
        return known | {"viewer": viewer_of(request)}


class Filtered(ApiView, GenericAPIView[Case]):  # type: ignore[misc]
    """Cases of the viewer's area, narrowed as the page is."""

    serializer_class = s.CaseOut
    filter_backends = (Filter,)
    filterset_class = CaseFilter
    queryset = Case.objects.none()

    def get_queryset(self) -> QuerySet[Case]:
        return selectors.cases(viewer_of(self.request))


@requires(Right.CASE_READ, Right.CASE_WRITE)
class CaseList(Idempotent, Filtered):  # type: ignore[misc]
    """Cases of the viewer's area, narrowed as the page is; a POST enters one."""

    @extend_schema(operation_id="cases_list", responses={200: s.CaseOut(many=True)})
    def get(self, request: Request) -> Response:
        return self.paged(self.filter_queryset(self.get_queryset()), s.case_row)

    @extend_schema(
        operation_id="cases_create", request=s.CaseFields, responses={201: s.CaseDetailOut}
    )
    def post(self, request: Request) -> Response:
        said = {"source": "api"} | checked(s.CaseFields, request.data)
        row = services.enter_case(by=viewer_of(request), channel="api", **said)
        return detail(row, request, status=201)


@requires(Right.CASE_EXPORT)
class CaseExport(Filtered):
    """The list as a table to take away, as the page exports it; that it was taken is told."""

    pagination_class = None  # type: ignore[assignment]  # all of it, as it is read

    @extend_schema(
        operation_id="cases_export",
        filters=True,
        description="CSV in UTF-8 with BOM, at most 100,000 cases, without texts; of sensitive"
        " kinds without the place. The import reads it again.",
        responses={(200, "text/csv"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> HttpResponseBase:
        rows = self.filter_queryset(self.get_queryset())
        by, filters = viewer_of(request), request.query_params
        table = exporting.table(rows, by=by, filters=filters, channel="api")
        return csv_answer("cases.csv", table)


@requires(Right.CASE_WRITE, Right.CASE_WRITE)
class CaseBatch(Idempotent, ApiView):
    """Up to 1,000 cases at once, each accepted or refused by itself."""

    max_body_bytes: ClassVar[int] = MOST_BYTES

    @extend_schema(
        operation_id="cases_batch",
        request=s.CaseFields(many=True),
        responses={201: s.CaseBatchOut, 207: s.CaseBatchOut},
    )
    def post(self, request: Request) -> Response:
        given = request.data
        if not isinstance(given, list) or not 1 <= len(given) <= MOST:
            message = _("Send 1 to %(most)s cases at a time.") % {"most": MOST}
            refuse([FieldError(pointer="", code="count", message=message)])
        forms = [s.CaseFields(data=one) for one in given]
        fit = {i: form.validated_data for i, form in enumerate(forms) if form.is_valid()}
        rows: list[dict[str, Any]] = [
            {"index": i, "errors": _shape_faults(form.errors)} if i not in fit else {"index": i}
            for i, form in enumerate(forms)
        ]
        told = [{"source": "api"} | dict(one) for one in fit.values()]
        for i, draft in zip(fit, take_in(told, by=viewer_of(request), channel="api"), strict=True):
            rows[i] |= _result(draft)
        return _batch_answer(rows)


def _shape_faults(errors: Any) -> list[FieldError]:
    named = errors.items() if isinstance(errors, dict) else [("", [errors])]
    return [fault(str(name), "invalid", str(words[0])) for name, words in named]


def _result(draft: Draft) -> dict[str, Any]:
    if draft.errors:
        return {"errors": draft.errors}
    return {"number": draft.row.number, "warnings": draft.warnings}


def _batch_answer(rows: list[dict[str, Any]]) -> Response:
    """201 when all came in, 207 when some did; InvalidInput (400) when none did."""
    refused = [row for row in rows if "errors" in row]
    if len(refused) == len(rows):
        faults = [
            fault(f"{row['index']}{found['pointer']}", found["code"], found["message"])
            for row in refused
            for found in row["errors"]
        ]
        raise InvalidInput(_("None of these cases can be taken in."), errors=faults)
    body = {"created": len(rows) - len(refused), "results": rows}
    return Response(body, status=207 if refused else 201)


@requires(Right.CASE_WRITE, Right.CASE_WRITE)
class CaseCheck(Idempotent, ApiView):
    """What would be said of a case, without entering it."""

    @extend_schema(
        operation_id="cases_check", request=s.CaseFields, responses={200: s.CaseCheckOut}
    )
    def post(self, request: Request) -> Response:
        said = checked(s.CaseFields, request.data)
        draft, found = look_over(said, by=viewer_of(request))
        told = {"errors": draft.errors, "warnings": draft.warnings}
        return Response(told | {"hints": [asdict(hint) for hint in found]})


@requires(Right.CASE_READ, Right.CASE_WRITE)
class CaseDetail(Idempotent, ApiView):
    """One case; a PATCH corrects it, with the reason."""

    @extend_schema(operation_id="cases_read", responses={200: s.CaseDetailOut})
    def get(self, request: Request, case_number: str) -> Response:
        return detail(find(request, case_number), request)

    @extend_schema(
        operation_id="cases_correct", request=s.CaseChange, responses={200: s.CaseDetailOut}
    )
    def patch(self, request: Request, case_number: str) -> Response:
        row, version = find(request, case_number), expected_version(request)
        said = {"reason": ""} | checked(s.CaseChange, request.data) | {"version": version}
        by = viewer_of(request)
        return detail(services.correct_case(row, by=by, channel="api", **said), request)


@requires(Right.CASE_READ)
class CaseRevisions(ApiView):
    """Every correction of a case, the newest first."""

    @extend_schema(operation_id="case_revisions", responses={200: s.RevisionOut(many=True)})
    def get(self, request: Request, case_number: str) -> Response:
        rows = selectors.revisions(find(request, case_number))
        fields = ("version", "at", "by", "reason", "changes", "days")
        return self.paged(rows, lambda row: {name: getattr(row, name) for name in fields})


def _ended(
    request: Request, number: str, do: Callable[..., Case], said: dict[str, Any]
) -> Response:
    row, version = find(request, number), expected_version(request)
    told = said | {"version": version}
    return detail(do(row, by=viewer_of(request), channel="api", **told), request)


@requires(Right.CASE_WRITE, Right.CASE_WRITE)
class CaseSolve(Idempotent, ApiView):
    """It was solved."""

    @extend_schema(operation_id="case_solve", request=s.SolvedIn, responses={200: s.CaseDetailOut})
    def post(self, request: Request, case_number: str) -> Response:
        said = checked(s.SolvedIn, request.data)
        return _ended(request, case_number, services.solve_case, said)


@requires(Right.CASE_WRITE, Right.CASE_WRITE)
class CaseWithdraw(Idempotent, ApiView):
    """It was no case after all."""

    @extend_schema(
        operation_id="case_withdraw", request=s.CaseReasonIn, responses={200: s.CaseDetailOut}
    )
    def post(self, request: Request, case_number: str) -> Response:
        said = checked(s.CaseReasonIn, request.data)
        return _ended(request, case_number, services.withdraw_case, said)


@requires(Right.CASE_WRITE, Right.CASE_WRITE)
class CaseReopen(Idempotent, ApiView):
    """It is open again."""

    @extend_schema(
        operation_id="case_reopen", request=s.CaseReasonIn, responses={200: s.CaseDetailOut}
    )
    def post(self, request: Request, case_number: str) -> Response:
        said = checked(s.CaseReasonIn, request.data)
        return _ended(request, case_number, services.reopen_case, said)


@requires(Right.CASE_WRITE, Right.CASE_WRITE)
class CaseVoid(Idempotent, ApiView):
    """It was entered in error, or a second time."""

    @extend_schema(operation_id="case_void", request=s.VoidIn, responses={200: s.CaseDetailOut})
    def post(self, request: Request, case_number: str) -> Response:
        said = checked(s.VoidIn, request.data)
        double = selectors.double(viewer_of(request), said.pop("duplicate_of", ""))
        return _ended(request, case_number, services.void_case, said | {"duplicate_of": double})
