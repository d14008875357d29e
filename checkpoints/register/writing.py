"""What every write of the register does: lock the row read, gather faults, tell the ledger."""

from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from checkpoints.register.models import Checkpoint
from checkpoints.register.selectors import brief
from grid.errors import FieldError, InvalidInput, StaleVersion
from grid.ledger.facts import Fact
from grid.organisation.models import Agency
from grid.scope import Viewer

Row = TypeVar("Row", bound=models.Model)


def locked(row: Row, version: int | None) -> Row:
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
    """Raise InvalidInput with all faults at once, where there are any."""
    if faults:
        raise InvalidInput(_("The input cannot be accepted."), errors=faults)


def assign(row: models.Model, said: dict[str, Any], names: tuple[str, ...]) -> None:
    """Take over the fields that were said; the others stay."""
    for name in names:
        setattr(row, name, said.get(name, getattr(row, name)))


def referred(
    row: Any, field: str, model: type[models.Model], said: dict[str, Any], faults: list[FieldError]
) -> None:
    """Put the reference row of the code said into a field; needed on a new row."""
    if field not in said:
        if getattr(row, f"{field}_id") is None:
            faults.append(fault(field, "required", _("This must be said.")))
        return
    found = model._default_manager.filter(pk=said[field]).first()
    if found is None:
        faults.append(fault(field, "unknown", _("There is no such code.")))
    else:
        setattr(row, field, found)


def place_agency(row: Any, said: dict[str, Any], viewer: Viewer, faults: list[FieldError]) -> None:
    """Put the agency of the code said into a row; it must be in the viewer's area."""
    if "agency" not in said:
        if row.agency_id is None:
            faults.append(fault("agency", "required", _("Say which agency it belongs to.")))
        return
    found = Agency.objects.visible_to(viewer).filter(code=said["agency"], is_active=True).first()
    if found is None:
        faults.append(fault("agency", "unknown", _("There is no such agency in your area.")))
    else:
        row.agency = found


def checkpoint_fact(kind: str, checkpoint: Checkpoint, *, reason: str = "", **more: Any) -> Fact:
    """A fact about a checkpoint, `kind` without the prefix; agency should be joined."""
    return Fact(
        kind=f"checkpoints.{kind}",
        subject_type="checkpoint",
        subject_id=checkpoint.code,
        subject_version=checkpoint.version,
        agency_path=checkpoint.agency.path,
        payload=brief(checkpoint) | more,
        reason=reason,
    )
