"""Files that come inside a body."""

import base64
import binascii
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from rest_framework.request import Request

from grid.errors import FieldError, InvalidInput
from grid.rest.views import checked
from video.intake.serializers import CatalogIn, CatalogQuery


def of_body(said: dict[str, Any]) -> "ContentFile[bytes]":
    """The sheet of a body; raises InvalidInput where there is none, both, or no base64."""
    if bool(said.get("csv")) == bool(said.get("xlsx")):
        raise _refusal("csv", _("Send the sheet as csv or as xlsx."))
    if said.get("csv"):
        return ContentFile(said["csv"].encode(), name=said["file_name"])
    try:
        return ContentFile(base64.b64decode(said["xlsx"], validate=True), name=said["file_name"])
    except (binascii.Error, ValueError) as error:
        raise _refusal("xlsx", _("The workbook is not in base64.")) from error


def catalog_of(request: Request) -> tuple[bytes, dict[str, Any]]:
    """The bytes of a catalogue, and what was said beside them, from either form of body."""
    if isinstance(request.data, bytes):
        return request.data, checked(CatalogQuery, request.query_params)
    said = checked(CatalogIn, request.data)
    return said.pop("xml").encode(), said


def _refusal(name: str, message: str) -> InvalidInput:
    fault = FieldError(pointer=f"/{name}", code="invalid", message=message)
    return InvalidInput(message, errors=[fault])
