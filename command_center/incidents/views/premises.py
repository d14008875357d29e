"""Warnings about places: the list, a new one, a new version of one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from command_center.incidents import premise, selectors
from command_center.incidents.forms import PremiseNoteEditForm, PremiseNoteForm
from command_center.incidents.models import PremiseNote
from grid.errors import DomainError, StaleVersion
from grid.frame.pages import RefusableForm
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires


@requires(Right.INCIDENT_READ)
@require_GET
def premise_note_list(request: HttpRequest) -> HttpResponse:
    """Notes in force, those whose review is due marked."""
    officer = officer_of(request)
    context = {
        "page": page_of(request, selectors.premise_notes(officer), size=50),
        "today": timezone.localdate(),
    }
    return render(request, "incidents/premise_notes.html", context)


@requires(Right.PREMISE_WRITE, Right.PREMISE_WRITE)
@require_http_methods(["GET", "POST"])
def premise_note_new(request: HttpRequest) -> HttpResponse:
    form = PremiseNoteForm(request.POST or None)

    def write() -> str:
        premise.write_note(by=officer_of(request), **form.cleaned_data)
        return _written(request)

    return _answer(request, form, write, {})


@requires(Right.PREMISE_WRITE, Right.PREMISE_WRITE)
@require_http_methods(["GET", "POST"])
def premise_note_edit(request: HttpRequest, note_id: int) -> HttpResponse:
    """A new version; the old ones stay below it."""
    officer = officer_of(request)
    note = premise.note(note_id, officer)
    form = PremiseNoteEditForm(request.POST or None, initial=_values(note))

    def rewrite() -> str:
        said = dict(form.cleaned_data)
        premise.rewrite_note(note, said, by=officer, version=said.pop("version"))
        return _written(request)

    return _answer(request, form, rewrite, {"note": note, "versions": note.versions.all()[:50]})


def _values(note: PremiseNote) -> dict[str, Any]:
    return {name: getattr(note, name) for name in ("version", "text", "review_on", "expires_on")}


def _written(request: HttpRequest) -> str:
    messages.success(request, _("The note is kept."))
    return reverse("premise_note_list")


def _answer(
    request: HttpRequest, form: RefusableForm, change: Any, context: dict[str, Any]
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return redirect(once_per_form(request, change))
            except DomainError as refusal:
                form.refuse(refusal)
                status = refusal.status
                context["theirs"] = refusal if isinstance(refusal, StaleVersion) else None
    context["form"] = form
    return render(request, "incidents/premise_note.html", context, status=status)
