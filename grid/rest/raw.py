"""Bodies that a view reads as bytes, because it knows their shape better than a parser does."""

from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from grid.rest.parsing import BodyTooLarge


class RawJSON(BaseParser):
    """The bytes of a JSON body, bounded; the view decodes them into what it expects."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        limit = (parser_context or {})["view"].max_body_bytes
        raw: bytes = stream.read(limit + 1)
        if len(raw) > limit:
            raise BodyTooLarge(_("The body is larger than %(limit)s bytes.") % {"limit": limit})
        return raw
