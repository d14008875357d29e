"""REST plumbing every API shares: strict JSON in, problem bodies out, pages of at most 200."""

from typing import Any

from rest_framework.pagination import LimitOffsetPagination
from rest_framework.parsers import JSONParser
from rest_framework.response import Response
from rest_framework.views import exception_handler

from grid.errors import DomainError


class StrictJSONParser(JSONParser):
    """JSON with neither NaN nor NUL, of bounded size and depth."""

    strict = True


class Pages(LimitOffsetPagination):
    """At most 200 rows an answer."""

    default_limit = 50
    max_limit = 200


def handle_exception(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Turn a refusal into `{code, message, errors: [{pointer, code, message}]}`."""
    if isinstance(exc, DomainError):
        body = {"code": exc.code, "message": exc.message, "errors": exc.errors, **exc.context}
        return Response(body, status=exc.status)
    return exception_handler(exc, context)
