"""The parties of a dispute: added, corrected, taken out again."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep
from grid.ledger.services import record
from grid.organisation.writing import assign, fault, locked, refuse
from mediation.register import private
from mediation.register.acting import By
from mediation.register.models import Dispute, Party
from mediation.register.services.writing import SHOWN, veil
from mediation.register.told import dispute_fact

PLAIN: Final = (*private.FIELDS, "side", "is_organisation", "is_minor", "needs_care")
MOST: Final = 20
_PHONE: Final = re.compile(r"[+\d][\d\s()-]{4,24}")
_DOCUMENT: Final = re.compile(r"[0-9A-Za-z-]{5,30}")
_LONGEST: Final = {"name": 60, "phone": 40, "id_number": 30, "address": 200, "guardian": 60}


@transaction.atomic
def add_party(dispute: Dispute, *, by: By, **said: Any) -> Party:
    """Add a party; `said`: side, name, phone, id_number, address, guardian, is_minor, …

    Raises InvalidInput, IllegalStep where the dispute is archived.
    """
    row = held(dispute)
    if row.parties.count() >= MOST:
        raise IllegalStep(_("A dispute has at most %(most)s parties.") % {"most": MOST})
    party = made(row, [said], at="")[0]
    _follow(row)
    record(by.as_actor(), dispute_fact("party_added", row, side=party.side))
    return party


@transaction.atomic
def change_party(party: Party, *, by: By, version: int | None = None, **said: Any) -> Party:
    """Correct a party; raises InvalidInput, StaleVersion, IllegalStep for an archived dispute."""
    dispute = held(party.dispute)
    row = locked(party, version)
    faults = _write(row, said, at="")
    refuse(faults)
    row.save()
    _follow(dispute)
    named = sorted(set(said) & set(PLAIN))
    record(by.as_actor(), dispute_fact("party_changed", dispute, side=row.side, fields=named))
    return row


@transaction.atomic
def remove_party(party: Party, *, by: By, reason: str, version: int | None = None) -> None:
    """Take out a party entered by mistake, with the reason.

    Raises InvalidInput, StaleVersion, IllegalStep where she was asked or the dispute is archived.
    """
    dispute = held(party.dispute)
    row = locked(party, version)
    if len(reason.strip()) < 4:
        refuse([fault("reason", "required", _("Say why the party is taken out."))])
    side, told = row.side, private.veil(reason.strip(), dispute.parties.all())
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        raise IllegalStep(_("This party was asked already and stays.")) from error
    record(by.as_actor(), dispute_fact("party_removed", dispute, side=side, reason=told))


def made(
    dispute: Dispute, said: Sequence[Mapping[str, Any]], *, at: str = "parties"
) -> list[Party]:
    """Parties of a dispute as they were said, kept; raises InvalidInput with all faults."""
    rows, faults = checked(said, at=at)
    refuse(faults)
    for row in rows:
        row.dispute = dispute
    kept: list[Party] = Party.objects.bulk_create(rows)
    return kept


def checked(said: Sequence[Mapping[str, Any]], *, at: str) -> tuple[list[Party], list[FieldError]]:
    """Parties that are not kept yet, and what is wrong with them; `at` leads to the list."""
    rows: list[Party] = []
    faults: list[FieldError] = []
    for place, one in enumerate(said):
        row = Party()
        faults += _write(row, one, at=f"{at}/{place}/" if at else "")
        rows.append(row)
    if len(rows) > MOST:
        message = _("A dispute has at most %(most)s parties.") % {"most": MOST}
        faults.append(fault(at, "too_many", message))
    return rows, faults


def held(dispute: Dispute) -> Dispute:
    """The dispute held until commit, its version one higher; an archived one is refused."""
    row = locked(dispute)
    if row.stage == Dispute.Stage.ARCHIVED:
        raise IllegalStep(_("An archived dispute is read-only."))
    row.save(update_fields=["version"])
    return row


def _write(row: Party, said: Mapping[str, Any], *, at: str) -> list[FieldError]:
    tidy = {name: v.strip() if isinstance(v, str) else v for name, v in said.items()}
    assign(row, tidy, PLAIN)
    if private.is_minor_by(row.id_number or ""):
        row.is_minor = True
    private.seal(row)
    return [*_faults(row, at)]


def _faults(row: Party, at: str) -> list[FieldError]:
    faults = []
    if row.side not in Party.Side.values:
        faults.append(fault(f"{at}side", "unknown", _("Say on which side the party is.")))
    if not row.name:
        faults.append(fault(f"{at}name", "required", _("A party has a name.")))
    if row.phone and not _PHONE.fullmatch(row.phone):
        faults.append(fault(f"{at}phone", "invalid", _("This is no telephone number.")))
    if row.id_number and not _DOCUMENT.fullmatch(row.id_number):
        faults.append(fault(f"{at}id_number", "invalid", _("This is no number of a document.")))
    for name, most in _LONGEST.items():
        if len(getattr(row, name) or "") > most:
            message = _("At most %(most)s characters.") % {"most": most}
            faults.append(fault(f"{at}{name}", "too_long", message))
    return faults


def _follow(dispute: Dispute) -> None:
    """A minor among the parties makes it a sensitive one, for good; lists name none of them."""
    parties = list(dispute.parties.all())
    was_flagged = dispute.has_minor
    dispute.has_minor = was_flagged or any(party.is_minor for party in parties)
    if veil(dispute, parties) or dispute.has_minor != was_flagged:
        dispute.save(update_fields=["has_minor", *SHOWN, "address_key"])
