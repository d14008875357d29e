"""The one gate every request passes: a route names a right, the viewer has it or stays outside."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import MethodNotAllowed, NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from grid.errors import NotAllowed
from grid.organisation.second_factor import SecondFactorNeeded, missing_step, refuse_without
from grid.rights import Right, marked

if TYPE_CHECKING:  # the framework reads its settings, and so this module, while loading its views
    from rest_framework.views import APIView

log = logging.getLogger("anlan.access")
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Mark(NamedTuple):
    """What `requires` left on a view."""

    read: Right | None
    write: Right | None

    def right_for(self, method: str | None) -> Right | None:
        return self.read if method in SAFE else self.write


UNMARKED: Final = Mark(None, None)

# Routes of libraries, which cannot carry a mark. What allauth brings and this table does not
# name (sign-up, e-mail, password reset by mail, passkeys) answers 404.
THIRD_PARTY: Final[dict[str, Mark]] = {
    "account_login": Mark(Right.PUBLIC, Right.PUBLIC),
    "account_logout": Mark(Right.SIGNED_IN, Right.SIGNED_IN),
    "account_reauthenticate": Mark(Right.SIGNED_IN, Right.SIGNED_IN),
    "account_change_password": Mark(Right.SIGNED_IN, Right.SIGNED_IN),
    "mfa_authenticate": Mark(Right.PUBLIC, Right.PUBLIC),
    "mfa_reauthenticate": Mark(Right.SIGNED_IN, Right.SIGNED_IN),
    "mfa_index": Mark(Right.SIGNED_IN, None),
    "mfa_activate_totp": Mark(Right.SIGNED_IN, Right.SIGNED_IN),
    "mfa_deactivate_totp": Mark(Right.SIGNED_IN, Right.SIGNED_IN),
    "mfa_view_recovery_codes": Mark(Right.SIGNED_IN, None),
    "mfa_generate_recovery_codes": Mark(Right.SIGNED_IN, Right.SIGNED_IN),
    "mfa_download_recovery_codes": Mark(Right.SIGNED_IN, None),
}
LIBRARY_PREFIX: Final = "accounts/"


def mark_of(view: Any, name: str = "") -> Mark:
    """The mark of a view function, of the class behind it, or of a library's route `name`."""
    if name in THIRD_PARTY:
        return THIRD_PARTY[name]
    place = marked(view)
    return Mark(place.read_right, place.write_right) if place else UNMARKED


class HasRight(BasePermission):
    """DRF's half of the gate; a person at a session also owes the second factor."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        match = request.resolver_match
        mark = mark_of(type(view))
        if mark is UNMARKED and match is not None:
            mark = mark_of(match.func, match.view_name)
        right = mark.right_for(request.method)
        if right is None:
            if not hasattr(view, str(request.method).lower()):
                raise MethodNotAllowed(str(request.method))
            raise NotAllowed(_("This address has no right set for this act; nobody may use it."))
        if right is Right.PUBLIC:
            return True
        if not request.user.is_authenticated:
            raise NotAuthenticated
        if not request.user.has_right(right):
            log.warning("refused %s %s lacks %s", request.method, request.path, right)
            raise NotAllowed(_("Your role does not allow this."), right=right.value)
        if isinstance(request.successful_authenticator, SessionAuthentication):
            refuse_without(request._request, right)
        return True


class RightsGate:
    """The pages' half of the gate: a middleware that reads the mark left by `requires`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Answer instead of the view where the viewer may not enter; None lets her in."""
        match = request.resolver_match
        assert match is not None
        mark = mark_of(view, match.view_name)
        if mark is UNMARKED:
            return self._refuse_unmarked(match.route, match.view_name)
        if hasattr(view, "cls"):
            return None  # DRF's: HasRight asks, after the framework has found out who it is
        right = mark.right_for(request.method)
        if right is Right.PUBLIC:
            return None
        if not request.user.is_authenticated:
            return self._ask_to_sign_in(request)
        if match.view_name in THIRD_PARTY:  # here the missing step is taken
            return None if right else HttpResponseNotAllowed(["GET"])
        step = missing_step(request)
        return redirect(step) if step else self._check(request, right)

    def _refuse_unmarked(self, route: str, name: str) -> HttpResponseBase:
        if route.startswith(LIBRARY_PREFIX):
            raise Http404
        message = f"Route {route!r} ({name}) is not marked: decorate its view with @requires(...)."
        log.error(message)
        raise PermissionDenied(message if settings.DEBUG else "")

    def _ask_to_sign_in(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/api/"):
            body = {"code": "not_authenticated", "message": _("Please sign in."), "errors": []}
            return JsonResponse(body, status=401, headers={"WWW-Authenticate": "Bearer"})
        if request.headers.get("HX-Request"):  # htmx follows a redirect into the fragment
            return HttpResponse(status=401, headers={"HX-Refresh": "true"})
        return redirect_to_login(request.get_full_path())

    def _check(self, request: HttpRequest, right: Right | None) -> HttpResponseBase | None:
        if right is None or not request.user.has_right(right):  # type: ignore[union-attr]
            log.warning("refused %s %s lacks %s", request.method, request.path, right)
            raise PermissionDenied(_("Your role does not allow this."))
        try:
            refuse_without(request, right)
        except SecondFactorNeeded as refusal:
            if request.path.startswith("/api/"):
                body = {"code": refusal.code, "message": refusal.message, **refusal.context}
                return JsonResponse(body, status=refusal.status)
            context = {"refusal": refusal, **refusal.context}
            return render(request, "organisation/second_factor_needed.html", context, status=403)
        return None
