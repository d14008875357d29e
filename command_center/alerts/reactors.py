"""What the alerts listen for: facts that rules wait for, incidents that are over, the clock."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.alerts.escalation import escalate_due
from command_center.alerts.services import Matter
from command_center.alerts.settling import ending, follow
from command_center.alerts.waiting import note_waiting
from grid.ledger.models import EventEntry
from grid.ledger.reactors import reactor, sweep

OVER = ("closed", "cancelled", "merged", "transferred")


@reactor("alerts.rules")
def raise_and_settle(events: Sequence[EventEntry]) -> None:
    """Facts become alerts, and what is over takes its alerts with it."""
    follow(events)


@sweep("alerts.escalation", every_s=2)
def escalate() -> None:
    """Unacknowledged alerts go up; shelved ones come back."""
    escalate_due(now=timezone.now())


@sweep("alerts.waiting", every_s=5)
def watch_the_queue() -> None:
    """A call nobody was sent to in time becomes a fact, and by its rule an alert."""
    note_waiting(now=timezone.now())


WAITING = ("incidents.received", "incidents.waiting_too_long", "incidents.moved")


@ending
def of_an_incident(event: EventEntry) -> Matter | None:
    """An incident that is over takes its alerts along; one that moved is no longer waiting."""
    if event.subject_type != "incident":
        return None
    about = {"subject_type": event.subject_type, "subject_id": event.subject_id}
    state = event.payload.get("state")
    if state in OVER:
        return Matter(**about, outcome=_("The incident is over"))
    if event.kind == "incidents.moved" and state not in ("received", "returned"):
        return Matter(**about, outcome=_("Dispatched"), kinds=WAITING)
    return None
