"""Import of a file on a page: upload, dry run, every bad row, the decision, the kept report."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from command_center.incidents.import_forms import ImportForm
from command_center.incidents.importing import services
from command_center.incidents.importing.again import import_checked
from command_center.incidents.models import ImportRun
from grid.errors import DomainError
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

UNDER_WAY: Final = frozenset({ImportRun.State.WAITING.value, ImportRun.State.RUNNING.value})


def address_of(run: ImportRun) -> str:
    return reverse("incident_import_run", args=[run.pk])


@requires(Right.INCIDENT_IMPORT, Right.INCIDENT_IMPORT)
@require_http_methods(["GET", "POST"])
def incident_import(request: HttpRequest) -> HttpResponse:
    """Upload a file; it is checked first unless somebody chooses otherwise."""
    officer = officer_of(request)
    runs = services.import_runs(officer)
    form = ImportForm(request.POST or None, request.FILES or None, viewer=officer)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return redirect(once_per_form(request, lambda: _start(request, form)))
            except DomainError as refusal:
                form.add_error("mapping_file", refusal.message)
    context = {"form": form, "page": page_of(request, runs, size=25)}
    return render(request, "incidents/import.html", context, status=status)


def _start(request: HttpRequest, form: ImportForm) -> str:
    run = services.start_import(
        form.cleaned_data["file"],
        form.mapping(),
        by=officer_of(request),
        is_dry_run=request.POST.get("act") != "import",
    )
    return address_of(run)


@requires(Right.INCIDENT_IMPORT)
@require_GET
def incident_import_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """The report; while the run is under way the page asks again each second."""
    return _show(request, services.import_run(run_id, officer_of(request)))


def _show(
    request: HttpRequest, run: ImportRun, *, refusal: DomainError | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "run": run,
        "is_under_way": run.state in UNDER_WAY,
        "page": page_of(request, run.errors),
        "rows_good": run.rows_read - run.rows_bad,
        "can_decide": run.is_dry_run and services.path_of(run).exists(),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "incidents/import_run.html", context, status=status)


@requires(Right.INCIDENT_IMPORT, Right.INCIDENT_IMPORT)
@require_POST
def incident_import_decide(request: HttpRequest, run_id: int) -> HttpResponse:
    """Import what was checked: everything, or the valid rows only."""
    officer = officer_of(request)
    run = services.import_run(run_id, officer)
    only_valid = request.POST.get("rows") == "valid"
    try:
        return redirect(
            once_per_form(
                request,
                lambda: address_of(import_checked(run, by=officer, valid_rows_only=only_valid)),
            )
        )
    except DomainError as refusal:
        return _show(request, run, refusal=refusal)


@requires(Right.INCIDENT_IMPORT)
@require_GET
def incident_import_errors(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """Every bad row as CSV, formulae neutralised."""
    run = services.import_run(run_id, officer_of(request))
    return csv_answer(f"import-{run.pk}-errors.csv", services.import_faults(run))
