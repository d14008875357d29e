"""The register of disputes: entered, corrected, raised again, stamped as archived."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from grid.ledger.services import record
from grid.organisation.writing import fault, locked, refuse
from mediation.register import intake
from mediation.register.acting import By
from mediation.register.models import Dispute, Party
from mediation.register.numbers import next_number
from mediation.register.services.parties import checked, held
from mediation.register.services.writing import PLAIN, moments, veil, write
from mediation.register.told import dispute_fact

_REFERRED: Final = ("category_id", "place_id", "cell_id", "agency_id", "point")


@transaction.atomic
def register_dispute(
    *, by: By, parties: Sequence[Mapping[str, Any]] = (), channel: str = "", **said: Any
) -> Dispute:
    """Enter a dispute with its parties; all faults at once, nothing half-written.

    `said`: category (row or code), title (made from category and place where empty), narrative,
    address, cell (row or code), place (row or key), point or lng, lat, crs, agency (row or code;
    else that of the cell, else the writer's own), people, amount (yuan), source, source_number,
    reported_at, written_at (when a phone wrote it down), is_closed_door, has_home_violence,
    has_minor, measures, position_error_m (metres), and the parts of `intake`.
    What title, address and measures say of the parties is masked there. Raises InvalidInput.
    """
    now, actor = timezone.now(), by.as_actor(channel=channel) if channel else by.as_actor()
    row = Dispute(registered_at=now, registered_by=actor.label, source=Dispute.Source.VISIT)
    faults: list[FieldError] = []
    write(row, said, by, faults)
    moments(row, said, now, faults)
    people, wrong = checked(parties, at="parties")
    refuse(faults + wrong)
    veil(row, people)
    row.has_minor = row.has_minor or any(one.is_minor for one in people)
    kept = _store(row, people, now)
    record(actor, dispute_fact("registered", row))
    intake.keep(row, kept, said, by)
    return row


def _store(row: Dispute, people: Sequence[Party], now: datetime) -> list[Party]:
    """Keep it under the next number; a district's number that is known is refused."""
    row.number, row.last_contact_at = next_number(now), max(now, row.reported_at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if row.source != Dispute.Source.DISTRICT:
            raise
        message = _("You have sent a dispute under this number already.")
        raise InvalidInput(message, errors=[fault("source_number", "taken", message)]) from error
    for one in people:
        one.dispute = row
    kept: list[Party] = Party.objects.bulk_create(people)
    return kept


@transaction.atomic
def change_dispute(dispute: Dispute, *, by: By, version: int | None = None, **said: Any) -> Dispute:
    """Correct what was entered; saying what is so already writes nothing.

    `said` as of `register_dispute`, without parties, moments and number. Raises InvalidInput,
    StaleVersion, IllegalStep for an archived one.
    """
    locked(dispute, version)
    row = held(dispute)
    before = _said_of(row)
    faults: list[FieldError] = []
    write(row, said, by, faults)
    refuse(faults)
    veil(row, row.parties.all())
    after = _said_of(row)
    changed = sorted(name for name in after if after[name] != before[name])
    if not changed:
        Dispute.objects.filter(pk=row.pk).update(version=row.version - 1)
        row.version -= 1
        return row
    row.save()
    named = [name.removesuffix("_id") for name in changed]
    record(by.as_actor(), dispute_fact("changed", row, changed=named))
    return row


@transaction.atomic
def note_again(
    dispute: Dispute, *, by: By, source: str, source_number: str = "", at: datetime | None = None
) -> Dispute:
    """It came up again, by a visit or on patrol; its grade is then to be looked at again.

    Raises InvalidInput for an unknown source, IllegalStep for an archived one.
    """
    if source not in Dispute.Source.values:
        refuse([fault("source", "unknown", _("There is no such source."))])
    row = came_again(dispute, at or timezone.now())
    again = {"by": source, "by_number": source_number}
    record(by.as_actor(), dispute_fact("repeated", row, **again))
    return row


def came_again(dispute: Dispute, at: datetime) -> Dispute:
    """Count one more contact; for services that record the fact themselves."""
    row = held(dispute)
    row.repeats += 1
    row.last_contact_at = max(row.last_contact_at, at)
    row.save(update_fields=["repeats", "last_contact_at"])
    return row


def _said_of(row: Dispute) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*PLAIN, *_REFERRED)}
