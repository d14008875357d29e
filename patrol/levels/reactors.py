"""What the clock does to levels: they end, and so do control points."""

from django.utils import timezone

from grid.ledger.reactors import sweep
from patrol.levels.services import end_by_the_clock


@sweep("patrol.levels.end", every_s=15)
def end_what_is_over() -> None:
    """Levels and control points end by themselves."""
    end_by_the_clock(now=timezone.now())
