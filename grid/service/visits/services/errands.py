"""Errands: taken for a resident, taken on by an officer, done, given back or taken back."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep
from grid.ledger import obligations
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.writing import assign, fault, locked, nameless, refuse
from grid.service.visits.models import Errand, Visit
from grid.service.visits.services.shared import By, cell_said, ground_of, officer_said

_WORDS: Final = ("text", "address")


@transaction.atomic
def take_errand(*, by: By, channel: str = "form", due_at: datetime, **said: Any) -> Errand:
    """Take an errand for a resident, to be run by a moment.

    `said` holds text and may hold kind, address, cell (code), visit (number or id), client_name,
    client_phone (kept encrypted) and officer (badge; default nobody yet). Raises InvalidInput.
    """
    faults: list[FieldError] = []
    visit = _visit_said(said.get("visit"), by, faults)
    cell = cell_said(said.get("cell", ""), by, faults) or (visit.cell if visit else None)
    kind = said.get("kind", Errand.Kind.OTHER)
    text = said.get("text", "").strip()
    address = said.get("address", "").strip() or (visit.address if visit else "")
    officer = officer_said(said.get("officer", ""), by, faults)
    refuse(faults + _faults(kind, text, address) + _ahead(due_at))
    agency = ground_of(cell, by)
    order = obligations.Order(
        owner_path=agency.path,
        title=str(Errand.Kind(kind).label),
        subject_type="cell",
        subject_id=cell.code if cell else "",
        due_at=due_at,
    )
    fields = {"agency": agency, "cell": cell, "visit": visit, "officer": officer}
    fields |= {"client_name": said.get("client_name", "").strip() or None}
    fields |= {"client_phone": said.get("client_phone", "").strip() or None}
    actor = by.as_actor(channel=channel)
    return obligations.issue(Errand, actor, order, **fields, kind=kind, text=text, address=address)


def _visit_said(given: Any, by: By, faults: list[FieldError]) -> Visit | None:
    if not given:
        return None
    key = str(given).upper().removeprefix(Visit.PREFIX)
    rows = Visit.objects.visible_to(by).select_related("cell__agency").defer("cell__outline")
    found = rows.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None
    if found is None:
        faults.append(fault("visit", "unknown", _("There is no such visit in your area.")))
    return found


def _faults(kind: str, text: str, address: str) -> list[FieldError]:
    faults = nameless("text", text) + nameless("address", address)
    if not text:
        faults.append(fault("text", "required", _("Say what is to be done.")))
    if kind not in Errand.Kind.values:
        faults.append(fault("kind", "unknown", _("Choose one of the list.")))
    return faults


def _ahead(due_at: datetime) -> list[FieldError]:
    return [] if due_at > timezone.now() else [fault("due_at", "past", _("This moment is over."))]


@transaction.atomic
def change_errand(errand: Errand, *, by: By, version: int | None = None, **said: Any) -> Errand:
    """Correct words and address, move the day, give it to another officer, while it is open.

    Raises IllegalStep once it is over, StaleVersion, InvalidInput.
    """
    row = locked(errand, version)
    if row.state not in obligations.OPEN:
        raise IllegalStep(_("This errand is over."), state=row.state)
    faults: list[FieldError] = []
    assign(row, said, (*_WORDS, "kind"))
    if "officer" in said:
        row.officer = officer_said(said["officer"], by, faults)
    if "due_at" in said and said["due_at"] != row.due_at:
        faults += _ahead(said["due_at"])
        row.due_at, row.overdue_at = said["due_at"], None
    refuse(faults + _faults(row.kind, row.text.strip(), row.address))
    row.title = str(Errand.Kind(row.kind).label)
    row.save()
    record(by.as_actor(), errand_fact("changed", row))
    return row


def take_on(errand: Errand, *, by: By, version: int | None = None) -> Errand:
    """Sign for an errand: whoever does runs it. Raises LostRace, StaleVersion."""
    return obligations.sign(errand, by.as_actor(), version=version)


@transaction.atomic
def finish_errand(errand: Errand, *, by: By, outcome: str, version: int | None = None) -> Errand:
    """Say that it is run and what came of it; who has not signed for it signs now."""
    said = _said(outcome, _("Say what came of it."))
    actor = by.as_actor()
    if errand.state == Errand.State.ISSUED:
        errand = obligations.sign(errand, actor, version=version)
        version = None
    return obligations.finish(errand, actor, outcome=said, version=version)


def end_errand(
    errand: Errand, *, by: By, reason: str, version: int | None = None, is_returned: bool = False
) -> Errand:
    """It cannot be run (returned), or need not be any more (taken back); a reason is owed."""
    said = _said(reason, _("Say why."))
    step = obligations.return_ if is_returned else obligations.cancel
    return step(errand, by.as_actor(), reason=said, version=version)


def _said(text: str, message: str) -> str:
    said = text.strip()
    required = [] if said else [fault("outcome", "required", message)]
    refuse(required + nameless("outcome", said))
    return said


def errand_fact(what: str, row: Errand) -> Fact:
    """A fact about an errand; for whom it is run is not in it."""
    return Fact(
        kind=f"service.errand_{what}",
        subject_type="errand",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.owner_path,
        payload=obligations.brief(row) | row.details(),
    )
