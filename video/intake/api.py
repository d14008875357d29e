"""REST of importing cameras: sheets, catalogues, and the reports of both."""

from collections.abc import Mapping
from typing import IO, Any, ClassVar, Final

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.idempotency import Idempotent
from grid.organisation.viewers import viewer_of
from grid.rest.parsing import StrictJSONParser
from grid.rest.raw import RawJSON
from grid.rest.sheets import csv_answer
from grid.rest.views import ApiView, checked
from grid.rights import Right, requires
from video.intake import messages, selectors, services, uploads
from video.intake import serializers as s
from video.intake.catalog_xml import MOST_BYTES
from video.intake.models import IntakeRun

FIRST: Final = 100  # faults a detail shows


class RawXML(BaseParser):
    """The bytes of a catalogue message, bounded; what they are is decided by themselves."""

    media_type = "application/xml"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        return RawJSON().parse(stream, media_type, parser_context)


class TextXML(RawXML):
    media_type = "text/xml"


class ManscdpXML(RawXML):
    media_type = "application/manscdp+xml"


def run_row(run: IntakeRun) -> dict[str, Any]:
    """A report without what it found."""
    return dict(s.RunOut(run).data)


def run_detail(run: IntakeRun) -> dict[str, Any]:
    """A report with its findings and first faults."""
    faults = run.faults.all()[:FIRST].values("line", "column", "reason")
    return run_row(run) | {"findings": run.findings, "faults": list(faults)}


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
class CameraImports(Idempotent, ApiView):
    """Sheets of cameras, by 27 or 73 columns; the answer comes before the rows are read."""

    max_body_bytes: ClassVar[int] = 64 << 20

    @extend_schema(
        operation_id="camera_imports_list",
        parameters=[s.RunQuery],
        responses={200: s.RunOut(many=True)},
    )
    def get(self, request: Request) -> Response:
        query = checked(s.RunQuery, request.query_params)
        return self.paged(selectors.runs(viewer_of(request), **query), run_row)

    @extend_schema(
        operation_id="camera_imports_create", request=s.ImportIn, responses={202: s.RunOut}
    )
    def post(self, request: Request) -> Response:
        said, who = checked(s.ImportIn, request.data), viewer_of(request)
        run = services.start_import(
            uploads.of_body(said),
            by=who.as_actor(channel="api"),
            agency=who.agency,
            crs=said["crs"],
            camera_class=said.get("camera_class", ""),
            is_dry_run=said["dry_run"],
            valid_rows_only=said["accept_valid"],
        )
        return Response(run_row(run), status=202)


@requires(Right.CAMERA_MANAGE)
class CameraImport(ApiView):
    """One report, of a sheet or a catalogue: how far it came, what it found."""

    @extend_schema(operation_id="camera_imports_read", responses={200: s.RunDetailOut})
    def get(self, request: Request, intake_run_id: int) -> Response:
        return Response(run_detail(selectors.find_run(viewer_of(request), intake_run_id)))


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
class CameraImportDecision(Idempotent, ApiView):
    """Import what a dry run checked, without sending it again."""

    @extend_schema(
        operation_id="camera_imports_decide",
        request=s.CameraImportDecisionIn,
        responses={202: s.RunOut},
    )
    def post(self, request: Request, intake_run_id: int) -> Response:
        who = viewer_of(request)
        run = selectors.find_run(who, intake_run_id)
        said = checked(s.CameraImportDecisionIn, request.data)
        by, only_valid = who.as_actor(channel="api"), said["accept_valid"]
        new = services.import_checked(run, by=by, valid_rows_only=only_valid)
        return Response(run_row(new), status=202)


@requires(Right.CAMERA_MANAGE)
class CameraImportErrors(ApiView):
    """Every bad row of a report as CSV."""

    @extend_schema(
        operation_id="camera_imports_errors", responses={(200, "text/csv"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, intake_run_id: int) -> HttpResponseBase:
        run = selectors.find_run(viewer_of(request), intake_run_id)
        return csv_answer(f"import-{run.pk}-errors.csv", selectors.faults_table(run))


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
class Catalogs(Idempotent, ApiView):
    """Catalog messages of GB/T 28181, Response and Notify, gathered by SN until SumNum is here."""

    max_body_bytes: ClassVar[int] = MOST_BYTES
    parser_classes = (StrictJSONParser, RawXML, TextXML, ManscdpXML)

    @extend_schema(operation_id="catalogs_list", responses={200: s.RunOut(many=True)})
    def get(self, request: Request) -> Response:
        rows = selectors.runs(viewer_of(request), kind=IntakeRun.Kind.CATALOG)
        return self.paged(rows, run_row)

    @extend_schema(
        operation_id="catalogs_create",
        parameters=[s.CatalogQuery],
        request={"application/json": s.CatalogIn, "application/xml": OpenApiTypes.BINARY},
        responses={202: s.CatalogOut},
    )
    def post(self, request: Request) -> Response:
        raw, said = uploads.catalog_of(request)
        who = viewer_of(request)
        by = who.as_actor(channel="api")
        taken = messages.receive(raw, by=by, viewer=who, **said)
        runs = [run_row(run) for run in taken.runs]
        return Response({"runs": runs, "events": taken.events, "unknown": taken.unknown}, 202)


@requires(Right.CAMERA_MANAGE)
class Catalog(CameraImport):
    """One report of a catalogue."""

    @extend_schema(operation_id="catalogs_read", responses={200: s.RunDetailOut})
    def get(self, request: Request, intake_run_id: int) -> Response:
        return super().get(request, intake_run_id)
