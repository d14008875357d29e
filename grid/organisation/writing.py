"""What every write asks first: the row locked, faults gathered, whose ground it is, no persons."""

import re
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput, StaleVersion
from grid.organisation.models import Agency
from grid.scope import Viewer

Row = TypeVar("Row", bound=models.Model)
# Eighteen or fifteen digits are an identity card, eleven from 1 a mobile phone, and the last a
# vehicle plate: words that everybody of an area may read hold none of them.
_IDENTITY: Final = re.compile(
    r"(?<!\d)(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?!\d)|[\u4e00-\u9fff][A-Z][·\s]?[A-Z0-9]{5,6}(?![A-Za-z0-9])"
)


def locked(row: Row, version: int | None = None) -> Row:
    """The row as it is now, held until commit, its version one higher.

    Raises StaleVersion where somebody changed it since `version` was read.
    """
    rows = type(row)._default_manager.select_for_update(of=("self",))
    current: Any = rows.get(pk=row.pk)
    if version is not None and version != current.version:
        raise StaleVersion(
            _("It was changed since you read it."),
            your_version=version,
            current_version=current.version,
        )
    current.version += 1
    found: Row = current
    return found


def fault(field: str, code: str, message: str) -> FieldError:
    """One fault of one field."""
    return FieldError(pointer=f"/{field}", code=code, message=message)


def refuse(faults: list[FieldError]) -> None:
    """Raise InvalidInput with all faults at once, where there are any; the first speaks for all."""
    if faults:
        raise InvalidInput(faults[0]["message"], errors=faults)


def assign(row: models.Model, said: Mapping[str, Any], names: tuple[str, ...]) -> None:
    """Take over the fields that were said; the others stay."""
    for name in names:
        setattr(row, name, said.get(name, getattr(row, name)))


def own_agency(row: Any, said: Mapping[str, Any], viewer: Viewer, faults: list[FieldError]) -> None:
    """Put the agency of the code said into a row; it must work in the viewer's area."""
    if "agency" not in said:
        if row.agency_id is None:
            faults.append(fault("agency", "required", _("Say which agency it belongs to.")))
        return
    found = Agency.objects.visible_to(viewer).filter(code=said["agency"], is_active=True).first()
    if found is None:
        faults.append(fault("agency", "unknown", _("There is no such agency in your area.")))
    else:
        row.agency = found


def nameless(field: str, text: str) -> list[FieldError]:
    """A text that names no person and no vehicle by a number."""
    if _IDENTITY.search(text):
        message = _("No identity, phone or plate numbers here; give the case or incident number.")
        return [fault(field, "identity", message)]
    return []
