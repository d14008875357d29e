"""Client systems: the list, a new one, the end of one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.organisation import forms, selectors, services
from grid.organisation.models import ClientSystem
from grid.organisation.viewers import officer_of
from grid.organisation.views.pages import FormPage, data_of
from grid.rest.pages import page_of
from grid.rights import Right, requires


@requires(Right.CLIENT_MANAGE)
def client_list(request: HttpRequest) -> HttpResponse:
    """Client systems in scope, with when each was last used."""
    rows = page_of(request, selectors.clients(officer_of(request)))
    context = {"rows": rows, "now": timezone.now()}
    return render(request, "organisation/client_list.html", context)


@requires(Right.CLIENT_MANAGE, Right.CLIENT_MANAGE)
def add(request: HttpRequest) -> HttpResponse:
    """A new client system; its token is on the answer and nowhere else."""
    viewer = officer_of(request)
    form = forms.ClientForm(data_of(request), viewer=viewer)
    page = FormPage(_("New client system"), _("Create token"), reverse("client_list"))

    def act(given: dict[str, Any]) -> HttpResponse:
        client, token = services.create_client(**given, by=viewer.as_actor())
        context = {
            "title": _("Token"),
            "subject": client.name,
            "secret": token,
            "text": _("Shown only now. Send it as: Authorization: Bearer …"),
            "back": reverse("client_list"),
        }
        return render(request, "organisation/secret.html", context)

    return page.answer(request, form, act)


@requires(Right.CLIENT_MANAGE, Right.CLIENT_MANAGE)
def revoke(request: HttpRequest, client_id: int) -> HttpResponse:
    """End a token at once."""
    viewer = officer_of(request)
    client = get_object_or_404(ClientSystem.objects.visible_to(viewer), pk=client_id)
    text = _("The system is refused from its next request on.")
    page = FormPage(
        _("Revoke token"),
        _("Revoke"),
        reverse("client_list"),
        text=text,
        danger=True,
        facts=((_("Client system"), client.name), (_("Agency"), client.agency)),
    )

    def act(given: dict[str, Any]) -> HttpResponse:
        services.revoke_client(client, by=viewer.as_actor(), reason=given["reason"])
        messages.success(request, _("Token revoked."))
        return redirect("client_list")

    return page.answer(request, forms.ReasonForm(data_of(request)), act)
