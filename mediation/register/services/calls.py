"""Nothing missed (不漏管): every call classed as a dispute gets its dispute or a reason."""

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.writing import fault, locked, nameless, refuse
from mediation.register.acting import By
from mediation.register.models import Dispute, DisputeCall
from mediation.register.services.disputes import came_again
from mediation.register.services.repeats import call_fact, open_from
from mediation.register.told import dispute_fact

SHORTEST: Final = 4
Reason = DisputeCall.Reason


@transaction.atomic
def answer_call(
    call: DisputeCall, *, by: By, reason: str, text: str = "", version: int | None = None
) -> DisputeCall:
    """Record why a call has no dispute; another reason takes the place of an earlier one.

    Raises InvalidInput for an unknown reason or one without words, IllegalStep where it has a
    dispute, StaleVersion.
    """
    row = locked(call, version)
    if row.dispute_id is not None:
        raise IllegalStep(_("This call has a dispute already."))
    faults = nameless("text", text)
    if reason not in Reason.values:
        faults.append(fault("reason", "unknown", _("There is no such reason.")))
    if reason != Reason.SETTLED and len(text.strip()) < SHORTEST:
        faults.append(fault("text", "required", _("Say in a few words how it is.")))
    if len(text.strip()) > 200:
        faults.append(fault("text", "too_long", _("At most %(most)s characters.") % {"most": 200}))
    refuse(faults)
    actor = by.as_actor()
    row.reason, row.reason_text = reason, text.strip()
    row.answered_by, row.answered_at = actor.label, timezone.now()
    row.save()
    record(actor, call_fact("call_answered", row))
    return row


@transaction.atomic
def from_call(call: DisputeCall, *, by: By) -> Dispute:
    """Make the call a dispute, in one action; made already, that dispute is answered."""
    row = locked(call)
    if row.dispute is not None:
        return row.dispute
    actor = by.as_actor()
    dispute = open_from(row, by=actor)
    _give(row, dispute, actor)
    record(actor, dispute_fact("registered", dispute), call_fact("call_answered", row))
    return dispute


@transaction.atomic
def link_call(call: DisputeCall, dispute: Dispute, *, by: By) -> DisputeCall:
    """The dispute was just registered of this call; it is not raised by it.

    Raises IllegalStep where the call has a dispute already.
    """
    row = locked(call)
    if row.dispute_id is not None:
        raise IllegalStep(_("This call has a dispute already."))
    actor = by.as_actor()
    _give(row, dispute, actor)
    record(actor, call_fact("call_answered", row))
    return row


@transaction.atomic
def add_to_dispute(
    call: DisputeCall, dispute: Dispute, *, by: By, version: int | None = None
) -> Dispute:
    """The call is about a dispute that is known: it is raised by it.

    Raises IllegalStep where the call has one or the dispute is archived, StaleVersion.
    """
    row = locked(call, version)
    if row.dispute_id is not None:
        raise IllegalStep(_("This call has a dispute already."))
    raised = came_again(dispute, row.reported_at)
    actor = by.as_actor()
    _give(row, raised, actor)
    again = dispute_fact("repeated", raised, call=row.incident_number)
    record(actor, call_fact("call_answered", row), again)
    return raised


def _give(row: DisputeCall, dispute: Dispute, actor: Actor) -> None:
    """The call has its dispute, and no reason to have none."""
    row.dispute, row.reason, row.reason_text = dispute, "", ""
    row.answered_by, row.answered_at = actor.label, timezone.now()
    row.save()
