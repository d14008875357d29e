"""The view every API builds on."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grid.errors import FieldError, InvalidInput
from grid.rest.pages import Pages
from grid.rest.parsing import MAX_BODY_BYTES


class ApiView(APIView):
    """A view with bounded bodies, paged lists and a version in its ETag."""

    max_body_bytes: ClassVar[int] = MAX_BODY_BYTES
    pagination_class = Pages  # what drf-spectacular looks for on a list

    def paged(self, rows: QuerySet[Any], serialise: Callable[[Any], Any]) -> Response:
        """One page of `rows`, each turned into JSON-ready values by `serialise`."""
        pages = self.pagination_class()
        page = pages.paginate_queryset(rows, self.request, view=self) or []
        return pages.get_paginated_response([serialise(row) for row in page])

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        body = getattr(answer, "data", None)
        if answer.status_code in (200, 201) and isinstance(body, dict) and "version" in body:
            answer.headers.setdefault("ETag", f'"{body["version"]}"')
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer


def checked(shape: type[serializers.Serializer[Any]], given: Any) -> dict[str, Any]:
    """A body or a query as `shape` reads it; a fault leaves as 400 with a pointer to each field."""
    form = shape(data=given)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


def expected_version(request: Request, *, required: bool = True) -> int | None:
    """The version the sender has seen: `If-Match: "3"` or the body's `version`.

    Raises InvalidInput (400) where neither is given though `required`, where it is no number, or
    where the two differ. Whether it is stale is for the service to say (StaleVersion, 412).
    """
    header = request.headers.get("If-Match")
    body = request.data.get("version") if isinstance(request.data, dict) else None
    given = {_version(value) for value in (header, body) if value is not None}
    if not given and not required:
        return None
    if len(given) != 1 or None in given:
        message = _('Give the version you have seen, as If-Match: "3" or as version.')
        code = "invalid" if given else "required"
        fault = FieldError(pointer="/version", code=code, message=message)
        raise InvalidInput(message, errors=[fault])
    return given.pop()


def _version(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    text = str(value).removeprefix("W/").strip('"')
    fits = text.isascii() and text.isdigit() and len(text) <= 9
    return int(text) if fits else None
