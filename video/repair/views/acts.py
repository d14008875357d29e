"""What the police do with one ticket, each by a form on its page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from grid.errors import DomainError
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from video.repair import asking, selectors, services
from video.repair.models import Ticket
from video.repair.views.tickets import act_form, shown

Change = Callable[[Ticket, Any], str]


def _act(request: HttpRequest, number: str, name: str, change: Change) -> HttpResponse:
    """Do it once and come back to the ticket; a refusal is shown where it was caused."""
    row = selectors.find_ticket(officer_of(request), number)
    back = reverse("ticket_detail", args=[number])
    if request.method != "POST":
        return redirect(back)
    form, status = act_form(request, name, row), 400
    if form.is_valid():
        try:
            return redirect(once_per_form(request, lambda: _done(request, back, change, row, form)))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
            messages.error(request, refusal.message)
    current = selectors.find_ticket(officer_of(request), number)
    return shown(request, current, status=status, **{name: form})


def _done(request: HttpRequest, back: str, change: Change, row: Ticket, form: Any) -> str:
    messages.success(request, change(row, form))
    return back


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
def ticket_assign(request: HttpRequest, ticket_number: str) -> HttpResponse:
    """Give it to a contractor."""

    def change(row: Ticket, form: Any) -> str:
        by, said = officer_of(request), form.cleaned_data
        firm = asking.contractor_of(by, said["contractor"])
        services.assign(row, by=by, contractor=firm, version=said["version"])
        return _("Assigned to %s.") % firm.name

    return _act(request, ticket_number, "assign", change)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
def ticket_remind(request: HttpRequest, ticket_number: str) -> HttpResponse:
    """Tell the firm that it waits for it."""

    def change(row: Ticket, form: Any) -> str:
        services.remind(row, by=officer_of(request), **form.cleaned_data)
        return _("The firm was reminded.")

    return _act(request, ticket_number, "remind", change)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
def ticket_verify(request: HttpRequest, ticket_number: str) -> HttpResponse:
    """It works."""

    def change(row: Ticket, form: Any) -> str:
        services.verify(row, by=officer_of(request), **form.cleaned_data)
        return _("Verified; the ticket is done.")

    return _act(request, ticket_number, "verify", change)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
def ticket_reopen(request: HttpRequest, ticket_number: str) -> HttpResponse:
    """It is not fixed."""

    def change(row: Ticket, form: Any) -> str:
        services.reopen(row, by=officer_of(request), **form.cleaned_data)
        return _("Reopened; the contractor's clock goes on where it stood.")

    return _act(request, ticket_number, "reopen", change)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
def ticket_due(request: HttpRequest, ticket_number: str) -> HttpResponse:
    """Another end."""

    def change(row: Ticket, form: Any) -> str:
        services.change_due(row, by=officer_of(request), **form.cleaned_data)
        return _("The end was moved.")

    return _act(request, ticket_number, "due", change)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
def ticket_cancel(request: HttpRequest, ticket_number: str) -> HttpResponse:
    """Nothing is to be repaired."""

    def change(row: Ticket, form: Any) -> str:
        services.cancel(row, by=officer_of(request), **form.cleaned_data)
        return _("Taken back.")

    return _act(request, ticket_number, "cancel", change)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
def ticket_merge(request: HttpRequest, ticket_number: str) -> HttpResponse:
    """Other tickets are part of this one."""

    def change(row: Ticket, form: Any) -> str:
        by = officer_of(request)
        rows = asking.tickets_named(by, form.numbers())
        services.merge(row, by=by, tickets=rows, version=form.cleaned_data["version"])
        return _("%s tickets are part of it now.") % len(rows)

    return _act(request, ticket_number, "merge", change)


@requires(Right.CAMERA_READ, Right.REPAIR_MANAGE)
def ticket_split(request: HttpRequest, ticket_number: str) -> HttpResponse:
    """It stands by itself again."""

    def change(row: Ticket, form: Any) -> str:
        services.split(row, by=officer_of(request), **form.cleaned_data)
        return _("It stands by itself; its clock begins now.")

    return _act(request, ticket_number, "split", change)
