"""Pages of modes: who holds dispatch, taking it over, giving it back, the report."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from command_center.dispatch.modes import selectors, services
from command_center.dispatch.modes.forms import EndForm, ModeFilterForm, StartForm
from grid.errors import DomainError
from grid.frame.pages import RefusableForm
from grid.ledger.idempotency import once_per_form
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

COLUMNS = ("started_at", "started_by", "ended_at", "ended_by", "reason", "report")


@requires(Right.DISPATCH_READ)
@require_GET
def mode_board(request: HttpRequest) -> HttpResponse:
    """The mode that holds for the viewer's agency, and every span in scope."""
    officer, form = officer_of(request), ModeFilterForm(request.GET)
    context = {
        "form": form,
        "now": selectors.open_modes(officer.agency_path).first(),
        "below": selectors.modes(officer, state="open").exclude(agency=officer.agency)[:50],
        "page": page_of(request, selectors.modes(officer, **_chosen(form)), size=50),
    }
    return render(request, "modes/board.html", context)


@requires(Right.DISPATCH_READ)
@require_GET
def mode_export(request: HttpRequest) -> StreamingHttpResponse:
    """The spans as the filters leave them, for a spreadsheet."""
    return csv_answer("modes.csv", _lines(officer_of(request), ModeFilterForm(request.GET)))


@requires(Right.DISPATCH_READ)
@require_GET
def mode_detail(request: HttpRequest, mode_id: int) -> HttpResponse:
    """One span: reason, who, how long, and the report with its figures; made to be printed."""
    officer = officer_of(request)
    found = selectors.mode(mode_id, officer)
    mine = found.agency.path.startswith(officer.agency_path)
    context = {
        "mode": found,
        "may_end": mine and found.ended_at is None and Right.MODE_SWITCH in officer.rights,
    }
    return render(request, "modes/detail.html", context)


@requires(Right.MODE_SWITCH, Right.MODE_SWITCH)
@require_http_methods(["GET", "POST"])
def mode_start(request: HttpRequest) -> HttpResponse:
    """Take over dispatch, confirmed."""
    officer = officer_of(request)
    form = StartForm(request.POST or None, officer=officer)

    def start() -> str:
        said = form.cleaned_data
        services.start_major(said["agency"], by=officer, reason=said["reason"])
        messages.success(request, _("Dispatch is taken over."))
        return reverse("mode_board")

    return _answer(request, form, start, {"label": _("Take over dispatch")})


@requires(Right.MODE_SWITCH, Right.MODE_SWITCH)
@require_http_methods(["GET", "POST"])
def mode_end(request: HttpRequest, mode_id: int) -> HttpResponse:
    """Give dispatch back, confirmed and with a report."""
    officer = officer_of(request)
    found = selectors.mode(mode_id, officer)
    form = EndForm(request.POST or None, initial={"version": found.version})

    def end() -> str:
        said = form.cleaned_data
        services.end_major(found, by=officer, report=said["report"], version=said["version"])
        messages.success(request, _("Dispatch is given back."))
        return reverse("mode_detail", args=[found.pk])

    return _answer(request, form, end, {"mode": found, "label": _("Give dispatch back")})


def _chosen(form: ModeFilterForm) -> dict[str, str]:
    return form.cleaned_data if form.is_valid() else {}


def _lines(officer: Officer, form: ModeFilterForm) -> Iterator[list[Any]]:
    yield [
        _("Agency"),
        _("Started"),
        _("By"),
        _("Ended"),
        _("By"),
        _("Reason"),
        _("Closing report"),
    ]
    for mode in selectors.modes(officer, **_chosen(form)).iterator():
        yield [mode.agency.name, *(getattr(mode, name) for name in COLUMNS)]


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
    return render(request, "modes/form.html", context | {"form": form}, status=status)
