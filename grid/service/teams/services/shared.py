"""What every write of this app asks: a day that has come, a division that exists, a fact."""

from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.facts import Fact
from grid.organisation.models import ClientSystem, Officer
from grid.organisation.writing import fault
from grid.territory.models import Division

By = Officer | ClientSystem


def come(name: str, day: date | None) -> list[FieldError]:
    """A day that is not still to come."""
    if day is None or day <= timezone.localdate():
        return []
    return [fault(name, "future", _("This day is still to come."))]


def required(row: models.Model, *names: str) -> list[FieldError]:
    """Words that must be said."""
    return [
        fault(name, "required", _("This must be said."))
        for name in names
        if not str(getattr(row, name)).strip()
    ]


def among(name: str, value: str, known: list[str]) -> list[FieldError]:
    """One of a list."""
    return [] if value in known else [fault(name, "unknown", _("Choose one of the list."))]


def division_said(code: str, faults: list[FieldError]) -> Division | None:
    """The division of a 12-digit code; empty is none."""
    found = Division.objects.defer("outline").filter(code=code).first() if code else None
    if code and found is None:
        faults.append(fault("division", "unknown", _("There is no such division.")))
    return found


def told(what: str, subject: str, row: Any, agency_path: str, **payload: Any) -> Fact:
    """A fact about a row of this app; counts and names of groups, nobody's own."""
    return Fact(
        kind=f"service.{what}",
        subject_type=subject,
        subject_id=str(row.pk),
        subject_version=getattr(row, "version", 1),
        agency_path=agency_path,
        payload=payload,
    )
