"""What the clock does to video patrol: runs are planned and end, empty desks are told."""

from django.utils import timezone

from grid.ledger.reactors import sweep
from video.rounds import services


@sweep("video.rounds.plan", every_s=60)
def make_runs() -> None:
    """The runs of the next 24 hours stand on the books."""
    services.plan_ahead(now=timezone.now())


@sweep("video.rounds.clock", every_s=30)
def move_runs() -> None:
    """Runs past their time are over, missed or overdue."""
    services.keep_time(now=timezone.now())


@sweep("video.rounds.desks", every_s=30)
def check_desks() -> None:
    """A desk with too few for too long is told once."""
    services.watch_desks(now=timezone.now())
