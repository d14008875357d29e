"""Who may work for a firm, and what is in the stores."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep, LostRace
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.roles import Role
from video.register.models import Company
from video.repair.models import ContractorSeat, SparePart
from video.repair.services.shared import By, check_version, fault, refuse, text_of

MOST_DAYS: Final = 366
MOST_PIECES: Final = 100_000


@transaction.atomic
def give_seat(
    *,
    by: By,
    officer: Officer,
    company: Company,
    undertaking: str,
    undertaken_on: date,
    valid_to: date,
    valid_from: date | None = None,
) -> ContractorSeat:
    """Let somebody with the contractor's role work on a firm's tickets, for a year at most.

    Raises InvalidInput without a signed undertaking, LostRace where a seat holds already.
    """
    number = text_of(undertaking, pointer="undertaking", least=3)
    begins = valid_from or timezone.localdate()
    refuse(_seat_faults(officer, company, undertaken_on, begins, valid_to))
    Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    _end_expired(officer)
    held = ContractorSeat.objects.filter(officer=officer, ended_on__isnull=True)
    if other := held.select_related("company").first():
        raise LostRace(_("This person works for %s; end that first.") % other.company.name)
    actor = by.as_actor()
    seat = ContractorSeat.objects.create(
        officer=officer,
        company=company,
        undertaking=number[:60],
        undertaken_on=undertaken_on,
        valid_from=begins,
        valid_to=valid_to,
        given_by=actor.label,
    )
    record(actor, _seat_fact("seat_given", seat))
    return seat


def _end_expired(officer: Officer) -> None:
    """A seat that ran out is closed on the day it did."""
    today = timezone.localdate()
    for row in ContractorSeat.objects.filter(
        officer=officer, ended_on__isnull=True, valid_to__lte=today
    ):
        row.ended_on, row.version = row.valid_to, row.version + 1
        row.save()


def _seat_faults(
    officer: Officer, company: Company, undertaken_on: date, begins: date, ends: date
) -> list[FieldError]:
    faults = []
    if Role.CONTRACTOR not in officer.roles:
        message = _("This person does not hold the contractor's role.")
        faults.append(fault("badge_number", "role", message))
    if not (company.is_contractor and company.is_active):
        faults.append(fault("company", "unknown", _("This firm maintains nothing.")))
    if undertaken_on > begins:
        message = _("The undertaking is signed before the work begins.")
        faults.append(fault("undertaken_on", "order", message))
    if not begins < ends <= begins + timedelta(days=MOST_DAYS):
        message = _("It ends after it begins and within %s days.") % MOST_DAYS
        faults.append(fault("valid_to", "out_of_range", message))
    return faults


@transaction.atomic
def end_seat(
    seat: ContractorSeat, *, by: By, reason: str, version: int | None = None
) -> ContractorSeat:
    """From now on this person sees nothing of the firm's tickets any more."""
    said = text_of(reason, pointer="reason")
    rows = ContractorSeat.objects.select_for_update(of=("self",))
    current = rows.select_related("officer__agency", "company").get(pk=seat.pk)
    check_version(current, version)
    if current.ended_on is not None:
        raise IllegalStep(_("It was ended on %s.") % current.ended_on.isoformat())
    actor = by.as_actor()
    current.ended_on, current.ended_by = timezone.localdate(), actor.label
    current.version += 1
    current.save()
    record(actor, _seat_fact("seat_ended", current, reason=said))
    return current


def _seat_fact(step: str, seat: ContractorSeat, *, reason: str = "") -> Fact:
    return Fact(
        kind=f"video.{step}",
        subject_type="contractor_seat",
        subject_id=str(seat.pk),
        subject_version=seat.version,
        agency_path=seat.officer.agency.path,
        payload={
            "badge_number": seat.officer.badge_number,
            "company": seat.company.code,
            "valid_to": seat.valid_to.isoformat(),
        },
        reason=reason,
    )


@transaction.atomic
def add_part(*, by: By, code: str, name: str, unit: str, **fields: Any) -> SparePart:
    """A new kind of part in the own agency's store; raises InvalidInput where the code is used."""
    if SparePart.objects.filter(agency=by.agency, code=code).exists():
        refuse([fault("code", "taken", _("The store has a part of this code."))])
    price = fields.pop("price", Decimal(0))
    part = SparePart.objects.create(
        agency=by.agency, code=code, name=name.strip(), unit=unit.strip(), price=price, **fields
    )
    record(by.as_actor(), _part_fact("part_added", part))
    return part


@transaction.atomic
def stock_part(
    part: SparePart, *, by: By, change: int, reason: str, version: int | None = None
) -> SparePart:
    """Put pieces into the store or take them out, with the reason; never below none."""
    said = text_of(reason, pointer="reason")
    current = (
        SparePart.objects.select_for_update(of=("self",)).select_related("agency").get(pk=part.pk)
    )
    check_version(current, version)
    if change == 0 or not 0 <= current.in_stock + change <= MOST_PIECES:
        message = _("There are %s in the store.") % current.in_stock
        refuse([fault("change", "stock", message)])
    current.in_stock += change
    current.version += 1
    current.save()
    record(by.as_actor(), _part_fact("part_stocked", current, change=change, reason=said))
    return current


def _part_fact(step: str, part: SparePart, *, reason: str = "", **more: Any) -> Fact:
    payload = {"code": part.code, "in_stock": part.in_stock, "reorder_at": part.reorder_at}
    return Fact(
        kind=f"video.{step}",
        subject_type="spare_part",
        subject_id=str(part.pk),
        subject_version=part.version,
        agency_path=part.agency.path,
        payload=payload | more,
        reason=reason,
    )
