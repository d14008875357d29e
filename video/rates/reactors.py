"""What the rates do by themselves: positions checked as they change, each day kept once."""

from django.utils import timezone

from grid.ledger.reactors import sweep
from video.rates.keeping import keep_day, missing_days
from video.rates.places import check_places


@sweep("video.camera_places", every_s=60)
def watch_places() -> None:
    """Check the positions of cameras that are new or changed."""
    check_places()


@sweep("video.camera_rates", every_s=600)
def watch_days() -> None:
    """Keep what is missing of the last days."""
    for day in missing_days(timezone.localdate()):
        keep_day(day)
