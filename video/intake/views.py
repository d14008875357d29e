"""Import of cameras on a page: upload, dry run, every bad row, the decision, the kept report."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grid.errors import DomainError
from grid.frame.forms import asked_for
from grid.frame.pages import RefusableForm, form_page
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.intake import messages, selectors, services
from video.intake.forms import CatalogForm, RunFilter, SheetForm
from video.intake.heads import FURTHER, OURS, SHORT
from video.intake.models import IntakeRun


def address_of(run: IntakeRun) -> str:
    return reverse("camera_import_run", args=[run.pk])


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def camera_import(request: HttpRequest) -> HttpResponse:
    """Upload a sheet; it is checked first unless somebody chooses otherwise."""
    form = SheetForm(request.POST or None, request.FILES or None)

    def keep(said: dict[str, Any]) -> str:
        officer, is_dry_run = officer_of(request), request.POST.get("act") != "import"
        run = services.start_import(
            said.pop("file"),
            by=officer.as_actor(),
            agency=officer.agency,
            is_dry_run=is_dry_run,
            **said,
        )
        return address_of(run)

    return _import_page(request, form, keep, IntakeRun.Kind.SHEET)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def catalog_import(request: HttpRequest) -> HttpResponse:
    """Upload a saved catalogue; what came over REST is listed here too."""
    officer = officer_of(request)
    form = CatalogForm(request.POST or None, request.FILES or None, viewer=officer)

    def keep(said: dict[str, Any]) -> str:
        taken = messages.receive(
            said["file"].read(),
            by=officer.as_actor(),
            viewer=officer,
            platform=said["platform"],
            file_name=said["file"].name,
            crs=said["crs"],
            is_dry_run=request.POST.get("act") != "import",
        )
        return address_of(taken.runs[0]) if taken.runs else reverse("catalog_import")

    return _import_page(request, form, keep, IntakeRun.Kind.CATALOG)


def _import_page(
    request: HttpRequest, form: RefusableForm, keep: Any, kind: IntakeRun.Kind
) -> HttpResponse:
    chosen = RunFilter(request.GET)
    runs = selectors.runs(officer_of(request), kind=kind, **asked_for(chosen))
    context = {
        "filter": chosen,
        "page": page_of(request, runs, size=25),
        "kind": kind.value,
        "columns": (*SHORT, *FURTHER, *OURS),
    }
    return form_page(request, form, keep, "videointake/import.html", context)


@requires(Right.CAMERA_MANAGE)
@require_GET
def camera_import_run(request: HttpRequest, intake_run_id: int) -> HttpResponse:
    """The report; while the run is under way the page asks again each second."""
    return _show(request, selectors.find_run(officer_of(request), intake_run_id))


def _show(
    request: HttpRequest, run: IntakeRun, *, refusal: DomainError | None = None
) -> HttpResponse:
    is_checked = run.is_dry_run and run.state == IntakeRun.State.DONE
    context: dict[str, Any] = {
        "run": run,
        "page": page_of(request, run.faults.all()),
        "can_decide": is_checked and services.is_kept(run),
        "back": "catalog_import" if run.kind == IntakeRun.Kind.CATALOG else "camera_import",
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "videointake/run.html", context, status=status)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_POST
def camera_import_decide(request: HttpRequest, intake_run_id: int) -> HttpResponse:
    """Import what was checked: everything, or the valid rows only."""
    officer = officer_of(request)
    run = selectors.find_run(officer, intake_run_id)
    only_valid = request.POST.get("rows") == "valid"

    def keep() -> str:
        by = officer.as_actor()
        return address_of(services.import_checked(run, by=by, valid_rows_only=only_valid))

    try:
        return redirect(once_per_form(request, keep))
    except DomainError as refusal:
        return _show(request, run, refusal=refusal)


@requires(Right.CAMERA_MANAGE)
@require_GET
def camera_import_errors(request: HttpRequest, intake_run_id: int) -> HttpResponseBase:
    """Every bad row as CSV, formulae neutralised."""
    run = selectors.find_run(officer_of(request), intake_run_id)
    return csv_answer(f"import-{run.pk}-errors.csv", selectors.faults_table(run))


@requires(Right.CAMERA_MANAGE)
@require_GET
def camera_import_blank(request: HttpRequest) -> HttpResponseBase:
    """An empty sheet with the head of the 27 columns and those of ours."""
    names = [[word for word, _key, _field in (*SHORT, *OURS)]]
    return csv_answer("cameras.csv", names)
