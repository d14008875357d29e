"""Nothing missed: calls classed as disputes, each with its dispute or the reason it has none."""

from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grid.errors import InvalidInput
from grid.frame.forms import asked_for
from grid.frame.pages import act
from grid.organisation.viewers import officer_of
from grid.organisation.writing import fault
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from mediation.register import selectors, services
from mediation.register.forms import AnswerForm, CallFilterForm
from mediation.register.models import DisputeCall
from mediation.register.views.shared import BOTH, after_entry, small_form

PAGE: Final = 50
COLUMNS: Final = (
    *("incident_number", "category", "agency", "cell", "reported_at", "address"),
    *("dispute", "reason", "reason_text", "answered_by", "answered_at"),
)


def _filter(request: HttpRequest) -> CallFilterForm:
    """The filters of the address; without any, the calls that wait."""
    given = request.GET.copy()
    given.setdefault("answer", "none")
    return CallFilterForm(given, viewer=officer_of(request))


@requires(Right.DISPUTE_READ)
@require_GET
def dispute_unanswered(request: HttpRequest) -> HttpResponse:
    """The calls that have neither dispute nor reason first, and all others by a filter."""
    officer, form = officer_of(request), _filter(request)
    rows = selectors.dispute_calls(officer, **asked_for(form))
    waiting = selectors.dispute_calls(officer, answer="none")
    seen = selectors.disputes(officer)
    page = page_of(request, rows, size=PAGE)
    shown = {row.dispute_id for row in page.object_list if row.dispute_id}
    context = {
        "form": form,
        "page": page,
        "open_disputes": set(seen.filter(pk__in=shown).values_list("pk", flat=True)),
        "waiting": waiting.count(),
        "may_report": Right.DISPUTE_REPORT in officer.rights,
        "now": timezone.now(),
    }
    return render(request, "mediation/calls.html", context)


@requires(Right.DISPUTE_READ)
@require_GET
def dispute_calls_export(request: HttpRequest) -> HttpResponseBase:
    """The list of calls as CSV, as it is filtered."""
    rows = selectors.dispute_calls(officer_of(request), **asked_for(_filter(request)))
    return csv_answer("dispute-calls.csv", _lines(rows))


def _lines(rows: Any) -> Iterator[Any]:
    yield COLUMNS
    for row in rows.iterator(chunk_size=2_000):
        yield [
            *(row.incident_number, row.category_name, row.agency.name),
            *(row.cell.code if row.cell else "", row.reported_at, row.short_address),
            *(row.dispute.number if row.dispute else "", row.reason, row.reason_text),
            *(row.answered_by, row.answered_at),
        ]


def _find(request: HttpRequest, number: str) -> DisputeCall:
    return selectors.find_call(officer_of(request), number)


@requires(Right.DISPUTE_REPORT, Right.DISPUTE_REPORT)
@require_POST
def dispute_from_call(request: HttpRequest, call_number: str) -> HttpResponse:
    """Make the call a dispute, in one action."""
    row, officer = _find(request, call_number), officer_of(request)

    def keep() -> str:
        return after_entry(request, services.from_call(row, by=officer))

    return act(request, keep, back=reverse("dispute_unanswered"))


def unknown_dispute() -> InvalidInput:
    """No dispute of that number is within reach of whoever asks."""
    message = _("There is no such dispute in your area.")
    return InvalidInput(message, errors=[fault("dispute", "unknown", message)])


@requires(Right.DISPUTE_REPORT, Right.DISPUTE_REPORT)
@require_http_methods(BOTH)
def dispute_call_answer(request: HttpRequest, call_number: str) -> HttpResponse:
    """Say which known dispute a call is about, or why it has none."""
    row, officer = _find(request, call_number), officer_of(request)
    back = reverse("dispute_unanswered")

    def keep(said: dict[str, Any]) -> str:
        number = said.pop("dispute").strip()
        if not number:
            services.answer_call(row, by=officer, **said)
            return back
        known = selectors.disputes(officer).filter(number=number).first()
        if known is None:
            raise unknown_dispute()
        added = services.add_to_dispute(row, known, by=officer, version=said["version"])
        return after_entry(request, added)

    initial = {"version": row.version, "reason": row.reason, "text": row.reason_text}
    form = AnswerForm(request.POST or None, initial=initial)
    told = _("Another reason may be given later, and a dispute made of the call all the same.")
    title = _("Why call %s has no dispute") % row.incident_number
    return small_form(request, form, keep, title=title, back=back, told=told)
