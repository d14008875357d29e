"""What an officer does with an incident on a page: report, step, note, correct, merge, reveal."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from command_center.incidents import choices, editing, merging, reveal, selectors, services
from command_center.incidents.forms import (
    EditForm,
    IncidentForm,
    MergeForm,
    NoteForm,
    RevealForm,
    StepForm,
    StrikeForm,
)
from command_center.incidents.models import Incident
from command_center.incidents.timeline_text import FIELDS
from command_center.incidents.views.reading import show
from grid.errors import DomainError, StaleVersion
from grid.frame.pages import RefusableForm
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

Change = Callable[[dict[str, Any]], object]


def address_of(number: str) -> str:
    return reverse("incident_detail", args=[number])


@requires(Right.INCIDENT_REPORT, Right.INCIDENT_REPORT)
@require_http_methods(["GET", "POST"])
def incident_new(request: HttpRequest) -> HttpResponse:
    """The office form: the fields of the REST interface."""
    officer = officer_of(request)
    form = IncidentForm(request.POST or None, viewer=officer)
    if request.method != "POST":
        return render(request, "incidents/new.html", {"form": form})
    if form.is_valid():
        try:
            return redirect(once_per_form(request, lambda: _receive(request, form)))
        except DomainError as refusal:
            form.refuse(refusal)
    return render(request, "incidents/new.html", {"form": form}, status=400)


def _receive(request: HttpRequest, form: IncidentForm) -> str:
    received = services.receive(by=officer_of(request), **form.call())
    messages.success(request, _("Received as %(number)s.") % {"number": received.number})
    _warn(request, received)
    return address_of(received.number)


def _warn(request: HttpRequest, written: Any) -> None:
    for sentence in getattr(written, "warnings", []):
        messages.warning(request, sentence)


def _act(
    request: HttpRequest, incident: Incident, form: RefusableForm, *, name: str, change: Change
) -> HttpResponse:
    """Do it once and come back; a refusal is shown where it was caused, with its status."""
    status = 400
    if form.is_valid():
        try:
            return redirect(once_per_form(request, lambda: _done(request, incident, form, change)))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    current = selectors.incident(incident.number, officer_of(request))
    return show(request, current, status=status, **{name: form})


def _done(request: HttpRequest, incident: Incident, form: RefusableForm, change: Change) -> str:
    _warn(request, change(form.cleaned_data))
    return address_of(incident.number)


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
@require_POST
def incident_step(request: HttpRequest, number: str) -> HttpResponse:
    officer = officer_of(request)
    incident = selectors.incident(number, officer)

    def move(said: dict[str, Any]) -> object:
        disposition = said.pop("disposition")
        return services.move(
            incident,
            said.pop("to"),
            by=officer,
            at=said.pop("at"),
            disposition=disposition.code if disposition else None,
            **said,
        )

    return _act(request, incident, StepForm(request.POST), name="step_form", change=move)


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
@require_POST
def incident_note(request: HttpRequest, number: str) -> HttpResponse:
    officer = officer_of(request)
    incident = selectors.incident(number, officer)

    def note(said: dict[str, Any]) -> object:
        return services.note(incident, said["text"], by=officer, at=said["at"])

    return _act(request, incident, NoteForm(request.POST), name="note_form", change=note)


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
@require_POST
def incident_strike(request: HttpRequest, number: str, entry_id: int) -> HttpResponse:
    officer = officer_of(request)
    incident = selectors.incident(number, officer)

    def strike(said: dict[str, Any]) -> object:
        return services.strike(incident, entry_id, reason=said["reason"], by=officer)

    return _act(request, incident, StrikeForm(request.POST), name="strike_form", change=strike)


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
@require_POST
def incident_merge(request: HttpRequest, number: str) -> HttpResponse:
    officer = officer_of(request)
    incident = selectors.incident(number, officer)

    def merge(said: dict[str, Any]) -> object:
        return merging.merge(incident, selectors.incident(said["into"], officer), by=officer)

    return _act(request, incident, MergeForm(request.POST), name="merge_form", change=merge)


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
@require_POST
def incident_unmerge(request: HttpRequest, number: str) -> HttpResponse:
    officer = officer_of(request)
    incident = selectors.incident(number, officer)

    def unmerge(_said: dict[str, Any]) -> object:
        return merging.unmerge(incident, by=officer)

    return _act(request, incident, RefusableForm(request.POST), name="step_form", change=unmerge)


@requires(Right.INCIDENT_READ, Right.PERSONAL_REVEAL)
@require_POST
def incident_reveal(request: HttpRequest, number: str) -> HttpResponse:
    """The caller in clear for half an hour; the access register keeps who and why."""
    officer = officer_of(request)
    incident = selectors.incident(number, officer)

    def show_caller(said: dict[str, Any]) -> object:
        return reveal.reveal_caller(incident, by=officer, **said)

    form = RevealForm(request.POST)
    return _act(request, incident, form, name="reveal_form", change=show_caller)


@requires(Right.INCIDENT_READ, Right.INCIDENT_WORK)
@require_POST
def incident_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Correct what was written; where somebody was faster, both versions side by side."""
    officer = officer_of(request)
    incident = selectors.incident(number, officer)
    form = EditForm(request.POST, initial=EditForm.values_of(incident))

    def edit(said: dict[str, Any]) -> object:
        return editing.edit(incident, form.changes(), by=officer, version=said["version"])

    try:
        return _edited(request, incident, form, edit)
    except StaleVersion:
        return _conflict(request, form)


def _edited(request: HttpRequest, incident: Incident, form: EditForm, edit: Change) -> HttpResponse:
    status = 400
    if form.is_valid():
        try:
            return redirect(once_per_form(request, lambda: _done(request, incident, form, edit)))
        except StaleVersion:
            raise
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    return show(request, incident, status=status, edit_form=form)


def _conflict(request: HttpRequest, form: EditForm) -> HttpResponse:
    """412: mine and theirs, field by field; keeping mine writes over the newer version."""
    number = str(request.resolver_match.kwargs["number"]) if request.resolver_match else ""
    current = selectors.incident(number, officer_of(request))
    theirs = EditForm.values_of(current)
    rows = [
        {
            "label": FIELDS.get(name, name),
            "mine": form.shown(name, form.cleaned_data.get(name)),
            "theirs": form.shown(name, theirs[name]),
        }
        for name in EditForm.EDITABLE
    ]
    context = {
        "incident": current,
        "category": choices.in_language(current.category),
        "rows": rows,
        "form": form,
        "last": selectors.timeline(current).filter(kind="edited").last(),
    }
    return render(request, "incidents/conflict.html", context, status=412)
