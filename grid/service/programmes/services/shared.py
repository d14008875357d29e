"""What the services of programmes share: agencies of the area, ends, facts."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, StaleVersion
from grid.ledger.facts import Fact
from grid.organisation.models import Agency
from grid.organisation.writing import fault
from grid.scope import Viewer


def agency_said(
    viewer: Viewer, code: str, faults: list[FieldError], *, name: str = "agency"
) -> Agency | None:
    """The agency of that code in the viewer's area; a fault where there is none."""
    found = Agency.objects.visible_to(viewer).filter(code=code, is_active=True).first()
    if found is None:
        faults.append(fault(name, "unknown", _("There is no such agency in your area.")))
    return found


def end_faults(name: str, due_at: datetime) -> list[FieldError]:
    """A deadline is still to come."""
    if due_at > timezone.now():
        return []
    return [fault(name, "past", _("The deadline is still to come."))]


def forward_faults(name: str, begins: date, ends: date | None) -> list[FieldError]:
    """The end is not before the beginning."""
    if ends is None or ends > begins:
        return []
    return [fault(name, "before_begin", _("The end comes after the beginning."))]


def check_version(row: Any, version: int | None) -> None:
    """Raises StaleVersion with both versions."""
    if version is not None and version != row.version:
        message = _("It was changed since you read it.")
        raise StaleVersion(message, your_version=version, current_version=row.version)


def fact(kind: str, row: models.Model, agency: Agency, /, **payload: Any) -> Fact:
    """A fact about a row of an agency."""
    return Fact(
        kind=f"service.{kind}",
        subject_type=row._meta.model_name or "",
        subject_id=str(row.pk),
        subject_version=getattr(row, "version", 1),
        agency_path=agency.path,
        payload=payload,
    )
