"""What every write of this app asks: the version seen, a fault by field, whose ground it is."""

from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput, StaleVersion
from grid.organisation.models import Agency
from grid.scope import Viewer

M = TypeVar("M", bound=models.Model)


def invalid(pointer: str, code: str, message: str) -> InvalidInput:
    fault = FieldError(pointer=pointer, code=code, message=message)
    return InvalidInput(message, errors=[fault])


def check_version(row: Any, version: int | None) -> None:
    """Raises StaleVersion with both versions where `row` changed since `version` was read."""
    if version is not None and version != row.version:
        raise StaleVersion(
            _("Somebody changed this since you read it."),
            your_version=version,
            current_version=row.version,
        )


def agency_of(code: str | Agency | None, viewer: Viewer) -> Agency:
    """The agency meant, the viewer's own by default; raises InvalidInput outside the scope."""
    if isinstance(code, Agency):
        code = code.code
    mine = Agency.objects.visible_to(viewer).filter(is_active=True)
    found = mine.filter(code=code) if code else mine.filter(path=viewer.agency_path)
    agency: Agency | None = found.first()
    if agency is None:
        raise invalid("/agency", "outside", _("This agency lies outside your area."))
    return agency


def pick(model: type[M], viewer: Viewer, pointer: str, **key: Any) -> M:
    """A row of the viewer's scope by its key; raises InvalidInput where there is none."""
    found: M | None = model.objects.visible_to(viewer).filter(**key).first()  # type: ignore[attr-defined]
    if found is None:
        raise invalid(pointer, "unknown", _("There is no such entry in your area."))
    return found
