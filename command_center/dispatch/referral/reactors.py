"""What calls tell the mediation floor, and what disputes tell the command centre."""

from collections.abc import Sequence
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.alerts.services import Matter
from command_center.alerts.settling import ending
from command_center.dispatch.referral.calls import take_danger
from command_center.dispatch.referral.classes import is_dispute
from command_center.dispatch.referral.telling import tell
from command_center.incidents.models import Incident
from grid.ledger.actors import PLATFORM
from grid.ledger.models import EventEntry
from grid.ledger.reactors import reactor

# Facts after which a call may be a dispute's: it came, or what it is was said anew.
TELLING: Final = frozenset({"incidents.received", "incidents.edited", "incidents.closed"})


@reactor("referral.calls")
def refer_calls(events: Sequence[EventEntry]) -> None:
    """Each call classed as a dispute is told once; each danger in a dispute becomes a call."""
    for event in events:
        if event.kind in TELLING:
            refer(event.subject_id)
        elif event.kind == "disputes.danger_reported":
            take_danger(event)


def refer(number: str) -> None:
    """Tell the mediation floor of a call, where its category makes it a dispute."""
    calls = Incident.objects.select_related("agency", "cell", "category")
    valid = calls.filter(number=number, is_valid_call=True).exclude(state=Incident.State.MERGED)
    call = valid.first()
    if call is None:
        return
    if not is_dispute(call.category.code, on=timezone.localdate(call.reported_at)):
        return
    tell(call, by=PLATFORM)


# A fact that ends what others told of the same subject.
ENDS: Final = {
    "disputes.lead_taken": ("disputes.leaderless", "disputes.graded"),
    "disputes.closed": ("disputes.leaderless", "disputes.graded", "disputes.repeated"),
    "disputes.refused": ("disputes.leaderless", "disputes.graded", "disputes.repeated"),
    "disputes.transferred": ("disputes.leaderless",),
    "disputes.reopened": ("disputes.breached",),
    "service.feed_heard": ("service.feed_silent",),
}


@ending
def of_the_ground(event: EventEntry) -> Matter | None:
    """What has its leader, is over or speaks again rings no longer."""
    kinds = ENDS.get(event.kind)
    if kinds is None:
        return None
    about = {"subject_type": event.subject_type, "subject_id": event.subject_id}
    return Matter(**about, outcome=_("It was done or is over"), kinds=kinds)
