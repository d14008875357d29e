"""Every refusal leaves as `{code, message, errors: [{pointer, code, message}]}`."""

from collections.abc import Iterator
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from grid.errors import DomainError, FieldError

log = structlog.get_logger(__name__)
RETRY_AFTER_S = 1
# Their own words repeat what was sent, which may be a name; refusals are kept for a week.
ECHOING = frozenset({"invalid_choice", "does_not_exist"})


def handle_exception(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Turn a refusal into a problem body; None for a bug, which rises.

    The database being away, a deadlock or a serialisation failure is 503 with Retry-After: the
    transaction is undone and the same request may be sent again.
    """
    if isinstance(exc, DomainError):
        return _refused(exc)
    if isinstance(exc, Http404 | exceptions.NotFound):
        return problem(404, "not_found", _("There is no such thing here."))
    if isinstance(exc, PermissionDenied | exceptions.PermissionDenied):
        return problem(403, "not_allowed", _detail(exc, _("You are not allowed to do this.")))
    if isinstance(exc, exceptions.APIException):
        return _api_exception(exc)
    if isinstance(exc, OperationalError | InterfaceError):
        log.warning("database_unavailable", error=str(exc).split("\n", 1)[0])
        response = problem(503, "try_again", _("Not saved. Please send it again."))
        response["Retry-After"] = str(RETRY_AFTER_S)
        return response
    if isinstance(exc, DataError):
        return problem(400, "invalid_input", _("A value is outside what can be stored."))
    return None


def problem(status: int, code: str, message: str, **more: Any) -> Response:
    """An answer in the form of all refusals."""
    return Response({"code": code, "message": message, "errors": [], **more}, status=status)


def _refused(exc: DomainError) -> Response:
    body = {**exc.context, "errors": exc.errors}
    response = problem(exc.status, exc.code, exc.message, **body)
    if "retry_after" in exc.context:
        response["Retry-After"] = str(exc.context["retry_after"])
    return response


def _api_exception(exc: exceptions.APIException) -> Response:
    if isinstance(exc, exceptions.ValidationError):
        message = _("The input cannot be accepted.")
        return problem(400, "invalid_input", message, errors=list(field_errors(exc.detail)))
    codes = exc.get_codes()
    code = codes if isinstance(codes, str) else exc.default_code
    response = problem(exc.status_code, code, _detail(exc, exc.default_detail))
    header = getattr(exc, "auth_header", None)
    if header:
        response["WWW-Authenticate"] = header
    wait = getattr(exc, "wait", None)
    if wait is not None:
        response["Retry-After"] = str(max(1, round(wait)))
    return response


def _detail(exc: Exception, default: Any) -> str:
    detail = getattr(exc, "detail", None)
    return str(detail) if isinstance(detail, str) and detail else str(default)


def field_errors(detail: Any, pointer: str = "") -> Iterator[FieldError]:
    """The faults of a serializer, flattened: one entry each, with a JSON pointer."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            below = pointer if name == "non_field_errors" else f"{pointer}/{name}"
            yield from field_errors(inner, below)
    elif isinstance(detail, list):
        for position, inner in enumerate(detail):
            # A list of texts speaks of this field; a list of objects speaks of its items.
            below = pointer if isinstance(inner, str) else f"{pointer}/{position}"
            yield from field_errors(inner, below)
    else:
        code = str(getattr(detail, "code", "invalid"))
        message = _("There is no such choice.") if code in ECHOING else str(detail)
        yield FieldError(pointer=pointer, code=code, message=message)
