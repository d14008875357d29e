"""Entering what came of checks, and striking what was entered wrongly."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import CheckOutcome
from checkpoints.work.rulebook import codes, rule_of
from checkpoints.work.services.shared import (
    SHORTEST_REASON,
    Group,
    code_faults,
    fact,
    fault,
    is_late,
    moment_faults,
    refuse,
    text_faults,
    work_faults,
)
from grid.errors import IllegalStep, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.services import record


@transaction.atomic
def record_outcome(
    checkpoint: Checkpoint,
    *,
    by: Actor,
    outcome: str,
    happened_at: datetime,
    number: int = 1,
    **said: Any,
) -> CheckOutcome:
    """Enter what came of a check; `said` may hold kind, reference and client_ref.

    Sent again under its client_ref it is answered as it stands. A result needs a reference: the
    number of the incident or case that knows who it was. Raises InvalidInput.
    """
    ref = said.get("client_ref", "")
    Checkpoint.objects.select_for_update(no_key=True).get(pk=checkpoint.pk)
    known = CheckOutcome.objects.filter(checkpoint=checkpoint, client_ref=ref).first()
    if ref and known is not None:
        return known
    rule = rule_of(checkpoint.agency.path)
    faults = code_faults("outcome", Group.OUTCOME, outcome)
    faults += moment_faults("happened_at", happened_at, rule)
    faults += work_faults("happened_at", checkpoint, happened_at)
    is_result = not faults and codes(Group.OUTCOME)[outcome].is_result
    faults += text_faults("reference", said.get("reference", ""), least=3 if is_result else 0)
    if not 1 <= number <= 1000:
        faults.append(fault("number", "range", _("Between 1 and 1,000.")))
    refuse(faults)
    row = CheckOutcome.objects.create(
        checkpoint=checkpoint,
        outcome=outcome,
        is_result=is_result,
        happened_at=happened_at,
        number=number,
        is_late=is_late(happened_at, rule),
        entered_by=by.label,
        **said,
    )
    record(by, _fact("outcome_recorded", row))
    return row


@transaction.atomic
def strike_outcome(row: CheckOutcome, *, by: Actor, version: int, reason: str) -> CheckOutcome:
    """Strike a wrong entry: it stays readable and counts no more. Raises StaleVersion."""
    current = (
        CheckOutcome.objects.select_for_update(of=("self",))
        .select_related("checkpoint__agency")
        .get(pk=row.pk)
    )
    if current.version != version:
        raise StaleVersion(
            _("Somebody changed this since you read it."),
            your_version=version,
            current_version=current.version,
        )
    if current.struck_at is not None:
        raise IllegalStep(_("This entry was struck already."), by=current.struck_by)
    refuse(text_faults("reason", reason, least=SHORTEST_REASON))
    current.struck_at, current.struck_by = timezone.now(), by.label
    current.struck_reason = reason.strip()
    current.version += 1
    current.save()
    record(by, _fact("outcome_struck", current, reason=reason))
    return current


def _fact(kind: str, row: CheckOutcome, **more: Any) -> Any:
    return fact(
        kind,
        row.checkpoint,
        ("check_outcome", str(row.pk)),
        outcome=row.outcome,
        number=row.number,
        result=row.is_result,
        **more,
    )
