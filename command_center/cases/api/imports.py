"""REST of files of cases: uploaded, tried, imported, reported row by row."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.cases.api import shapes as s
from command_center.cases.importing import services
from command_center.cases.models import CaseImport
from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.table_files import MOST_BYTES
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires


@requires(Right.CASE_IMPORT, Right.CASE_IMPORT)
class CaseImports(Idempotent, ApiView):
    """Imports of the viewer's area; a POST takes a file, tried unless `dry_run` is false."""

    parser_classes = (MultiPartParser,)
    max_body_bytes: ClassVar[int] = MOST_BYTES

    @extend_schema(operation_id="case_imports_list", responses={200: s.ImportOut(many=True)})
    def get(self, request: Request) -> Response:
        return self.paged(services.imports(viewer_of(request)), import_row)

    @extend_schema(
        operation_id="case_imports_create",
        request={"multipart/form-data": s.CaseImportIn},
        responses={202: s.ImportOut},
    )
    def post(self, request: Request) -> Response:
        said = checked(s.CaseImportIn, request.data)
        is_dry_run = said.pop("dry_run")
        run = services.start_import(by=viewer_of(request), is_dry_run=is_dry_run, **said)
        return Response(import_row(run), status=202)


@requires(Right.CASE_IMPORT)
class CaseImportDetail(ApiView):
    """The report of one import."""

    @extend_schema(operation_id="case_imports_read", responses={200: s.ImportOut})
    def get(self, request: Request, case_import_id: int) -> Response:
        return Response(import_row(services.find_import(viewer_of(request), case_import_id)))


@requires(Right.CASE_IMPORT)
class CaseImportFaults(ApiView):
    """Every bad row of an import."""

    @extend_schema(operation_id="case_imports_faults", responses={200: s.CaseFaultOut(many=True)})
    def get(self, request: Request, case_import_id: int) -> Response:
        run = services.find_import(viewer_of(request), case_import_id)
        fields = ("row", "field", "code", "message")
        return self.paged(
            run.faults.all(), lambda row: {name: getattr(row, name) for name in fields}
        )


def import_row(run: CaseImport) -> dict[str, Any]:
    """An import as `ImportOut` says."""
    plain = (
        *("name", "state", "is_dry_run", "only_valid", "read", "created", "changed", "unchanged"),
        *("joined", "faulty", "columns", "meanings", "joins_doubles", "refusal", "started_at"),
        "ended_at",
    )
    return {"id": run.pk} | {name: getattr(run, name) for name in plain}
