"""Notices: the list, one of them, a new one, and what is decided about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from checkpoints.lookout import forms, selectors, services, tables
from checkpoints.lookout.forgetting import forgetful
from checkpoints.lookout.models import Notice
from grid.errors import DomainError, FieldError, InvalidInput
from grid.frame.pages import RefusableForm
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

MOST_ROWS = 10_000
Change = Callable[[dict[str, Any]], str]


@requires(Right.NOTICE_READ)
@require_GET
def notice_list(request: HttpRequest) -> HttpResponse:
    """Notices that hold or wait; those the own station has not signed for stand on top."""
    officer = officer_of(request)
    if officer.has_right(Right.HIT_CONFIRM):
        services.deliver(by=officer)
    form, rows = _asked(request)
    context = {
        "form": form,
        "page": page_of(request, rows, size=50),
        "unread": selectors.unread(officer.agency)[:20],
        "open_hits": selectors.filtered_hits(selectors.hits(officer), {"state": "open"}).count(),
    }
    return render(request, "lookout/notice_list.html", context)


@requires(Right.NOTICE_READ)
@require_GET
def notice_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as it is filtered, without identities."""
    _form, rows = _asked(request)
    return csv_answer("lookout-notices.csv", tables.notice_lines(rows[:MOST_ROWS]))


def _asked(request: HttpRequest) -> tuple[forms.NoticeFilterForm, Any]:
    officer = officer_of(request)
    form = forms.NoticeFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    return form, selectors.filtered(selectors.notices(officer), asked, officer)


@requires(Right.NOTICE_WRITE, Right.NOTICE_WRITE)
@require_http_methods(["GET", "POST"])
@forgetful
def notice_new(request: HttpRequest) -> HttpResponse:
    """Write a notice; another officer approves it."""
    form = forms.NoticeForm(request.POST or None, officer=officer_of(request))
    status = 200 if request.method == "GET" else 400
    if form.is_valid():
        try:
            return redirect(once_per_form(request, lambda: _drafted(request, form), is_sealed=True))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    return render(request, "lookout/notice_new.html", {"form": form}, status=status)


def _drafted(request: HttpRequest, form: forms.NoticeForm) -> str:
    said = dict(form.cleaned_data)
    agency = form.agencies[said.pop("agency")]
    notice = services.draft(by=officer_of(request), agency=agency, **said)
    messages.success(request, _("%s waits for another officer's approval.") % notice.number)
    return reverse("notice_detail", args=[notice.number])


@requires(Right.NOTICE_READ)
@require_GET
def notice_detail(request: HttpRequest, notice_number: str) -> HttpResponse:
    """One notice, whom or what it names in clear; the look is on the access register."""
    officer = officer_of(request)
    notice = selectors.notice(officer, notice_number)
    if officer.has_right(Right.HIT_CONFIRM):
        services.deliver(by=officer)
    return _detail(request, notice)


def _detail(
    request: HttpRequest, notice: Notice, *, status: int = 200, **shown: RefusableForm
) -> HttpResponse:
    officer = officer_of(request)
    rows = list(selectors.acknowledgements(notice, officer))
    context = {
        "notice": notice,
        "identity": selectors.identity(notice, by=officer),
        "acknowledgements": rows,
        "renewals": notice.renewals.all(),
        "hits": selectors.hits(officer).filter(notice=notice)[:50],
        **_forms(notice, rows, officer),
        **shown,
    }
    return render(request, "lookout/notice_detail.html", context, status=status)


def _forms(notice: Notice, rows: list[Any], officer: Any) -> dict[str, Any]:
    """The forms somebody with these rights may fill in now; None where there is nothing to do."""
    waiting = [row for row in rows if row.done_at is None]
    initial = {"version": notice.version}
    is_own = notice.agency.path.startswith(officer.agency_path)
    me = services.who(officer.as_actor())
    may_decide = is_own and officer.has_right(Right.NOTICE_APPROVE) and me != notice.created_by
    is_draft = notice.state == Notice.State.DRAFT
    is_held = notice.state == Notice.State.APPROVED
    may_renew = may_decide and is_held and me != notice.renewed_by
    may_end = is_own and officer.has_right(Right.NOTICE_WRITE) and (is_draft or is_held)
    return {
        "own": next((row for row in waiting if row.owner_path == officer.agency_path), None),
        "approve_form": forms.ApproveForm(initial=initial) if may_decide and is_draft else None,
        "renew_form": forms.RenewForm(initial=initial) if may_renew else None,
        "revoke_form": forms.RevokeForm(initial=initial) if may_end else None,
        "acknowledge_form": forms.AcknowledgeForm(rows=waiting) if waiting else None,
    }


@requires(Right.NOTICE_READ, Right.NOTICE_APPROVE)
def notice_approve(request: HttpRequest, notice_number: str) -> HttpResponse:
    """Put it in force."""
    notice = selectors.notice(officer_of(request), notice_number)

    def change(said: dict[str, Any]) -> str:
        services.approve(notice, by=officer_of(request), **said)
        return _("The notice is in force; every station is told.")

    form = forms.ApproveForm(request.POST or None)
    return _act(request, notice, form, "approve_form", change)


@requires(Right.NOTICE_READ, Right.NOTICE_APPROVE)
def notice_renew(request: HttpRequest, notice_number: str) -> HttpResponse:
    """Give it a further term."""
    notice = selectors.notice(officer_of(request), notice_number)

    def change(said: dict[str, Any]) -> str:
        services.renew(notice, by=officer_of(request), **said)
        return _("The notice has a further term.")

    return _act(request, notice, forms.RenewForm(request.POST or None), "renew_form", change)


@requires(Right.NOTICE_READ, Right.NOTICE_WRITE)
def notice_revoke(request: HttpRequest, notice_number: str) -> HttpResponse:
    """End it."""
    notice = selectors.notice(officer_of(request), notice_number)

    def change(said: dict[str, Any]) -> str:
        services.revoke(notice, by=officer_of(request), **said)
        return _("The notice is revoked; what it named is wiped.")

    return _act(request, notice, forms.RevokeForm(request.POST or None), "revoke_form", change)


@requires(Right.NOTICE_READ, Right.HIT_CONFIRM)
def notice_acknowledge(request: HttpRequest, notice_number: str) -> HttpResponse:
    """Sign that the station knows it."""
    officer = officer_of(request)
    notice = selectors.notice(officer, notice_number)
    rows = [row for row in selectors.acknowledgements(notice, officer) if row.done_at is None]

    def change(said: dict[str, Any]) -> str:
        row = next(row for row in rows if row.agency.code == said.pop("agency"))
        services.acknowledge(row, by=officer, **said)
        return _("Signed for.")

    form = forms.AcknowledgeForm(request.POST or None, rows=rows)
    return _act(request, notice, form, "acknowledge_form", change)


def _act(
    request: HttpRequest, notice: Notice, form: RefusableForm, name: str, change: Change
) -> HttpResponse:
    """Do it once and come back to the notice; a refusal is shown where it was caused."""
    back = reverse("notice_detail", args=[notice.number])
    if request.method != "POST":
        return redirect(back)

    def once() -> str:
        messages.success(request, change(dict(form.cleaned_data)))
        return back

    status = 400
    if form.is_valid():
        try:
            return redirect(once_per_form(request, once))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    current = selectors.notice(officer_of(request), notice.number)
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return _detail(request, current, status=status, **{name: form})


def refused(pointer: str, message: str) -> InvalidInput:
    """A fault of one field of a page."""
    return InvalidInput(
        message, errors=[FieldError(pointer=pointer, code="invalid", message=message)]
    )
