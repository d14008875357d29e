"""The access register (查阅登记): every look at personal data, with who, why and for which case."""

from collections.abc import Sequence

from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.models import AccessEntry
from grid.ledger.services import record


def note_access(
    actor: Actor,
    *,
    operation: str,
    subject_type: str,
    subject_id: str,
    agency_path: str,
    fields: Sequence[str] = (),
    purpose: str,
    case_number: str = "",
    reason: str,
) -> AccessEntry:
    """Write one line of the register and its fact, in the transaction that gives the data out.

    `operation` is consultation, disclosure, export, erasure or review; `fields` are names of
    fields, never values; `agency_path` is whose data was seen.
    """
    entry = AccessEntry.objects.create(
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        agency_path=agency_path,
        operation=operation,
        subject_type=subject_type,
        subject_id=subject_id,
        fields=list(fields),
        purpose=purpose,
        case_number=case_number,
        reason=reason,
    )
    seen = Fact(
        kind="ledger.access_noted",
        subject_type=subject_type,
        subject_id=subject_id,
        agency_path=agency_path,
        payload={"operation": operation, "fields": list(fields), "purpose": purpose},
        reason=reason,
    )
    record(actor, seen)
    return entry
