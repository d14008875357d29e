"""Two steps around every page: the officer's language, and refusals as pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from grid.errors import DomainError
from grid.organisation.models import Officer

Answer = Callable[[HttpRequest], HttpResponse]


class OfficerLanguage:
    """The language an officer chose goes before the browser's, on every device."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Officer) and translation.check_for_language(
            request.user.language
        ):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class Refusals:
    """A refusal raised below a page becomes a page with its status and its sentence."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        if error.status == 404:
            return render(request, "404.html", status=404)
        return render(request, "frame/refused.html", {"error": error}, status=error.status)
