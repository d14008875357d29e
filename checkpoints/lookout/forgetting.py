"""Errors on the way of a check leave without what was asked: no message, no value, no frame."""

import functools
import traceback
from collections.abc import Callable
from typing import Any, ClassVar, Final

import structlog
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException

from checkpoints.lookout.checking import CheckFailed
from grid.errors import DomainError

log = structlog.get_logger(__name__)

# Refusals we word ourselves, and a database that is away: neither can hold what was asked.
TOLD: Final = (DomainError, APIException, Http404, PermissionDenied)
AWAY: Final = (OperationalError, InterfaceError)


def forgotten(error: Exception) -> Exception:
    """The error as it may be told and logged: anything unforeseen loses its words and frames."""
    if isinstance(error, TOLD):
        return error
    if isinstance(error, AWAY):
        return type(error)("the database is away")
    last = traceback.extract_tb(error.__traceback__)[-1]
    log.error("check_failed", error=type(error).__name__, at=f"{last.filename}:{last.lineno}")
    return CheckFailed(_("The check failed through a defect of ours. Nothing of it was kept."))


class Forgetful:
    """Mixin of a REST view whose bodies must not show up in an error nor stay in memory."""

    forgets_body: ClassVar[bool] = True

    def handle_exception(self, exc: Exception) -> Any:
        """What the framework does with a refusal, of an error that has forgotten its words."""
        parent: Any = super()
        return parent.handle_exception(forgotten(exc))


View = Callable[..., HttpResponse]


def forgetful(view: View) -> View:
    """The same for a page: an unforeseen error becomes a page that says only that there was one."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Exception as error:
            told = forgotten(error)
        if isinstance(told, CheckFailed):
            return render(request, "frame/refused.html", {"error": told}, status=told.status)
        raise told

    answer.forgets_body = True  # type: ignore[attr-defined]
    return answer
