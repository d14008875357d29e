"""Granting, approving and revoking roles."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from grid.errors import NotAllowed
from grid.organisation import forms, selectors, services
from grid.organisation.models import RoleGrant
from grid.organisation.roles import Role
from grid.organisation.viewers import officer_of
from grid.organisation.views import officers
from grid.organisation.views.pages import FormPage, data_of
from grid.rest.pages import page_of
from grid.rights import Right, requires


@requires(Right.ROLE_GRANT)
def queue(request: HttpRequest) -> HttpResponse:
    """Roles asked for, to be approved by another security administrator."""
    rows = selectors.pending_grants(officer_of(request))
    return render(request, "organisation/role_queue.html", {"rows": page_of(request, rows)})


@requires(Right.ROLE_GRANT, Right.ROLE_GRANT)
def grant(request: HttpRequest, badge_number: str) -> HttpResponse:
    """Ask for a role."""
    by = officer_of(request)
    officer = officers.find(request, badge_number)
    text = _("It comes into force when another security administrator has approved it.")
    page = FormPage(_("Grant a role"), _("Ask for it"), officers.address(officer), text=text)

    def act(given: dict[str, Any]) -> HttpResponse:
        role = Role(given["role"])
        services.grant_role(officer, role=role, by=by, valid_to=given["valid_to"])
        messages.success(request, _("Asked for. Another security administrator approves it."))
        return redirect(officers.address(officer))

    return page.answer(request, forms.GrantForm(data_of(request)), act)


@requires(Right.ROLE_GRANT, Right.ROLE_GRANT)
def remove_second_factor(request: HttpRequest, badge_number: str) -> HttpResponse:
    """Take off a lost authenticator."""
    by = officer_of(request)
    officer = officers.find(request, badge_number)
    if officer.pk == by.pk:
        raise NotAllowed(_("Another security administrator has to do this."))
    back = officers.address(officer)
    text = _("For a lost phone. The officer sets up a new one; every session ends.")
    page = FormPage(_("Remove second factor"), _("Remove"), back, text=text, danger=True)

    def act(_given: dict[str, Any]) -> HttpResponse:
        services.remove_second_factor(officer, by=by.as_actor())
        messages.success(request, _("Second factor removed."))
        return redirect(back)

    return page.answer(request, forms.ConfirmForm(data_of(request)), act)


@requires(Right.ROLE_GRANT, Right.ROLE_GRANT)
def approve(request: HttpRequest, grant_id: int) -> HttpResponse:
    """The second pair of eyes."""
    by = officer_of(request)
    found = _grant(request, grant_id)
    page = FormPage(_("Approve a role"), _("Approve"), reverse("role_queue"), facts=_facts(found))

    def act(_given: dict[str, Any]) -> HttpResponse:
        services.approve_role(found, by=by)
        messages.success(request, _("Role approved."))
        return redirect("role_queue")

    return page.answer(request, forms.ConfirmForm(data_of(request)), act)


@requires(Right.ROLE_GRANT, Right.ROLE_GRANT)
def revoke(request: HttpRequest, grant_id: int) -> HttpResponse:
    """End a role, or refuse one."""
    by = officer_of(request)
    found = _grant(request, grant_id)
    back = officers.address(found.officer)
    text = _("The role ends at once.")
    page = FormPage(
        _("Revoke a role"), _("Revoke"), back, text=text, danger=True, facts=_facts(found)
    )

    def act(given: dict[str, Any]) -> HttpResponse:
        services.revoke_role(found, by=by, reason=given["reason"])
        messages.success(request, _("Role revoked."))
        return redirect(back)

    return page.answer(request, forms.ReasonForm(data_of(request)), act)


def _grant(request: HttpRequest, grant_id: int) -> RoleGrant:
    rows = RoleGrant.objects.visible_to(officer_of(request)).select_related("officer__agency")
    return get_object_or_404(rows, pk=grant_id)


def _facts(grant: RoleGrant) -> tuple[tuple[Any, Any], ...]:
    return (
        (_("Officer"), grant.officer),
        (_("Agency"), grant.officer.agency),
        (_("Role"), grant.get_role_display()),
        (_("Asked for by"), grant.granted_by),
    )
