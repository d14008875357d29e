"""Pages of runs: the calendar, the list, one run, two revisions side by side."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from command_center.analysis.runs import forms, month, selectors, services, tables
from command_center.analysis.runs.differing import MOST, differences
from command_center.analysis.runs.models import JobRun
from command_center.analysis.runs.record import record_of
from command_center.analysis.runs.registry import job, jobs
from command_center.analysis.runs.words import job_word
from grid.frame.forms import asked_for
from grid.frame.listing import Cell, act_on, listing_csv, listing_page, record_page
from grid.frame.pages import RefusableForm
from grid.ledger.actors import actor_of
from grid.organisation.models import Agency, Officer
from grid.organisation.viewers import officer_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

READ = Right.ANALYSIS_READ


@requires(READ)
@require_GET
def run_calendar(request: HttpRequest) -> HttpResponse:
    """A month (or year) of a job: which agency has which period, what is late, what is missing."""
    form, table, spec = _calendar(request)
    context = {
        "form": form,
        "table": table,
        "job": job_word(spec.name) if spec else "",
        "key": month.marks_in_words(table.counts) if table else [],
        "late": selectors.late_runs(officer_of(request)).count(),
        "neighbours": {"tabs": tables.TABS, "tab": "run_calendar"},
    }
    return render(request, "runs/run_calendar.html", context)


@requires(READ)
@require_GET
def run_calendar_export(request: HttpRequest) -> HttpResponseBase:
    """The same table as CSV: words of states by agency and period."""
    _form, table, _spec = _calendar(request)
    lines: list[list[Any]] = (
        [[_("Area"), *(whole for _short, whole in table.heads)]] if table else []
    )
    for line in table.lines if table else ():
        lines.append([line.agency.name, *(mark.said.partition(": ")[2] for mark in line.marks)])
    return csv_answer("analysis-calendar.csv", lines)


def _calendar(request: HttpRequest) -> tuple[forms.CalendarForm, month.Table | None, Any]:
    officer = officer_of(request)
    form = forms.CalendarForm(request.GET, viewer=officer)
    asked = asked_for(form)
    spec = job(asked.get("job") or "") or next(iter(jobs()), None)
    if spec is None or form.errors:
        return form, None, spec
    agencies = _agencies(officer, spec.levels, asked.get("agency") or "")
    return (
        form,
        month.table_of(officer, spec, asked.get("on") or month.latest(spec.kind), agencies),
        spec,
    )


def _agencies(officer: Officer, levels: Any, code: str) -> list[Agency]:
    rows = Agency.objects.visible_to(officer).filter(is_active=True, kind__in=levels)
    if code:
        rows = rows.filter(path__contains=f"{code}/")
    return list(rows.order_by("path")[:200])


@requires(READ)
@require_GET
def run_list(request: HttpRequest) -> HttpResponse:
    """Runs, those due last first."""
    officer = officer_of(request)
    form = forms.RunFilter(request.GET, viewer=officer)
    rows = selectors.runs(officer, **asked_for(form))
    return listing_page(request, tables.RUNS, rows, form)


@requires(READ)
@require_GET
def run_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    officer = officer_of(request)
    form = forms.RunFilter(request.GET, viewer=officer)
    return listing_csv(tables.RUNS, selectors.runs(officer, **asked_for(form)))


@requires(READ)
@require_GET
def run_detail(request: HttpRequest, analysis_run_id: int) -> HttpResponse:
    """One run."""
    officer = officer_of(request)
    return record_page(request, record_of(officer, selectors.find_run(officer, analysis_run_id)))


@requires(READ, Right.ANALYSIS_RUN)
@require_http_methods(["GET", "POST"])
def run_again(request: HttpRequest, analysis_run_id: int) -> HttpResponse:
    """A new revision; it is carried out by the next worker that is free."""
    officer = officer_of(request)
    run = selectors.find_run(officer, analysis_run_id)
    there = reverse("run_detail", args=[run.pk])
    if request.method != "POST":
        return redirect(there)

    def keep(said: dict[str, Any]) -> None:
        services.run_again(run, reason=said["reason"], actor=actor_of(request))

    def show(form: RefusableForm, status: int) -> HttpResponse:
        return record_page(request, record_of(officer, run, form), status=status)

    return act_on(request, forms.AgainForm(request.POST), keep, back=there, shown=show)


@requires(READ)
@require_GET
def run_compare(request: HttpRequest, analysis_run_id: int) -> HttpResponse:
    """The figures that differ between this run and another of the same period."""
    officer = officer_of(request)
    run = selectors.find_run(officer, analysis_run_id)
    other = _other(officer, run, request.GET.get("with", ""))
    after, before = selectors.result_of(run), selectors.result_of(other) if other else None
    found = differences(before.content, after.content) if before and after else []
    context = {
        "run": run,
        "other": other,
        "title": _("What changed in %(what)s") % {"what": f"{job_word(run.job)} {run.period}"},
        "lines": [(one.place, _shown(one.before), _shown(one.after)) for one in found],
        "heads": (_("Figure"), _("Before"), _("After")),
        "is_cut": len(found) == MOST,
        "is_whole": before is not None and after is not None,
        "back": Cell(_("The run"), href=reverse("run_detail", args=[run.pk])),
    }
    return render(request, "runs/run_compare.html", context)


def _other(officer: Officer, run: JobRun, said: str) -> JobRun | None:
    """The revision asked for, else the one before; 404 where it is of another period."""
    same = selectors.revisions(officer, run)
    if not said:
        return same.filter(revision__lt=run.revision).first()
    found = same.filter(pk=int(said)).first() if said.isascii() and said.isdigit() else None
    if found is None:
        raise Http404
    return found


def _shown(value: Any) -> str:
    """A value in a cell, cut where it is long."""
    text = "—" if value is None else str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"
