"""What coverage listens for: the clock, and gaps that were filled."""

from collections.abc import Sequence

from command_center.dispatch.coverage import gaps
from grid.ledger.models import EventEntry
from grid.ledger.reactors import reactor, sweep


@sweep("coverage.gaps", every_s=15)
def watch_stations() -> None:
    """A station with too few free units becomes a fact, and by its rule an alert."""
    gaps.watch()


@reactor("coverage.settle")
def settle_gaps(events: Sequence[EventEntry]) -> None:
    """A filled gap takes its alert with it."""
    gaps.settle(event.subject_id for event in events if event.kind == gaps.FILLED)
