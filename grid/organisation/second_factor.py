"""The second factor (双因素): who owes it, and whether this session has shown it."""

from typing import ClassVar

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from grid.errors import DomainError
from grid.organisation.models import Officer
from grid.organisation.roles import NEEDS_TOTP, RIGHTS_NEEDING_TOTP
from grid.rights import Right


class SecondFactorNeeded(DomainError):
    """The right asks for a code from the authenticator in this session; `link` leads there."""

    code: ClassVar[str] = "second_factor_needed"
    status: ClassVar[int] = 403


def shown(request: HttpRequest) -> bool:
    """Whether a code was given in this session; it ends with the session, at most 12 h."""
    if not isinstance(request.user, Officer):
        return False
    return any(r["method"] == "mfa" for r in get_authentication_records(request, request.user))


def is_set_up(officer: Officer) -> bool:
    """Whether the officer has an authenticator app."""
    found = Authenticator.objects.filter(user_id=officer.pk, type=Authenticator.Type.TOTP)
    return bool(found.exists())


def missing_step(request: HttpRequest) -> str | None:
    """The URL an officer must visit before anything else: a new password, then a second factor.

    A one-time password is changed at once; administrators and oversight show a second factor.
    """
    officer = request.user
    if not isinstance(officer, Officer):
        return None
    if officer.must_change_password:
        return reverse("account_change_password")
    if officer.roles & NEEDS_TOTP and not shown(request):
        return link_to_show(request, officer)
    return None


def link_to_show(request: HttpRequest, officer: Officer) -> str:
    """Where the second factor is set up or, where it is set up already, shown."""
    name = "mfa_reauthenticate" if is_set_up(officer) else "mfa_activate_totp"
    here = request.get_full_path() if request.method == "GET" else "/"
    return f"{reverse(name)}?{urlencode({'next': here})}"


def refuse_without(request: HttpRequest, right: Right) -> None:
    """Raise `SecondFactorNeeded` where the right, or the officer's role, asks for one."""
    officer = request.user
    if not isinstance(officer, Officer) or shown(request):
        return
    if right in RIGHTS_NEEDING_TOTP or officer.roles & NEEDS_TOTP:
        message = _("This needs a code from your authenticator app.")
        raise SecondFactorNeeded(message, link=link_to_show(request, officer))
