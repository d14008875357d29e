"""Parties of a dispute: shown in clear against a purpose, added, corrected, taken out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from grid.errors import DomainError
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from mediation.register import reveal, services
from mediation.register.forms import DisputeRevealForm, PartyForm, ReasonForm
from mediation.register.private import FIELDS
from mediation.register.selectors import find_party
from mediation.register.views.disputes import shown_of
from mediation.register.views.shared import BOTH, find, small_form, there


@requires(Right.DISPUTE_READ, Right.DISPUTE_REPORT)
@require_POST
def dispute_reveal(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """The dispute in clear for half an hour; the access register keeps who and why."""
    officer, row = officer_of(request), find(request, dispute_number)
    form = DisputeRevealForm(request.POST)

    def give() -> str:
        reveal.reveal_parties(row, by=officer, **form.cleaned_data)
        return there(row)

    status = 400
    if form.is_valid():
        try:
            return redirect(once_per_form(request, give))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    context = shown_of(request, dispute_number, reveal_form=form)
    return render(request, "mediation/detail.html", context, status=status)


@requires(Right.DISPUTE_WORK, Right.DISPUTE_WORK)
@require_http_methods(BOTH)
def party_new(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """Add a party."""
    row = find(request, dispute_number)

    def keep(said: dict[str, Any]) -> str:
        said.pop("version")
        services.add_party(row, by=officer_of(request), **said)
        return there(row)

    form = PartyForm(request.POST or None)
    return small_form(request, form, keep, title=_("Add a party"), back=there(row))


@requires(Right.DISPUTE_WORK, Right.DISPUTE_WORK)
@require_http_methods(BOTH)
def party_edit(request: HttpRequest, dispute_number: str, party_id: int) -> HttpResponse:
    """Correct a party; without leave to read her, what is left empty stays as it is."""
    officer, row = officer_of(request), find(request, dispute_number)
    party = find_party(officer, row, party_id)
    is_clear = reveal.leave_until(row, officer) is not None
    plain = ("side", "is_minor", "needs_care", "is_organisation", "version")
    names = (*plain, *FIELDS) if is_clear else plain
    initial = {name: getattr(party, name) for name in names}
    form = PartyForm(request.POST or None, initial=initial)
    form.fields["name"].required = is_clear

    def keep(said: dict[str, Any]) -> str:
        if not is_clear:
            said = {n: v for n, v in said.items() if v != "" or n not in FIELDS}
        services.change_party(party, by=officer, **said)
        return there(row)

    told = "" if is_clear else _("What you leave empty stays as it is; it is not shown here.")
    title = _("Correct a party")
    return small_form(request, form, keep, title=title, back=there(row), told=told)


@requires(Right.DISPUTE_WORK, Right.DISPUTE_WORK)
@require_http_methods(BOTH)
def party_remove(request: HttpRequest, dispute_number: str, party_id: int) -> HttpResponse:
    """Take out a party entered by mistake."""
    officer, row = officer_of(request), find(request, dispute_number)
    party = find_party(officer, row, party_id)

    def keep(said: dict[str, Any]) -> str:
        services.remove_party(party, by=officer, **said)
        return there(row)

    form = ReasonForm(request.POST or None, initial={"version": party.version})
    told = _("Name and numbers are deleted and cannot be brought back.")
    shown = {"label": _("Take out"), "grave": True, "told": told}
    return small_form(request, form, keep, title=_("Take out a party"), back=there(row), **shown)
