"""Files in and lists out."""

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.incidents import export
from command_center.incidents.api import forms
from command_center.incidents.api.base import IncidentView
from command_center.incidents.importing import services as importing
from command_center.incidents.models import ExportRequest
from grid.rest.sheets import csv_answer
from grid.rest.views import checked
from grid.rights import Right, requires


@requires(Right.INCIDENT_EXPORT, Right.INCIDENT_EXPORT)
class ExportRequests(IncidentView):
    """Large exports that wait for, or have, a second person's approval."""

    @extend_schema(responses={200: forms.ExportRequestOut(many=True)})
    def get(self, request: Request) -> Response:
        rows = ExportRequest.objects.visible_to(self.viewer)
        return self.paged(rows, export.request_row)

    @extend_schema(request=forms.ExportRequestIn, responses={201: forms.ExportRequestOut})
    def post(self, request: Request) -> Response:
        said = checked(forms.ExportRequestIn, request.data)
        asked = export.ask_approval(
            said["filters"], by=self.viewer, purpose=said["purpose"], channel="api"
        )
        return Response(export.request_row(asked), status=201)


@requires(Right.INCIDENT_EXPORT, Right.INCIDENT_EXPORT)
class ExportApproval(IncidentView):
    """The second person's yes."""

    @extend_schema(request=None, responses={200: forms.ExportRequestOut})
    def post(self, request: Request, request_id: int) -> Response:
        return Response(
            export.request_row(export.approve(request_id, by=self.viewer, channel="api"))
        )


@requires(Right.INCIDENT_IMPORT)
class ImportRuns(IncidentView):
    """Reports of imports."""

    @extend_schema(responses={200: forms.ImportRunOut(many=True)})
    def get(self, request: Request) -> Response:
        return self.paged(importing.import_runs(self.viewer), importing.row)


@requires(Right.INCIDENT_IMPORT)
class ImportRunDetail(IncidentView):
    """One report: how far it came, and the first hundred faults."""

    @extend_schema(responses={200: forms.ImportRunOut})
    def get(self, request: Request, run_id: int) -> Response:
        run = importing.import_run(run_id, self.viewer)
        return Response(importing.row(run) | {"errors": run.errors[:100]})


@requires(Right.INCIDENT_IMPORT)
class ImportRunErrors(IncidentView):
    """Every fault of a report as CSV."""

    @extend_schema(responses={(200, "text/csv"): OpenApiTypes.BINARY})
    def get(self, request: Request, run_id: int) -> HttpResponseBase:
        run = importing.import_run(run_id, self.viewer)
        return csv_answer(f"import-{run.pk}-errors.csv", importing.import_faults(run))
