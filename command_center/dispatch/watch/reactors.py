"""What the cameras' side tells the command centre: presses and findings."""

from collections.abc import Sequence

from command_center.dispatch.watch.calls import take_press, take_seen
from grid.ledger.models import EventEntry
from grid.ledger.reactors import reactor

TAKES = {"video.alarm_pressed": take_press, "video.finding_reported": take_seen}


@reactor("watch.calls")
def take_calls(events: Sequence[EventEntry]) -> None:
    """Each press that is no test and each finding becomes a call, once."""
    for event in events:
        take = TAKES.get(event.kind)
        if take is not None:
            take(event)
