"""Two steps around every page: the officer's language, and refusals as pages.

Both also meet a database that is away: one where it reads who asks, the other for what views
and APIs outside Django REST framework raise. Its answer is 503 with Retry-After, never 500.
"""

from collections.abc import Callable

import structlog
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from grid.errors import DomainError
from grid.organisation.models import Officer

log = structlog.get_logger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]
RETRY_AFTER_S = 1


def away(request: HttpRequest, error: Exception) -> HttpResponse:
    """The database is away: nothing was saved, the same request may be sent again soon."""
    log.warning("database_unavailable", error=str(error).split("\n", 1)[0])
    again = {"Retry-After": str(RETRY_AFTER_S)}
    if request.path.startswith("/api/"):
        message = _("Not saved. Please send it again.")
        body = {"code": "try_again", "message": message, "errors": []}
        return JsonResponse(body, status=503, headers=again)
    return HttpResponse(render_to_string("503.html"), status=503, headers=again)


class OfficerLanguage:
    """The language an officer chose goes before the browser's, on every device."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            self._speak(request)
        except (OperationalError, InterfaceError) as error:
            request.user = AnonymousUser()  # else whoever asks again meets the same error
            return away(request, error)
        return self.get_response(request)

    @staticmethod
    def _speak(request: HttpRequest) -> None:
        if isinstance(request.user, Officer) and translation.check_for_language(
            request.user.language
        ):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()


class Refusals:
    """A refusal raised below a page becomes a page with its status and its sentence."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError | InterfaceError):
            return away(request, error)
        if not isinstance(error, DomainError):
            return None
        if error.status == 404:
            return render(request, "404.html", status=404)
        return render(request, "frame/refused.html", {"error": error}, status=error.status)
