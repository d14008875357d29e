"""What grants do by themselves: end, are suspended while nobody answers for them, are told of."""

from grid.ledger.reactors import sweep
from video.grants.services import watch


@sweep("video.grants", every_s=60)
def watch_grants() -> None:
    """Judge every grant by the clock."""
    watch()
