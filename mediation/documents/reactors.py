"""An agreement that took effect on its own page has its thirty days, too."""

from collections.abc import Sequence

from grid.ledger.actors import PLATFORM
from grid.ledger.models import EventEntry
from grid.ledger.reactors import reactor
from mediation.documents.services.effect import run_clock
from mediation.register.models import Dispute


@reactor("disputes.confirmation")
def run_clocks(events: Sequence[EventEntry]) -> None:
    """Start the clock of judicial confirmation where an agreement binds since."""
    numbers = [one.subject_id for one in events if one.kind == "disputes.agreement_effective"]
    rows = Dispute.objects.filter(number__in=numbers).select_related("agency", "category", "body")
    for dispute in rows:
        run_clock(dispute, PLATFORM)
