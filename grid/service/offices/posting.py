"""Who works where from which day: the people of offices, their norm, assistants of villages."""

from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep, InvalidInput
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer
from grid.organisation.writing import assign, fault, locked, own_agency, refuse
from grid.scope import Viewer
from grid.service.offices.models import (
    CommunityOffice,
    OfficeStaff,
    StaffingNorm,
    VillageAssistant,
)
from grid.service.offices.writing import assistant_fact, office_fact, put_division

_NORM: Final = (
    *("heads", "officers_least", "officers_most", "auxiliaries_least", "auxiliaries_most"),
    "needs_board_seat",
)
Duty = OfficeStaff.Duty


@transaction.atomic
def post_staff(
    office: CommunityOffice,
    *,
    by: Actor,
    viewer: Viewer,
    duty: str,
    from_day: date,
    officer: str = "",
    heads: int = 1,
) -> OfficeStaff:
    """From a day on an officer (badge number) works at the office, or so many auxiliaries do.

    A new head or count ends the one before it on that day. Raises InvalidInput for an unknown
    officer and for a day before which the same duty was held.
    """
    CommunityOffice.objects.select_for_update().get(pk=office.pk)
    person = None if duty == Duty.AUXILIARIES else _officer(viewer, officer)
    heads = heads if duty == Duty.AUXILIARIES else 1
    same = office.staff.filter(duty=duty)
    if duty == Duty.OFFICER:
        same = same.filter(officer=person)
    later = same.filter(Q(valid_from__gt=from_day) | Q(valid_to__gt=from_day))
    held = same.filter(valid_to__isnull=True).first()
    if later.exists() or (held and duty == Duty.OFFICER):
        refuse([fault("from_day", "too_early", _("This is held on that day or after it."))])
    if held and held.valid_from == from_day:
        held.officer, held.heads = person, heads
        held.save()
        row = held
    else:
        same.filter(valid_to__isnull=True).update(valid_to=from_day)
        row = OfficeStaff.objects.create(
            office=office, duty=duty, officer=person, heads=heads, valid_from=from_day
        )
    record(by, office_fact("office_staff_posted", office, **_said(row)))
    return row


@transaction.atomic
def end_staff(row: OfficeStaff, *, by: Actor, until: date) -> OfficeStaff:
    """The duty is held until before that local day; raises IllegalStep where it has ended."""
    held = OfficeStaff.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.valid_to is not None:
        raise IllegalStep(_("This has ended already."))
    if until <= held.valid_from:
        refuse([fault("until", "order", _("The end lies before the beginning."))])
    held.valid_to = until
    held.save(update_fields=["valid_to"])
    record(by, office_fact("office_staff_ended", row.office, **_said(held)))
    return held


@transaction.atomic
def set_norm(
    agency: Agency, *, by: Actor, kind: str, valid_from: date | None = None, **said: Any
) -> StaffingNorm:
    """From a day on the offices of the agency and below are measured by this norm.

    `said` holds heads, officers_least, officers_most, auxiliaries_least, auxiliaries_most,
    needs_board_seat. Raises InvalidInput for a past day and for a least above its most.
    """
    day = valid_from or timezone.localdate()
    refuse(_norm_faults(day, said))
    rows = StaffingNorm.objects.select_for_update().filter(agency=agency, kind=kind)
    rows.filter(valid_from__lt=day).exclude(valid_to__lte=day).update(valid_to=day)
    row = rows.filter(valid_from=day).first() or StaffingNorm(
        agency=agency, kind=kind, valid_from=day, version=0
    )
    assign(row, said, _NORM)
    row.valid_to, row.version = None, row.version + 1
    row.save()
    rows.filter(valid_from__gt=day).delete()
    record(by, _norm_fact(row))
    return row


@transaction.atomic
def save_assistant(
    assistant: VillageAssistant | None,
    *,
    by: Actor,
    viewer: Viewer,
    version: int | None = None,
    **said: Any,
) -> VillageAssistant:
    """Enter an assistant of a village (`said["badge"]`) or change one; valid_to ends the work.

    `said` may hold name, division and agency (codes), valid_from, valid_to. Raises InvalidInput,
    StaleVersion.
    """
    row = locked(assistant, version) if assistant else VillageAssistant(badge=said["badge"])
    faults: list[FieldError] = []
    assign(row, said, ("name", "valid_from", "valid_to"))
    own_agency(row, said, viewer, faults)
    put_division(row, said, faults, level="village")
    if row.division_id is None and not faults:
        faults.append(fault("division", "required", _("Say which village.")))
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        faults.append(fault("valid_to", "order", _("The end lies before the beginning.")))
    refuse(faults)
    try:
        with transaction.atomic():
            row.save(force_insert=assistant is None)
    except IntegrityError as error:
        message = _("This badge number is taken.")
        raise InvalidInput(message, errors=[fault("badge", "taken", message)]) from error
    what = "added" if assistant is None else "ended" if row.valid_to else "changed"
    record(by, assistant_fact(f"assistant_{what}", row))
    return row


def _officer(viewer: Viewer, badge: str) -> Officer:
    rows = Officer.objects.visible_to(viewer).filter(is_active=True)
    found = rows.filter(badge_number=badge.strip()).first()
    if found is None:
        refuse([fault("officer", "unknown", _("There is no such officer in your area."))])
    assert found is not None
    return found


def _said(row: OfficeStaff) -> dict[str, Any]:
    return {
        "duty": row.duty,
        "badge": row.officer.badge_number if row.officer else "",
        "heads": row.heads,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }


def _norm_faults(day: date, said: dict[str, Any]) -> list[FieldError]:
    faults = []
    if day < timezone.localdate():
        faults.append(fault("valid_from", "past", _("A change can begin today at the earliest.")))
    for name in ("officers", "auxiliaries"):
        if said[f"{name}_least"] > said[f"{name}_most"]:
            message = _("The least is above the most.")
            faults.append(fault(f"{name}_least", "order", message))
    return faults


def _norm_fact(row: StaffingNorm) -> Fact:
    return Fact(
        kind="service.staffing_norm_set",
        subject_type="staffing_norm",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path,
        payload={name: getattr(row, name) for name in ("kind", *_NORM)}
        | {"valid_from": row.valid_from.isoformat()},
    )
