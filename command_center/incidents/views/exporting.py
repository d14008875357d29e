"""Lists that leave as a file: the purpose is asked first, the watermark says who took them."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from command_center.incidents import export
from grid.errors import DomainError
from grid.organisation.viewers import officer_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OWN = ("purpose", "file_format")


@requires(Right.INCIDENT_EXPORT)
@require_GET
def incident_export(request: HttpRequest) -> HttpResponseBase:
    """`?file_format=csv|xlsx&purpose=…&<filters of the list>`; without a purpose, the question."""
    purpose = request.GET.get("purpose", "")
    if not purpose:
        return _ask(request)
    try:
        lines = export.rows(officer_of(request), request.GET, purpose=purpose)
    except DomainError as refusal:
        return _ask(request, refusal)
    name = f"incidents-{timezone.localtime():%Y%m%d-%H%M}"
    if request.GET.get("file_format") != "xlsx":
        return csv_answer(f"{name}.csv", lines)
    response = HttpResponse(export.as_xlsx(lines), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _ask(request: HttpRequest, refusal: DomainError | None = None) -> HttpResponse:
    filters = [(n, v) for n, vs in request.GET.lists() for v in vs if n not in OWN]
    context = {
        "filters": filters,
        "file_format": "xlsx" if request.GET.get("file_format") == "xlsx" else "csv",
        "purpose": request.GET.get("purpose", ""),
        "refusal": refusal,
        "most": export.UNAPPROVED,
    }
    status = refusal.status if refusal else 200
    return render(request, "incidents/export.html", context, status=status)
