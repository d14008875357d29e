"""Pages of assignments: the list, one with its steps, sending units to an incident."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from command_center.dispatch.assignments import selectors, services, stepping
from command_center.dispatch.assignments.forms import (
    AssignmentFilterForm,
    ReassignForm,
    RecallForm,
    SendForm,
    StepForm,
)
from command_center.dispatch.assignments.models import Assignment, Stage
from command_center.dispatch.assignments.naming import named_units
from command_center.dispatch.assignments.recommendation import nearer, recommend
from command_center.dispatch.assignments.scoring import sentence
from command_center.dispatch.assignments.stages import FORWARD, STAMPS, missing
from command_center.incidents import selectors as incidents
from grid.errors import DomainError
from grid.frame.pages import RefusableForm
from grid.ledger.idempotency import once_per_form
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

SHOWN: Final = 8  # recommended units on the page; all of them are ranked
RANKED: Final = 20


@requires(Right.DISPATCH_READ)
@require_GET
def assignment_list(request: HttpRequest) -> HttpResponse:
    """Assignments in scope; how often another unit was chosen in the last 24 hours."""
    officer, form = officer_of(request), AssignmentFilterForm(request.GET)
    context = {
        "form": form,
        "page": page_of(request, selectors.filtered(officer, **form.chosen), size=50),
        "overrides": selectors.override_rate(officer, since=timezone.now() - timedelta(hours=24)),
    }
    return render(request, "assignments/list.html", context)


@requires(Right.DISPATCH_READ)
@require_GET
def assignment_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as the filters leave it, for a spreadsheet."""
    return csv_answer("assignments.csv", _lines(officer_of(request), request))


def _lines(officer: Officer, request: HttpRequest) -> Iterator[list[Any]]:
    stamps = [(stage, STAMPS[stage]) for stage in FORWARD]
    yield [
        _("Number"),
        _("Unit"),
        _("Agency"),
        _("Stage"),
        *(stage.label for stage, _name in stamps),
        _("Late stages"),
        _("Place in the recommendation"),
        _("Reason"),
    ]
    form = AssignmentFilterForm(request.GET)
    for row in selectors.filtered(officer, **form.chosen).iterator():
        yield [
            row.incident.number,
            row.unit.call_sign,
            row.unit.agency.name,
            Stage(row.stage).label,
            *(getattr(row, name) for _stage, name in stamps),
            " ".join(row.late_stages),
            row.rank,
            row.reason,
        ]


@requires(Right.DISPATCH_READ)
@require_GET
def assignment_detail(request: HttpRequest, assignment_id: int) -> HttpResponse:
    return _detail(request, selectors.assignment(assignment_id, officer_of(request)))


def _detail(
    request: HttpRequest, row: Assignment, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """One assignment; `forms` replace fresh ones where something was refused."""
    officer = officer_of(request)
    version = {"version": row.version}
    context = {
        "row": row,
        "stages": [(stage.label, getattr(row, STAMPS[stage]), stage) for stage in FORWARD],
        "missing": [Stage(code).label for code in missing(row)],
        "may_work": Right.DISPATCH_ASSIGN in officer.rights and row.ended_at is None,
        "is_unsigned": row.state == Assignment.State.ISSUED,
        "step_form": StepForm(assignment=row),
        "recall_form": RecallForm(initial=version, prefix="recall"),
        "reassign_form": ReassignForm(initial=version, prefix="reassign"),
    }
    return render(request, "assignments/detail.html", context | forms, status=status)


@requires(Right.DISPATCH_READ, Right.DISPATCH_ASSIGN)
@require_POST
def assignment_step(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """A step on the unit's behalf."""
    officer = officer_of(request)
    row = selectors.assignment(assignment_id, officer)
    form = StepForm(request.POST, assignment=row)

    def step() -> None:
        said = form.cleaned_data
        stepping.step(row, said.pop("to"), by=officer, **said)

    return _worked(request, row, form, step, name="step_form")


@requires(Right.DISPATCH_READ, Right.DISPATCH_ASSIGN)
@require_POST
def assignment_recall(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Take the unit off the call."""
    officer = officer_of(request)
    row = selectors.assignment(assignment_id, officer)
    form = RecallForm(request.POST, prefix="recall")

    def recall() -> None:
        services.recall(row, by=officer, **form.cleaned_data)

    return _worked(request, row, form, recall, name="recall_form")


@requires(Right.DISPATCH_READ, Right.DISPATCH_ASSIGN)
@require_POST
def assignment_reassign(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Send another unit instead."""
    officer = officer_of(request)
    row = selectors.assignment(assignment_id, officer)
    form = ReassignForm(request.POST, prefix="reassign")

    def reassign() -> None:
        said = form.cleaned_data
        [unit] = named_units(officer, [said.pop("unit")], pointer="/unit")
        ranks = recommend(row.incident, officer, limit=RANKED).ranks()
        services.reassign(row, unit, by=officer, ranks=ranks, **said)

    return _worked(request, row, form, reassign, name="reassign_form")


@requires(Right.DISPATCH_READ, Right.DISPATCH_ASSIGN)
@require_POST
def assignment_resend(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Tell the unit once more."""
    officer = officer_of(request)
    row = selectors.assignment(assignment_id, officer)
    form = RefusableForm(request.POST)
    return _worked(request, row, form, lambda: services.resend(row, by=officer), name="resend_form")


def _worked(
    request: HttpRequest,
    row: Assignment,
    form: RefusableForm,
    work: Callable[[], Any],
    *,
    name: str,
) -> HttpResponse:
    """Do it once and go back to the page, or show the page with what was refused."""
    status = 400
    if form.is_valid():
        try:
            return redirect(once_per_form(request, lambda: _done(row, work)))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    return _detail(request, row, status=status, **{name: form})


def _done(row: Assignment, work: Callable[[], Any]) -> str:
    work()
    return reverse("assignment_detail", args=[row.pk])


@requires(Right.DISPATCH_ASSIGN, Right.DISPATCH_ASSIGN)
@require_http_methods(["GET", "POST"])
def assignment_new(request: HttpRequest, number: str) -> HttpResponse:
    """The recommendation for an incident with its reasons, and sending whom one chooses."""
    officer, status = officer_of(request), 200
    incident = incidents.incident(number, officer)
    answer = recommend(incident, officer, limit=RANKED)
    signs = [row.unit.call_sign for row in answer.ranked]
    form = SendForm(request.POST or None, recommended=signs, initial={"version": incident.version})

    def send() -> str:
        said = {name: form.cleaned_data[name] for name in ("primary", "preempt", "reason")}
        units = named_units(officer, form.cleaned_data["signs"], pointer="/others")
        said["version"] = form.cleaned_data["version"]
        services.assign(incident, units, by=officer, ranks=answer.ranks(), **said)
        messages.success(request, _("Sent: %(units)s") % {"units": ", ".join(map(str, units))})
        return reverse("incident_detail", args=[incident.number])

    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return redirect(once_per_form(request, send))
            except DomainError as refusal:
                form.refuse(refusal)
                status = refusal.status
    near = nearer(answer)
    context = {
        "incident": incident,
        "form": form,
        "ranked": answer.ranked[:SHOWN],
        "chosen": request.POST.getlist("units") or signs[: answer.rule.units],
        "sentence": sentence(near, answer.as_of),
        "passed_over": near[:RANKED],
        "as_of": answer.as_of,
    }
    return render(request, "assignments/new.html", context, status=status)
