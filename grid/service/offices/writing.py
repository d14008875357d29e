"""The facts of offices, and what their writes look up by code."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.facts import Fact
from grid.organisation.writing import fault
from grid.service.offices.models import CommunityOffice, VillageAssistant
from grid.territory.models import Division


def office_fact(kind: str, office: CommunityOffice, *, reason: str = "", **more: Any) -> Fact:
    """A fact about an office, `kind` without the prefix; people are badge numbers and counts."""
    return Fact(
        kind=f"service.{kind}",
        subject_type="office",
        subject_id=str(office.pk),
        subject_version=office.version,
        agency_path=office.agency.path,
        payload={"code": office.code, "name": office.name, "kind": office.kind} | more,
        reason=reason,
    )


def assistant_fact(kind: str, row: VillageAssistant) -> Fact:
    """A fact about an assistant, `kind` without the prefix."""
    return Fact(
        kind=f"service.{kind}",
        subject_type="village_assistant",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path,
        payload={"badge": row.badge, "division": row.division_id},
    )


def put_division(
    row: models.Model, said: Mapping[str, Any], faults: list[FieldError], *, level: str = ""
) -> None:
    """Put the division of the code said into a row; an empty code takes it away."""
    if "division" not in said:
        return
    rows = Division.objects.filter(level=level) if level else Division.objects.all()
    found = rows.defer("outline").filter(pk=said["division"]).first() if said["division"] else None
    if said["division"] and found is None:
        words = _("There is no such village.") if level else _("There is no such division.")
        faults.append(fault("division", "unknown", words))
    setattr(row, "division", found)  # noqa: B010 the row is of either model
