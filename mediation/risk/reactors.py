"""What the grading does by itself: grades again what came up again, says what is late."""

from collections.abc import Sequence

from grid.ledger.models import EventEntry
from grid.ledger.reactors import reactor, sweep
from mediation.register.models import Dispute
from mediation.risk import services


@reactor("disputerisk.repeats")
def grade_again(events: Sequence[EventEntry]) -> None:
    """A dispute that came up again is graded again, upwards at once."""
    numbers = {event.subject_id for event in events if event.kind == "disputes.repeated"}
    rows = Dispute.objects.filter(number__in=numbers).select_related("agency", "category")
    for dispute in rows.order_by("pk"):
        services.regrade(dispute)


@sweep("disputerisk.duties", every_s=5)
def tell_late() -> None:
    """End what is over, then mark what is late: red without a leader first of all."""
    services.end_needless()
    services.mark_overdue()


@sweep("disputerisk.escalation", every_s=600)
def tell_escalations() -> None:
    """What stayed too long on the level of its grade goes a level up."""
    services.tell_escalations()
