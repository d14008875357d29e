"""What the clock does to alarm devices: tests end, devices without one are flagged."""

from django.utils import timezone

from grid.ledger.reactors import sweep
from video.alarms import services


@sweep("video.alarms.tests", every_s=30)
def end_tests() -> None:
    """A test nobody's press arrived for has failed."""
    services.end_tests(now=timezone.now())


@sweep("video.alarms.untested", every_s=600)
def flag_untested() -> None:
    """A device without a test in the days its rule gives is told once."""
    services.flag_untested(now=timezone.now())
