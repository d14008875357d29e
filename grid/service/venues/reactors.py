"""What the clock does to hazards and feeds."""

from grid.ledger.reactors import sweep
from grid.service.venues.services import mark_late, mark_silent


@sweep("venues.hazards_late", every_s=30)
def mark_what_is_late() -> None:
    """Hazards that were not rectified or not verified in time."""
    mark_late()


@sweep("venues.feeds_silent", every_s=300)
def mark_what_is_silent() -> None:
    """Feeds that were not heard for too long."""
    mark_silent()
