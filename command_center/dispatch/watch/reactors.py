"""What the cameras' side tells the command centre: presses and findings."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from command_center.alerts.services import Matter
from command_center.alerts.settling import ending
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


# A fact that ends what others told of the same subject.
ENDS: Final = {
    "video.platform_up": ("video.platform_down",),
    "video.camera_online": ("video.camera_offline",),
    "video.desk_staffed": ("video.desk_empty",),
    "video.alarm_tested": ("video.alarm_untested", "video.alarm_test_failed"),
    "footage.request_reviewed": ("footage.request_released",),
    "video.ticket_done": ("video.ticket_overdue",),
    "video.ticket_cancelled": ("video.ticket_overdue",),
}


@ending
def of_the_cameras(event: EventEntry) -> Matter | None:
    """What works again, is staffed again or was done rings no longer."""
    kinds = ENDS.get(event.kind)
    if kinds is None:
        return None
    about = {"subject_type": event.subject_type, "subject_id": event.subject_id}
    return Matter(**about, outcome=_("It works again or was done"), kinds=kinds)
