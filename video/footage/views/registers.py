"""The register for the inspector, cases without a look at video, marks, times."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from grid.errors import DomainError, InvalidInput
from grid.frame.pages import act, form_page
from grid.ledger.actors import actor_of
from grid.ledger.registers import Search, SearchForm, note_reading
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.footage import forms, registering, rules, selectors, services, unchecked
from video.footage.forms_steps import CheckForm, ReasonForm, TimesForm

MOST_ROWS: Final = 10_000
PAGE: Final = 50
REGISTER: Final = "footage"


def _search(request: HttpRequest) -> tuple[SearchForm, Search | None]:
    form = SearchForm(request.GET)
    form.fields["subject"].label = _("Number")
    try:
        return form, form.search()
    except InvalidInput:
        return form, None


@requires(Right.ACCESS_READ)
@require_GET
def footage_register(request: HttpRequest) -> HttpResponse:
    """Every look at a request; reading this is itself on the register."""
    form, search = _search(request)
    if search is None:
        context = {"form": form, "page": page_of(request, ())}
        return render(request, "footage/register.html", context, status=400)
    found = registering.entries(officer_of(request), search)
    since, until = unchecked.span_of(None, None)
    context = {
        "form": form,
        "page": page_of(request, found, size=PAGE),
        "agreement": registering.agreement(since, until),
    }
    answer = render(request, "footage/register.html", context)
    note_reading(actor_of(request), REGISTER, search)
    return answer


@requires(Right.ACCESS_READ)
@require_GET
def footage_register_export(request: HttpRequest) -> StreamingHttpResponse | HttpResponse:
    """The register with what each request stands on, for the inspector."""
    form, search = _search(request)
    if search is None:
        context = {"form": form, "page": page_of(request, ())}
        return render(request, "footage/register.html", context, status=400)
    officer = officer_of(request)
    rows = list(registering.entries(officer, search)[:MOST_ROWS])
    note_reading(actor_of(request), REGISTER, search, operation="export")
    return csv_answer("footage-register.csv", registering.lines(officer, rows))


def _standings(request: HttpRequest) -> tuple[forms.SpanForm, list[unchecked.Standing]]:
    """The span asked for and its cases; a span that cannot be read stands at its field."""
    form = forms.SpanForm(request.GET)
    if not form.is_valid():
        return form, []
    said = form.cleaned_data
    try:
        span = unchecked.span_of(said["day_from"], said["day_to"])
    except DomainError as refusal:
        form.add_error("day_from", str(refusal.message))
        return form, []
    return form, unchecked.standings(officer_of(request), *span)


@requires(Right.FOOTAGE_READ)
@require_GET
def footage_unchecked(request: HttpRequest) -> HttpResponse:
    """Cases with neither request nor mark, the late ones marked."""
    officer = officer_of(request)
    form, every = _standings(request)
    rows = every if form.is_valid() and form.cleaned_data["every"] else _missing(every)
    context = {
        "form": form,
        "page": page_of(request, rows, size=PAGE),
        "tally": unchecked.tally(every),
        "times": rules.times_of(officer.agency_path),
        "check_form": CheckForm(),
        "marks": selectors.checks(officer)[:10],
    }
    return render(request, "footage/unchecked.html", context)


def _missing(rows: list[unchecked.Standing]) -> list[unchecked.Standing]:
    return [row for row in rows if not row.is_checked]


@requires(Right.FOOTAGE_READ)
@require_GET
def footage_unchecked_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list for a spreadsheet."""
    form, every = _standings(request)
    rows = every if form.is_valid() and form.cleaned_data["every"] else _missing(every)
    return csv_answer("cases-without-video.csv", unchecked.lines(rows))


@requires(Right.FOOTAGE_REQUEST, Right.FOOTAGE_REQUEST)
@require_POST
def footage_check_new(request: HttpRequest) -> HttpResponse:
    """Mark a case of the list as looked at."""
    officer, form = officer_of(request), CheckForm(request.POST)
    back = reverse("footage_unchecked")

    def keep() -> str:
        if not form.is_valid():
            raise InvalidInput(_("Choose a case and what came of it."))
        said: dict[str, Any] = dict(form.cleaned_data)
        unit = unchecked.unit_of_case(officer, said["case_number"])
        services.mark_checked(by=officer, agency=unit, **said)
        messages.success(request, _("%s is marked.") % said["case_number"])
        return back

    return act(request, keep, back=back)


@requires(Right.FOOTAGE_READ, Right.FOOTAGE_REQUEST)
@require_POST
def footage_check_strike(request: HttpRequest, video_check_id: int) -> HttpResponse:
    """Take a mark back."""
    officer, form = officer_of(request), ReasonForm(request.POST)
    mark, back = selectors.check_of(officer, video_check_id), reverse("footage_unchecked")

    def keep() -> str:
        said = form.cleaned_data.get("reason", "") if form.is_valid() else ""
        services.strike_check(mark, by=officer, reason=said)
        messages.success(request, _("The mark is struck; the case is open again."))
        return back

    return act(request, keep, back=back)


@requires(Right.FOOTAGE_APPROVE, Right.FOOTAGE_APPROVE)
def footage_rule(request: HttpRequest) -> HttpResponse:
    """How long approvers, copies and cases have."""
    officer = officer_of(request)
    form = TimesForm(request.POST or None, officer=officer)

    def keep(said: dict[str, Any]) -> str:
        agency = form.agencies[said.pop("agency")]
        rules.set_times(agency, by=officer, times=rules.Times(**said))
        return reverse("footage_rule")

    context = {"rows": rules.in_force(officer)}
    return form_page(request, form, keep, "footage/times.html", context)
