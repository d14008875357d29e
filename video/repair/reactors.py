"""What the clock does to tickets."""

from grid.ledger.reactors import sweep
from video.repair.services import cancel_recovered, mark_late, open_by_rule


@sweep("repair.late", every_s=10)
def mark_what_is_late() -> None:
    """Acceptances, arrivals, fixes and verifications that did not come in time."""
    mark_late()


@sweep("repair.by_rule", every_s=60)
def open_tickets() -> None:
    """Tickets for what is broken, none for what came back by itself."""
    cancel_recovered()
    open_by_rule()
