"""Steps follow what the register and the grading did."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction

from grid.ledger.actors import PLATFORM
from grid.ledger.models import EventEntry
from grid.ledger.reactors import reactor, sweep
from grid.ledger.services import record
from mediation.flow import owed
from mediation.flow.models import StepKind
from mediation.register.models import Dispute

FOLLOWED: Final = frozenset({"disputes.registered", "disputes.graded"})
AT_ONCE: Final = 200


@reactor("disputeflow.steps")
def follow(events: Sequence[EventEntry]) -> None:
    """A dispute that was entered or graded has its next step; a higher grade wants it sooner."""
    numbers = {event.subject_id for event in events if event.kind in FOLLOWED}
    if numbers:
        bring_up_to_date(sorted(numbers))


@sweep("disputeflow.unowed", every_s=60)
def find_unowed() -> None:
    """Whatever is under way and owes nothing, say after a restore, is given its step."""
    rows = Dispute.objects.filter(archived_at__isnull=True).exclude(
        pk__in=owed.open_ones().values("dispute")
    )
    numbers = rows.order_by("pk").values_list("number", flat=True)[:AT_ONCE]
    bring_up_to_date(list(numbers))


@transaction.atomic
def bring_up_to_date(numbers: Sequence[str]) -> None:
    """Issue what is owed and end what is owed no more, dispute by dispute."""
    rows = Dispute.objects.select_for_update(of=("self",)).select_related("agency", "category")
    facts = []
    for dispute in rows.filter(number__in=numbers, archived_at__isnull=True).order_by("pk"):
        done = [StepKind.ASSESS] if dispute.grade else []
        facts += owed.settle(dispute, PLATFORM, done=done)
        owed.hasten(dispute)
    record(PLATFORM, *facts)
