"""Asking officers into a joint operation, and the page an invitation is answered on."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from command_center.analysis.studies import choosing, forms, selectors, services, steps, tables
from command_center.analysis.studies.models import Operation, OperationInvitation
from command_center.analysis.studies.services.operations import may_lead
from grid.frame.forms import asked_for
from grid.frame.listing import Cell, Record, listing_csv, listing_page, record_page
from grid.frame.pages import RefusableForm, form_page
from grid.frame.steps import offered
from grid.frame.templatetags.frame import minute
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

READ, WORK = Right.ANALYSIS_READ, Right.OPERATION_WORK
ANSWER_H: Final = 24


@requires(READ)
@require_GET
def operation_invitation_list(request: HttpRequest) -> HttpResponse:
    """Invitations to oneself and into the rooms one sees."""
    form = forms.InvitationFilter(request.GET)
    rows = selectors.invitations(officer_of(request), **asked_for(form))
    return listing_page(request, tables.INVITATIONS, rows, form)


@requires(READ)
@require_GET
def operation_invitation_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    form = forms.InvitationFilter(request.GET)
    rows = selectors.invitations(officer_of(request), **asked_for(form))
    return listing_csv(tables.INVITATIONS, rows)


@requires(WORK, WORK)
@require_http_methods(["GET", "POST"])
def operation_invite(request: HttpRequest, operation_id: int) -> HttpResponse:
    """Search for officers and ask them in; for who leads the room while it is open."""
    officer = officer_of(request)
    row = selectors.find_operation(officer, operation_id)
    if not may_lead(row, officer) or row.state != Operation.State.OPEN:
        raise PermissionDenied
    query = request.GET.get("q", "").strip()[:100]
    found = [choosing.told(one, officer) for one in choosing.candidates(officer, row, query)]
    there = reverse("operation_detail", args=[row.pk])

    def keep(said: dict[str, Any]) -> str:
        services.invite(row, by=officer, **said)
        return there

    initial = {"version": row.version, "due_at": forms.in_hours(ANSWER_H)}
    form = forms.InviteForm(request.POST or None, found=found, initial=initial)
    context = {
        "operation": row,
        "query": query,
        "found": found,
        "most": choosing.MOST_SHOWN,
        "back": there,
    }
    return form_page(request, form, keep, "studies/invite.html", context)


@requires(READ)
@require_GET
def operation_invitation_detail(request: HttpRequest, operation_invitation_id: int) -> HttpResponse:
    """One invitation, with its answer or the means to answer."""
    return show_invitation(request, operation_invitation_id)


def show_invitation(
    request: HttpRequest,
    key: int,
    *,
    status: int = 200,
    refused: dict[str, RefusableForm] | None = None,
) -> HttpResponse:
    officer = officer_of(request)
    row = selectors.find_invitation(officer, key)
    may = steps.of_invitation(row, officer)
    title = _("Invitation into joint operation %(number)s") % {"number": row.operation.number}
    record = Record(
        title=title,
        listing=tables.INVITATIONS,
        marks=[tables.answer_cell(row)],
        facts=[*_matter(row, officer), *_asked(row)],
        acts=offered(may, row, row.pk, rights=officer.rights, refused=refused),
    )
    return record_page(request, record, status=status)


def _matter(row: OperationInvitation, officer: Officer) -> list[tuple[Any, Any]]:
    """What it is about: for who sees the room, and for who is asked until she has answered."""
    room = row.operation
    inside = Operation.objects.visible_to(officer).filter(pk=room.pk).exists()
    if not inside and row.state not in ("issued", "signed"):
        return [(_("Joint operation"), room.number)]
    href = reverse("operation_detail", args=[room.pk]) if inside else ""
    return [
        (_("Joint operation"), Cell(f"{room.number} {room.title}", href=href)),
        (_("Aim"), room.aim),
        (_("Agency"), room.agency.name),
        (pgettext("operation", "Lead"), str(room.leader)),
    ]


def _asked(row: OperationInvitation) -> list[tuple[Any, Any]]:
    facts = [
        (_("Officer"), f"{row.officer} · {row.officer.agency.name}"),
        (pgettext("operation", "What for"), row.get_trade_display()),
        (_("In words"), row.text or "—"),
        (pgettext("invitation", "Asked by"), f"{row.issued_by} · {minute(row.issued_at)}"),
        (_("Answer by"), minute(row.due_at)),
    ]
    if row.done_at:
        facts += [(pgettext("invitation", "Answered"), f"{row.done_by} · {minute(row.done_at)}")]
        facts += [(_("In the answer"), row.outcome)]
    return facts
