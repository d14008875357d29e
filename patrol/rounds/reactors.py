"""What the clock does to patrols: plans become rounds, rounds move on, windows are checked."""

from django.utils import timezone

from grid.ledger.reactors import sweep
from patrol.rounds.services.keeping_time import keep_time
from patrol.rounds.services.planning import plan_ahead
from patrol.rounds.services.watching import watch_windows


@sweep("patrol.rounds.plan", every_s=60)
def make_rounds() -> None:
    """The rounds of the next 24 hours stand on the books."""
    plan_ahead(now=timezone.now())


@sweep("patrol.rounds.clock", every_s=10)
def move_rounds() -> None:
    """Ready, start overdue, missed, over."""
    keep_time(now=timezone.now())


@sweep("patrol.rounds.windows", every_s=30)
def check_windows() -> None:
    """A key place nobody came to in its window becomes a fact, and by its rule an alert."""
    watch_windows(now=timezone.now())
