"""Import of a file of cases on a page: upload, try, every bad row, the decision, the report."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from command_center.cases.import_forms import CaseImportForm, ReadingForm
from command_center.cases.importing import services
from command_center.cases.models import CaseImport
from grid.errors import DomainError
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

S = CaseImport.State
UNDER_WAY: Final = frozenset({S.WAITING, S.READING, S.WRITING})


def address_of(run: CaseImport) -> str:
    return reverse("case_import_run", args=[run.pk])


@requires(Right.CASE_IMPORT, Right.CASE_IMPORT)
@require_http_methods(["GET", "POST"])
def case_import(request: HttpRequest) -> HttpResponse:
    """Upload a file; it is tried first, and nothing is written by that."""
    officer = officer_of(request)
    form = CaseImportForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            said = form.cleaned_data
            try:
                return redirect(
                    once_per_form(
                        request, lambda: address_of(services.start_import(**said, by=officer))
                    )
                )
            except DomainError as refusal:
                form.refuse(refusal)
                status = refusal.status
    context = {"form": form, "page": page_of(request, services.imports(officer), size=25)}
    return render(request, "cases/import.html", context, status=status)


@requires(Right.CASE_IMPORT)
@require_GET
def case_import_run(request: HttpRequest, case_import_id: int) -> HttpResponse:
    """The report; while the run is under way the page asks again each second."""
    return _show(request, services.find_import(officer_of(request), case_import_id))


def _show(
    request: HttpRequest,
    run: CaseImport,
    *,
    refusal: DomainError | None = None,
    form: ReadingForm | None = None,
) -> HttpResponse:
    is_kept = services.path_of(run).exists()
    context: dict[str, Any] = {
        "run": run,
        "is_under_way": run.state in UNDER_WAY,
        "page": page_of(request, run.faults.all()),
        "good": run.read - run.faulty - run.joined,
        "can_decide": run.state == S.TRIED and is_kept,
        "form": form or ReadingForm(run=run),
        "can_name": run.state in (S.TRIED, S.FAILED) and is_kept and bool(run.columns),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "cases/import_run.html", context, status=status)


@requires(Right.CASE_IMPORT, Right.CASE_IMPORT)
@require_POST
def case_import_decide(request: HttpRequest, case_import_id: int) -> HttpResponse:
    """Import what was tried, all of it or the valid rows; or try it again, read otherwise."""
    officer = officer_of(request)
    run = services.find_import(officer, case_import_id)
    form = ReadingForm(request.POST, run=run)
    is_anew = request.POST.get("act") == "columns" and form.is_valid()
    anew = form.said if is_anew else None
    only_valid = request.POST.get("act") == "valid"

    def begin() -> str:
        return address_of(
            services.import_checked(run, by=officer, only_valid=only_valid, anew=anew)
        )

    try:
        return redirect(once_per_form(request, begin))
    except DomainError as refusal:
        return _show(request, run, refusal=refusal, form=form)


@requires(Right.CASE_IMPORT)
@require_GET
def case_import_faults(request: HttpRequest, case_import_id: int) -> HttpResponseBase:
    """Every bad row as CSV, formulae neutralised."""
    run = services.find_import(officer_of(request), case_import_id)
    return csv_answer(f"case-import-{run.pk}-faults.csv", services.faults(run))
