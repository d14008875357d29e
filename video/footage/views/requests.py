"""Requests: the list, a new one, one of them, corrections, the citizen in clear."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grid.errors import DomainError
from grid.frame.pages import RefusableForm, form_page
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.footage import forms, selectors, services, tables
from video.footage.availability import Availability, availability
from video.footage.drafts import cameras_by_code
from video.footage.forms_steps import RevealForm
from video.footage.models import FootageRequest
from video.footage.showing import shown

MOST_ROWS: Final = 10_000
PAGE: Final = 50
Kind = FootageRequest.Kind


def asked(request: HttpRequest) -> tuple[forms.FootageFilterForm, dict[str, Any], Any]:
    """The filters, what they say, and the rows they leave."""
    officer = officer_of(request)
    form = forms.FootageFilterForm(request.GET)
    said = dict(form.cleaned_data) if form.is_valid() else {}
    return form, said, selectors.filtered(selectors.requests(officer), said, officer)


@requires(Right.FOOTAGE_READ)
@require_GET
def footage_list(request: HttpRequest) -> HttpResponse:
    """Requests in scope; the lines shown are on the access register."""
    officer = officer_of(request)
    form, said, rows = asked(request)
    page = page_of(request, rows, size=PAGE)
    services.look_at_list([row.number for row in page], said, by=officer)
    mine = selectors.filtered(selectors.requests(officer), {"waiting": "me"}, officer)
    signs = officer.has_right(Right.FOOTAGE_APPROVE)
    context = {"form": form, "page": page, "to_sign": mine.count() if signs else 0}
    return render(request, "footage/list.html", context)


@requires(Right.FOOTAGE_READ)
@require_GET
def footage_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as it is filtered; taking it out is on the access register."""
    _form, said, rows = asked(request)
    found = list(rows[:MOST_ROWS])
    numbers = [row.number for row in found]
    services.look_at_list(numbers, said, by=officer_of(request), operation="export")
    return csv_answer("footage-requests.csv", tables.request_lines(found))


@requires(Right.FOOTAGE_REQUEST, Right.FOOTAGE_REQUEST)
@require_http_methods(["GET", "POST"])
def footage_new(request: HttpRequest) -> HttpResponse:
    """Ask for footage; `look` shows what can be there and keeps nothing."""
    wanted = request.POST.get("kind") or request.GET.get("kind", "")
    kind = wanted if wanted in Kind.values else Kind.OFFICER
    first = {"cameras": request.GET.get("cameras"), "case_number": request.GET.get("case")}
    context: dict[str, Any] = {"kind": kind, "kinds": Kind.choices}
    if request.method == "GET":
        return _new_page(request, forms.request_form(kind, initial=first), context)
    form = forms.request_form(kind, request.POST)
    is_valid = form.is_valid()
    if "look" in request.POST:
        context["then"] = _then(request, form)
        return _new_page(request, forms.request_form(kind, initial=request.POST.dict()), context)
    status = 400
    if is_valid:
        try:
            return redirect(
                once_per_form(request, lambda: _asked_for(request, form), is_sealed=True)
            )
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    return _new_page(request, form, context, status=status)


def _new_page(
    request: HttpRequest, form: forms.RequestForm, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, "footage/new.html", context | {"form": form}, status=status)


def _then(request: HttpRequest, form: forms.RequestForm) -> list[Availability]:
    """What is known of the cameras named at the time named; what cannot be read is left out."""
    windows = [one for one in form.windows() if one.since < one.until]
    known = cameras_by_code(officer_of(request), [one.camera for one in windows])
    missing = [one.camera for one in windows if one.camera not in known]
    if missing or not windows:
        named = ", ".join(missing[:5]) or "—"
        messages.warning(request, _("No camera of your scope, or no time: %s") % named)
    return availability((known[w.camera], w.since, w.until) for w in windows if w.camera in known)


def _asked_for(request: HttpRequest, form: forms.RequestForm) -> str:
    made = services.request_footage(
        by=officer_of(request),
        kind=request.POST.get("kind") or Kind.OFFICER,
        windows=form.windows(),
        applicant=form.applicant(),
        **form.words(),
    )
    said = _("%s waits for two approvers of different roles.")
    if made.kind == Kind.BREAK_GLASS:
        said = _("%s is released. Two others review it within 24 hours.")
    messages.success(request, said % made.number)
    return reverse("footage_detail", args=[made.number])


@requires(Right.FOOTAGE_READ)
@require_GET
def footage_detail(request: HttpRequest, request_number: str) -> HttpResponse:
    """One request; the look is on the access register."""
    return detail_page(request, selectors.request_of(officer_of(request), request_number))


def detail_page(
    request: HttpRequest, found: FootageRequest, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of a request, with a form that was refused in the place of the empty one."""
    officer = officer_of(request)
    services.look(found, by=officer)
    context = shown(found, officer) | more
    return render(request, "footage/detail.html", context, status=status)


@requires(Right.FOOTAGE_REQUEST, Right.FOOTAGE_REQUEST)
@require_http_methods(["GET", "POST"])
def footage_edit(request: HttpRequest, request_number: str) -> HttpResponse:
    """Correct the own request while nobody has signed it."""
    officer = officer_of(request)
    found = selectors.request_of(officer, request_number)
    services.look(found, by=officer)
    names = ("case_number", "basis_type", "basis_number", "purpose", "version")
    first = {name: getattr(found, name) for name in names}
    form = forms.ChangeForm(request.POST or None, kind=found.kind, initial=first)

    def keep(said: dict[str, Any]) -> str:
        services.change_request(found, by=officer, **said)
        return reverse("footage_detail", args=[found.number])

    return form_page(request, form, keep, "footage/edit.html", {"found": found})


@requires(Right.FOOTAGE_ISSUE, Right.FOOTAGE_ISSUE)
@require_POST
def footage_applicant(request: HttpRequest, request_number: str) -> HttpResponse:
    """The citizen in clear on this one answer; reading it again needs a reason again."""
    officer = officer_of(request)
    found = selectors.request_of(officer, request_number)
    form: RefusableForm = RevealForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            clear = services.reveal(found, by=officer, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            return detail_page(request, found, clear=clear)
    return detail_page(request, found, status=status, reveal_form=form)
