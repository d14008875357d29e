"""Officers: the list, one officer with her roles and sessions, taking on, closing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from grid.organisation import forms, selectors, services
from grid.organisation.models import Officer
from grid.organisation.roles import Role
from grid.organisation.viewers import officer_of
from grid.organisation.views.pages import FormPage, data_of
from grid.rest.pages import page_of
from grid.rights import Right, requires


@requires(Right.ORGANISATION_READ)
def officer_list(request: HttpRequest) -> HttpResponse:
    """Officers in scope, found by name, badge or role."""
    chosen = {"query": request.GET.get("q", "").strip(), "role": request.GET.get("role", "")}
    closed = request.GET.get("closed") == "1"
    rows = selectors.officers(officer_of(request), **chosen, closed=closed)
    context = {"rows": page_of(request, rows), "closed": closed, "roles": Role.choices, **chosen}
    return render(request, "organisation/officer_list.html", context)


@requires(Right.ORGANISATION_READ)
def detail(request: HttpRequest, badge_number: str) -> HttpResponse:
    """One officer: agency, roles with who granted and approved them, sessions."""
    officer = find(request, badge_number)
    context: dict[str, Any] = {"officer": officer, "grants": selectors.grants_of(officer)[:200]}
    if officer_of(request).has_right(Right.OFFICER_MANAGE):
        context["sessions"] = selectors.sessions_of(officer)[:200]
    return render(request, "organisation/officer_detail.html", context)


@requires(Right.OFFICER_MANAGE, Right.OFFICER_MANAGE)
def add(request: HttpRequest) -> HttpResponse:
    """A new officer; the one-time password is on the answer and nowhere else."""
    viewer = officer_of(request)
    form = forms.OfficerForm(data_of(request), viewer=viewer)
    text = _("The account begins without a role; a security administrator grants one.")
    page = FormPage(_("New officer"), _("Create officer"), reverse("officer_list"), text=text)

    def act(given: dict[str, Any]) -> HttpResponse:
        officer, password = services.create_officer(**given, by=viewer.as_actor())
        return show_password(request, officer, password)

    return page.answer(request, form, act)


@requires(Right.OFFICER_MANAGE, Right.OFFICER_MANAGE)
def deactivate(request: HttpRequest, badge_number: str) -> HttpResponse:
    """Close the account at once."""
    officer = find(request, badge_number)
    text = _("Every session of this account ends at once. Its history stays.")
    page = FormPage(
        _("Close account"), _("Close account"), address(officer), text=text, danger=True
    )
    by = officer_of(request).as_actor()

    def act(given: dict[str, Any]) -> HttpResponse:
        services.deactivate_officer(officer, by=by, reason=given["reason"])
        messages.success(request, _("Account closed."))
        return redirect(address(officer))

    return page.answer(request, forms.ReasonForm(data_of(request)), act)


@requires(Right.OFFICER_MANAGE, Right.OFFICER_MANAGE)
def reset_password(request: HttpRequest, badge_number: str) -> HttpResponse:
    """A new one-time password."""
    officer = find(request, badge_number)
    text = _("The present password stops working and every session ends.")
    page = FormPage(
        _("New one-time password"), _("Make password"), address(officer), text=text, danger=True
    )
    by = officer_of(request).as_actor()
    return page.answer(
        request,
        forms.ConfirmForm(data_of(request)),
        lambda _given: show_password(request, officer, services.reset_password(officer, by=by)),
    )


@requires(Right.OFFICER_MANAGE, Right.OFFICER_MANAGE)
def end_session(request: HttpRequest, badge_number: str, handle: str) -> HttpResponse:
    """Sign another officer out of one browser."""
    officer = find(request, badge_number)
    page = FormPage(_("End session"), _("End session"), address(officer), danger=True)
    by = officer_of(request).as_actor()

    def act(_given: dict[str, Any]) -> HttpResponse:
        for session in selectors.sessions_of(officer):
            if session.handle == handle:
                services.end_session(session, by=by)
        messages.success(request, _("Session ended."))
        return redirect(address(officer))

    return page.answer(request, forms.ConfirmForm(data_of(request)), act)


def find(request: HttpRequest, badge_number: str) -> Officer:
    """The officer in scope, or 404."""
    rows = Officer.objects.visible_to(officer_of(request)).select_related("agency")
    return get_object_or_404(rows, badge_number=badge_number)


def address(officer: Officer) -> str:
    """Where the officer's page is."""
    return reverse("officer_detail", args=[officer.badge_number])


def show_password(request: HttpRequest, officer: Officer, password: str) -> HttpResponse:
    """The one answer that holds the password."""
    context = {
        "title": _("One-time password"),
        "subject": str(officer),
        "secret": password,
        "text": _("Shown only now. The officer changes it when first signing in."),
        "back": address(officer),
    }
    return render(request, "organisation/secret.html", context)
