"""What intake notices by itself: a catalogue whose last messages never came."""

from django.utils import timezone

from grid.ledger.reactors import sweep
from video.intake.messages import sweep_incomplete


@sweep("videointake.incomplete", every_s=60)
def end_incomplete() -> None:
    """Say of a catalogue that waited half an hour how much of it came."""
    sweep_incomplete(timezone.now())
