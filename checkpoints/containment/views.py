"""Pages of containments: list, start, console, figures, and what a commander does on them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checkpoints.containment import choosing, forms, prefilled, selectors, tables
from checkpoints.containment.console import context_of
from checkpoints.containment.models import Containment
from checkpoints.containment.selectors import reporting, statistics
from checkpoints.containment.services import changing, posting, starting
from grid.errors import DomainError
from grid.frame.pages import RefusableForm, form_page
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

MOST_ROWS = 10_000
PAGE = 50


@requires(Right.CONTAINMENT_READ)
@require_GET
def containment_list(request: HttpRequest) -> HttpResponse:
    """Containments in scope, those in force first."""
    form, rows = _asked(request)
    running = selectors.containments(officer_of(request)).filter(
        pk__in=Containment.objects.running()
    )
    context = {"form": form, "page": page_of(request, rows, size=PAGE), "running": running[:20]}
    return render(request, "containment/list.html", context)


@requires(Right.CONTAINMENT_READ)
@require_GET
def containment_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as it is filtered."""
    _form, rows = _asked(request)
    return csv_answer("containments.csv", tables.containments(rows[:MOST_ROWS]))


def _asked(request: HttpRequest) -> tuple[forms.FilterForm, Any]:
    form = forms.FilterForm(request.GET)
    rows = selectors.containments(officer_of(request))
    return form, selectors.filtered(rows, form.asked())


@requires(Right.CONTAINMENT_START, Right.CONTAINMENT_START)
@require_http_methods(["GET", "POST"])
def containment_new(request: HttpRequest) -> HttpResponse:
    """Start one, from an incident (`?incident=&lng=&lat=&at=`) or by hand."""
    officer = officer_of(request)
    initial = prefilled.start(request.GET, officer)
    form = forms.StartForm(request.POST or None, officer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        plan = said.pop("plan")
        chosen = choosing.chosen(officer, plan=plan.pk if plan else None, codes=[])
        told: Any = {name: value for name, value in said.items() if value not in (None, "")}
        row = starting.start(by=officer, said=told | chosen)
        return reverse("containment_detail", args=[row.number])

    context = {"suggested": initial.get("plan")}
    return form_page(request, form, keep, "containment/new.html", context)


@requires(Right.CONTAINMENT_READ)
@require_GET
def containment_detail(request: HttpRequest, containment_number: str) -> HttpResponse:
    """The console: posts by countdown, map, rings with their gaps, log."""
    officer = officer_of(request)
    row = selectors.find_containment(officer, containment_number)
    return render(request, "containment/console.html", context_of(row, officer))


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_APPROVE)
@require_POST
def containment_decide(request: HttpRequest, containment_number: str) -> HttpResponse:
    """Approve or refuse it."""
    row = selectors.find_containment(officer_of(request), containment_number)
    if request.POST.get("step") == "approve":
        return _step(request, row, forms.StepForm, starting.approve)
    return _step(request, row, forms.ReasonForm, starting.refuse)


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_START)
@require_POST
def containment_change(request: HttpRequest, containment_number: str) -> HttpResponse:
    """Next stage, adjust, add a post, extend, lift, review: what `step` says."""
    row = selectors.find_containment(officer_of(request), containment_number)
    steps: dict[str, tuple[type[RefusableForm], Callable[..., Any]]] = {
        "stage": (forms.StageForm, posting.next_stage),
        "adjust": (forms.AdjustForm, changing.adjust),
        "add": (forms.AddForm, _add),
        "extend": (forms.ExtendForm, changing.extend),
        "lift": (forms.LiftForm, changing.lift),
        "review": (forms.ReviewForm, changing.review),
    }
    form, change = steps.get(request.POST.get("step", ""), steps["review"])
    return _step(request, row, form, change)


def _add(row: Containment, *, by: Any, **said: Any) -> Any:
    given = {name: value for name, value in said.items() if value not in (None, "")}
    return posting.add_post(row, by=by, **choosing.post(by, given))


def _step(
    request: HttpRequest, row: Containment, form: type[RefusableForm], change: Callable[..., Any]
) -> HttpResponse:
    """Do it once and come back to the console; a refusal is said there."""
    bound = form(request.POST)
    back = reverse("containment_detail", args=[row.number])
    if not bound.is_valid():
        for name, errors in bound.errors.items():
            label = bound.fields[name].label if name in bound.fields else ""
            messages.error(request, f"{label or ''} {errors[0]}".strip())
        return redirect(back)

    def keep() -> str:
        given = {name: value for name, value in bound.cleaned_data.items() if value not in ("",)}
        change(row, by=officer_of(request), **given)
        messages.success(request, _("Saved."))
        return back

    try:
        return redirect(once_per_form(request, keep))
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect(back)


@requires(Right.CONTAINMENT_READ)
@require_GET
def containment_report(request: HttpRequest, containment_number: str) -> HttpResponse:
    """The review report, to be read and printed."""
    officer = officer_of(request)
    row = selectors.find_containment(officer, containment_number)
    context = {"row": row, "told": reporting.report(row, officer), "words": tables.moments()}
    return render(request, "containment/report.html", context)


@requires(Right.CONTAINMENT_READ)
@require_GET
def containment_report_export(
    request: HttpRequest, containment_number: str
) -> StreamingHttpResponse:
    """The posts of the report as a table."""
    officer = officer_of(request)
    row = selectors.find_containment(officer, containment_number)
    return csv_answer(f"{row.number}.csv", tables.report(reporting.report(row, officer)))


@requires(Right.CONTAINMENT_READ)
@require_GET
def containment_figures(request: HttpRequest) -> HttpResponse:
    """Figures over the real ones of a period; drills are counted apart."""
    form = forms.FilterForm(request.GET)
    told = statistics.figures(officer_of(request), form.asked())
    return render(request, "containment/figures.html", {"form": form, "told": told})


@requires(Right.CONTAINMENT_READ)
@require_GET
def containment_figures_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same figures, and the containments behind them, as two tables."""
    told = statistics.figures(officer_of(request), forms.FilterForm(request.GET).asked())
    return csv_answer("containment-figures.csv", tables.figures(told))
