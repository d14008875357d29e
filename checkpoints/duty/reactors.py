"""What the clock does to switches and orders."""

from checkpoints.duty.services import end_what_is_over, mark_late
from grid.ledger.reactors import sweep


@sweep("duty.late", every_s=1)
def mark_what_is_late() -> None:
    """Signatures and readiness that did not come in time."""
    mark_late()


@sweep("duty.over", every_s=2)
def end_orders() -> None:
    """Orders whose time is over."""
    end_what_is_over()
