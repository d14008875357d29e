"""What the health of cameras does by itself: signs grow old, whether or not a new one comes."""

from grid.ledger.reactors import sweep
from video.health.services import age_signs


@sweep("video.signs_aged", every_s=20)
def watch_signs() -> None:
    """Judge every platform and camera by the clock."""
    age_signs()
