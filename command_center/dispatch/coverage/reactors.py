"""What coverage listens for: the clock, and gaps that were filled."""

from command_center.alerts.services import Matter
from command_center.alerts.settling import ending
from command_center.dispatch.coverage import gaps
from grid.ledger.models import EventEntry
from grid.ledger.reactors import sweep


@sweep("coverage.gaps", every_s=15)
def watch_stations() -> None:
    """A station with too few free units becomes a fact, and by its rule an alert."""
    gaps.watch()


@ending
def of_a_gap(event: EventEntry) -> Matter | None:
    """A filled gap takes its alert with it."""
    return gaps.over(event.subject_id) if event.kind == gaps.FILLED else None
