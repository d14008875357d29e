"""What the clock does to supervisions."""

from grid.ledger.reactors import sweep
from grid.service.programmes.services import mark_late


@sweep("programmes.supervisions_late", every_s=60)
def mark_what_is_late() -> None:
    """Supervisions that were not put right or not seen again in time."""
    mark_late()
