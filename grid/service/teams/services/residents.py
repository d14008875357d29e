"""How many residents a division has, and what share of them is to volunteer."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import fault, locked, nameless, refuse
from grid.scope import Viewer
from grid.service.teams.models import ResidentBase, VolunteerTarget
from grid.service.teams.services.shared import By, division_said, told

FIRST_YEAR = 1949


@transaction.atomic
def save_residents(
    *, by: Actor, viewer: Viewer, version: int | None = None, **said: Any
) -> ResidentBase:
    """Enter how many residents a division had in a year by the public register.

    `said` holds division (code), year, residents and source. With the `version` that was seen
    the year is corrected. Raises InvalidInput, StaleVersion.
    """
    faults: list[FieldError] = []
    division = division_said(said["division"], faults)
    refuse(faults)
    known = ResidentBase.objects.filter(division=division, year=said["year"]).first()
    if known is not None and version is None:
        message = _("This year is entered already; correct it there.")
        refuse([fault("year", "taken", message)])
    row = locked(known, version) if known else ResidentBase(division=division, year=said["year"])
    row.residents, row.source = said["residents"], said["source"].strip()
    row.entered_by = by.label
    refuse(_faults(row))
    row.save()
    payload = {"division": row.division_id, "year": row.year, "residents": row.residents}
    record(by, told("residents_entered", "resident_base", row, viewer.agency_path, **payload))
    return row


def _faults(row: ResidentBase) -> list[FieldError]:
    faults = nameless("source", row.source)
    if not row.source:
        faults.append(fault("source", "required", _("Say which register the number is from.")))
    if not FIRST_YEAR <= row.year <= timezone.localdate().year:
        faults.append(fault("year", "out_of_range", _("There is no register of this year.")))
    if row.residents < 1:
        faults.append(fault("residents", "out_of_range", _("One resident at least.")))
    return faults


@transaction.atomic
def set_target(
    agency: Agency, *, by: By, percent: Decimal, valid_from: date | None = None
) -> VolunteerTarget:
    """What share of the residents is to volunteer in an agency's area, from a day on."""
    day = valid_from or timezone.localdate()
    faults = []
    if not 0 < percent <= 100:
        faults.append(fault("percent", "out_of_range", _("More than 0, at most 100 percent.")))
    if day < timezone.localdate():
        faults.append(fault("valid_from", "past", _("A rule holds from today on at the earliest.")))
    refuse(faults)
    older = VolunteerTarget.objects.filter(agency=agency, valid_from__lt=day, valid_to__isnull=True)
    older.update(valid_to=day)
    row, _made = VolunteerTarget.objects.update_or_create(
        agency=agency, valid_from=day, defaults={"percent": percent, "valid_to": None}
    )
    payload = {"percent": float(percent), "valid_from": day.isoformat()}
    path = agency.path
    record(by.as_actor(), told("target_set", "volunteer_target", row, path, **payload))
    return row
