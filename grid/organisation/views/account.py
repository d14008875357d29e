"""One's own account: preferences, duty, sessions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grid.organisation import forms, second_factor, selectors, services
from grid.organisation.viewers import officer_of
from grid.organisation.views.pages import data_of
from grid.rights import Right, requires


@requires(Right.SIGNED_IN, Right.SIGNED_IN)
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and the preferences one may change."""
    officer = officer_of(request)
    names = ("language", "theme", "seat", "version")
    initial = {name: getattr(officer, name) for name in names}
    form = forms.AccountForm(data_of(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_preferences(officer, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("my_account")
    context: dict[str, Any] = {
        "form": form,
        "roles": sorted(role.label for role in officer.roles),
        "has_second_factor": second_factor.is_set_up(officer),
    }
    return render(request, "organisation/account.html", context)


@requires(Right.SIGNED_IN, Right.SIGNED_IN)
@require_POST
def duty(request: HttpRequest) -> HttpResponse:
    """Come on duty (`on=1`) or go off."""
    services.set_duty(officer_of(request), on=request.POST.get("on") == "1")
    return redirect("my_account")


@requires(Right.SIGNED_IN)
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    rows = selectors.sessions_of(officer_of(request))[:200]
    context = {"rows": rows, "here": request.session.session_key}
    return render(request, "organisation/my_sessions.html", context)


@requires(Right.SIGNED_IN, Right.SIGNED_IN)
@require_POST
def end_session(request: HttpRequest, handle: str) -> HttpResponse:
    """End one of one's own sessions; ending this one signs out."""
    officer = officer_of(request)
    found = [s for s in selectors.sessions_of(officer) if s.handle == handle]
    if not found:
        raise Http404
    services.end_session(found[0], by=officer.as_actor())
    messages.success(request, _("Session ended."))
    return redirect("my_sessions")
