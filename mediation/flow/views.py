"""Pages of the course of a dispute: its acts, the own disputes, transfers to be signed for."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.pages import form_page
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from mediation.flow import acts, panel, selectors, services
from mediation.flow.acts import Act
from mediation.flow.forms import FORMS, ActForm
from mediation.flow.page_forms import TransferAnswerForm
from mediation.register import private, reveal
from mediation.register.forms import DisputeRevealForm
from mediation.register.models import Dispute
from mediation.register.views.shared import BOTH, find, small_form, there

PAGE: Final = 30


def _act_page(request: HttpRequest, row: Dispute, act: Act, back: str) -> HttpResponse:
    """The form of one act; what it does is done once, and a refusal is said at its field."""
    officer = officer_of(request)

    def keep(_cleaned: dict[str, Any]) -> str:
        act.run(row, officer, form.said())
        return back

    form: ActForm = FORMS[act.path](request.POST or None, dispute=row, viewer=officer)
    context = {
        "dispute": row,
        "title": f"{row.number} · {act.label}",
        "told": act.help,
        "label": act.label,
        "grave": act.is_grave,
        "back": back,
    }
    return form_page(request, form, keep, "mediation/form.html", context, is_sealed=True)


def _known(path: str, known: dict[str, Act]) -> Act:
    if path not in known:
        raise Http404
    return known[path]


@requires(Right.DISPUTE_WORK, Right.DISPUTE_WORK)
@require_http_methods(BOTH)
def dispute_work(request: HttpRequest, dispute_number: str, work_act: str) -> HttpResponse:
    """What somebody who works on it does: asks, holds sessions, writes, visits."""
    row = find(request, dispute_number)
    act = _known(work_act, acts.of_right(Right.DISPUTE_WORK))
    return _act_page(request, row, act, there(row))


@requires(Right.DISPUTE_ASSIGN, Right.DISPUTE_ASSIGN)
@require_http_methods(BOTH)
def dispute_direct(request: HttpRequest, dispute_number: str, direct_act: str) -> HttpResponse:
    """What a leader does: assigns, raises, suspends, transfers, closes."""
    row = find(request, dispute_number)
    act = _known(direct_act, acts.of_right(Right.DISPUTE_ASSIGN))
    return _act_page(request, row, act, there(row))


@requires(Right.DISPUTE_ARCHIVE, Right.DISPUTE_ARCHIVE)
@require_http_methods(BOTH)
def dispute_archive(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """Into the archive."""
    row = find(request, dispute_number)
    return _act_page(request, row, acts.ACTS["archive"], there(row))


@requires(Right.DISPUTE_MEDIATE)
@require_GET
def my_disputes(request: HttpRequest) -> HttpResponse:
    """The disputes given to me, the next due first."""
    officer = officer_of(request)
    stage = request.GET.get("stage", "")
    asked = {
        "q": request.GET.get("q", "")[:100],
        "stage": stage if stage in Dispute.Stage.values else "",
        "late": request.GET.get("late") == "on",
    }
    context = {
        "page": page_of(request, selectors.my_disputes(officer, **asked), size=PAGE),
        "asked": asked,
        "stages": Dispute.Stage.choices,
        "mediator": getattr(officer, "mediator", None),
        "now": timezone.now(),
    }
    return render(request, "disputeflow/my_disputes.html", context)


@requires(Right.DISPUTE_MEDIATE)
@require_GET
def my_dispute(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """One of them: what it is about, where it stands, what comes next."""
    row = selectors.find_my_dispute(officer_of(request), dispute_number)
    return render(request, "disputeflow/my_dispute.html", _shown(request, row))


def _shown(request: HttpRequest, row: Dispute) -> dict[str, Any]:
    officer = officer_of(request)
    until = reveal.leave_until(row, officer)
    show = private.clear if until else private.masked
    return {
        "dispute": row,
        "shown": panel.shown(row, officer, is_mediator=True),
        "story": reveal.story_for(row, officer),
        "parties": [(party, show(party)) for party in row.parties.all()],
        "reveal_until": until,
        "now": timezone.now(),
    }


@requires(Right.DISPUTE_MEDIATE, Right.DISPUTE_MEDIATE)
@require_http_methods(BOTH)
def my_dispute_work(request: HttpRequest, dispute_number: str, work_act: str) -> HttpResponse:
    """What a mediator does with one of her disputes."""
    row = selectors.find_my_dispute(officer_of(request), dispute_number)
    act = _known(work_act, acts.OF_MEDIATORS)
    is_mine = act is not acts.DECLARATION
    back = reverse("my_dispute", args=[row.number]) if is_mine else reverse("my_disputes")
    return _act_page(request, row, act, back)


@requires(Right.DISPUTE_MEDIATE, Right.DISPUTE_MEDIATE)
@require_http_methods(BOTH)
def my_dispute_reveal(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """The parties in clear for half an hour; the access register keeps who and why."""
    officer = officer_of(request)
    row = selectors.find_my_dispute(officer, dispute_number)
    back = reverse("my_dispute", args=[row.number])

    def keep(said: dict[str, Any]) -> str:
        reveal.reveal_parties(row, by=officer, **said)
        return back

    form = DisputeRevealForm(request.POST or None, initial={"case_number": row.number})
    title = _("Show the parties of %s") % row.number
    return small_form(request, form, keep, title=title, back=back, label=_("Show"))


def _transfers(request: HttpRequest) -> Any:
    is_open = request.GET.get("all") != "on"
    return selectors.transfers(officer_of(request), open=is_open)


@requires(Right.DISPUTE_ASSIGN)
@require_GET
def dispute_transfer_list(request: HttpRequest) -> HttpResponse:
    """Disputes handed to my agency, to be signed for within 24 hours."""
    context = {
        "page": page_of(request, _transfers(request), size=PAGE),
        "all": request.GET.get("all") == "on",
        "now": timezone.now(),
    }
    return render(request, "disputeflow/transfers.html", context)


@requires(Right.DISPUTE_ASSIGN)
@require_GET
def dispute_transfer_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same as CSV."""
    head = [
        _("Number"),
        _("From"),
        _("To"),
        pgettext("ground", "Asked"),
        pgettext("ground", "Answer"),
        _("Answered"),
    ]
    lines = (
        [
            row.dispute.number,
            row.from_agency.name,
            row.to_body.name if row.to_body else row.outside or row.to_agency.name,
            row.asked_at,
            row.get_answer_display(),
            row.answered_at,
        ]
        for row in _transfers(request).iterator(chunk_size=2_000)
    )
    return csv_answer("transfers.csv", _with_head(head, lines))


def _with_head(head: list[str], lines: Any) -> Any:
    yield head
    yield from lines


@requires(Right.DISPUTE_ASSIGN, Right.DISPUTE_ASSIGN)
@require_http_methods(BOTH)
def dispute_transfer_answer(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Sign for it, or send it back."""
    officer = officer_of(request)
    row = selectors.find_transfer(officer, transfer_id)
    back = reverse("dispute_transfer_list")

    def keep(said: dict[str, Any]) -> str:
        if said["accept"] == "yes":
            services.sign_transfer(row, by=officer, receipt_number=said["receipt_number"])
        else:
            services.decline_transfer(row, by=officer, reason=said["reason"])
        return back

    form = TransferAnswerForm(request.POST or None)
    title = _("Transfer of %s") % row.dispute.number
    told = row.reason or ""
    return small_form(request, form, keep, title=title, back=back, told=told)
