"""Funds for courage with what goes in and out of them, commendations, and counts of offices."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import assign, fault, locked, nameless, own_agency, refuse
from grid.service.teams.models import Commendation, Fund, FundEntry, OfficeCount
from grid.service.teams.services.shared import By, among, come, required, told

Kind = FundEntry.Kind
INTO: Final = (Kind.OPENING, Kind.PUBLIC, Kind.DONATION, Kind.INTEREST)
OUT_OF: Final = (Kind.AWARD, Kind.COST)


@transaction.atomic
def save_fund(fund: Fund | None, *, by: By, version: int | None = None, **said: Any) -> Fund:
    """Enter a fund or change it: name, agency (code), keeper, founded_on, is_active."""
    row = locked(fund, version) if fund else Fund()
    faults: list[FieldError] = []
    assign(row, said, ("name", "keeper", "founded_on", "is_active"))
    own_agency(row, said, by, faults)
    faults += required(row, "name") + come("founded_on", row.founded_on)
    refuse(faults + nameless("name", row.name) + nameless("keeper", row.keeper))
    row.save()
    record(by.as_actor(), told("fund_saved", "fund", row, row.agency.path, name=row.name))
    return row


@transaction.atomic
def book(
    fund: Fund, *, by: By, kind: str, amount: Decimal, booked_on: date, note: str = ""
) -> FundEntry:
    """Book money into or out of a fund, in yuan above 0; the kind says which way.

    A correction alone takes a sign. What was booked is never changed. Raises InvalidInput, also
    where the fund would owe.
    """
    Fund.objects.select_for_update(of=("self",)).get(pk=fund.pk)
    faults = among("kind", kind, list(Kind.values)) + come("booked_on", booked_on)
    faults += nameless("note", note)
    if amount == 0 or (amount < 0 and kind != Kind.CORRECTION):
        faults.append(fault("amount", "out_of_range", _("In yuan, more than 0.")))
    if kind == Kind.CORRECTION and not note.strip():
        faults.append(fault("note", "required", _("Say what is put right.")))
    signed = -amount if kind in OUT_OF else amount
    if balance(fund) + signed < 0:
        faults.append(fault("amount", "too_much", _("The fund does not hold so much.")))
    refuse(faults)
    label = by.as_actor().label
    said = {"kind": kind, "amount": signed, "booked_on": booked_on, "note": note.strip()}
    row = FundEntry.objects.create(fund=fund, entered_by=label, **said)
    payload = {"fund": fund.pk, "of": kind, "amount": float(signed)}
    record(by.as_actor(), told("fund_booked", "fund_entry", row, fund.agency.path, **payload))
    return row


def balance(fund: Fund) -> Decimal:
    """What the fund holds, in yuan."""
    return fund.entries.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


@transaction.atomic
def save_commendation(
    commendation: Commendation | None, *, by: By, version: int | None = None, **said: Any
) -> Commendation:
    """Enter a commendation or correct one; with `fund` (id) and `amount` the award is booked.

    `said` may hold agency (code), given_on, level, people, deed, document. Nobody is named.
    Raises InvalidInput, StaleVersion.
    """
    row = locked(commendation, version) if commendation else Commendation()
    row.entered_by = row.entered_by or by.as_actor().label
    row.given_on = said.get("given_on") or row.given_on or timezone.localdate()
    faults: list[FieldError] = []
    assign(row, said, ("level", "people", "deed", "document"))
    own_agency(row, said, by, faults)
    faults += required(row, "deed") + come("given_on", row.given_on)
    faults += among("level", row.level, Commendation.Level.values)
    faults += nameless("deed", row.deed) + nameless("document", row.document)
    if row.people < 1:
        faults.append(fault("people", "out_of_range", _("One person at least.")))
    fund = _fund_said(said, by, faults)
    refuse(faults)
    if fund is not None and row.entry is None:
        paid = {"kind": Kind.AWARD, "amount": said["amount"], "booked_on": row.given_on}
        row.entry = book(fund, by=by, note=row.document, **paid)
    row.save()
    payload = {"level": row.level, "people": row.people, "given_on": row.given_on.isoformat()}
    path = row.agency.path
    record(by.as_actor(), told("commended", "commendation", row, path, **payload))
    return row


def _fund_said(said: dict[str, Any], by: By, faults: list[FieldError]) -> Fund | None:
    if not said.get("fund"):
        if said.get("amount"):
            faults.append(fault("fund", "required", _("Say which fund pays it.")))
        return None
    found: Fund | None = Fund.objects.visible_to(by).filter(pk=said["fund"]).first()
    if found is None:
        faults.append(fault("fund", "unknown", _("There is no such fund in your area.")))
    if not said.get("amount"):
        faults.append(fault("amount", "required", _("In yuan, more than 0.")))
    return found


@transaction.atomic
def count_offices(
    agency: Agency, *, by: By, offices: int, counted_on: date | None = None
) -> OfficeCount:
    """Say how many offices for courage an agency's own area has from a day on."""
    day = counted_on or timezone.localdate()
    refuse(come("counted_on", day))
    said = {"offices": offices, "counted_by": by.as_actor().label}
    row, _made = OfficeCount.objects.update_or_create(agency=agency, counted_on=day, defaults=said)
    payload = {"offices": offices, "day": day.isoformat()}
    record(by.as_actor(), told("offices_counted", "office_count", row, agency.path, **payload))
    return row
