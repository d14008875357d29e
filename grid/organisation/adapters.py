"""Where allauth's sign-in meets our officers, throttle and ledger."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from grid.organisation import crypto, throttle
from grid.organisation.models import Officer
from grid.organisation.services import sign_in
from grid.organisation.sessions import describe

SECRET = "mfa.totp"  # noqa: S105 the purpose of a key, not a key


def refuse_for_now(request: HttpRequest, wait_s: int) -> ImmediateHttpResponse:
    """429 with the seconds to wait; allauth hands the response through."""
    response = render(request, "account/too_many.html", {"wait_s": wait_s}, status=429)
    response["Retry-After"] = str(wait_s)
    return ImmediateHttpResponse(response)


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Badge number and password; the same answer and the same time whatever was wrong."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        ip = request.META["REMOTE_ADDR"]
        wait_s = throttle.reserve(credentials.get("username", ""), ip=ip)
        if wait_s:
            raise refuse_for_now(request, wait_s)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Officer | None:
        """The officer, if active and the password right; a deactivated one learns nothing."""
        self.pre_authenticate(request, **credentials)
        officer = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()
        name, ip = credentials.get("username", ""), request.META["REMOTE_ADDR"]
        if not isinstance(officer, Officer):
            sign_in.note_failure(badge_number=name, ip=ip)
            return None
        throttle.forget(name, ip=ip)
        return officer

    def login(self, request: HttpRequest, user: Officer) -> None:
        super().login(request, user)
        describe(request, user)

    def post_login(self, request: HttpRequest, user: Officer, **kwargs: Any) -> HttpResponse:
        sign_in.note_success(user, ip=request.META["REMOTE_ADDR"])
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def set_password(self, user: Officer, password: str) -> None:
        sign_in.change_password(user, password, keep_session=context.request.session.session_key)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in within the last quarter of an hour is not asked again."""
        request = context.request
        records = get_authentication_records(request, request.user)
        recent_s = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        if records and time.time() - records[-1]["at"] < recent_s:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say themselves what happened; allauth's notes would say it twice."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """TOTP secrets are encrypted at rest."""

    def encrypt(self, text: str) -> str:
        return crypto.encrypt(text, purpose=SECRET)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(encrypted_text, purpose=SECRET)
