"""What assignments listen for: the clock, and their own steps, which settle their alerts."""

from typing import Final

from django.utils.translation import gettext as _

from command_center.alerts.services import Matter
from command_center.alerts.settling import ending
from command_center.dispatch.assignments import timers
from grid.ledger.models import EventEntry
from grid.ledger.reactors import sweep

PREFIX: Final = "dispatch.assignment_"
NOT_A_STEP: Final = ("overdue", "unsigned", "resent", "issued", "overridden", "promoted")


@sweep("assignments.timers", every_s=2)
def watch_assignments() -> None:
    """Late stages are marked, the unsigned sent again and at last told to a supervisor."""
    timers.run()


@ending
def of_an_assignment(event: EventEntry) -> Matter | None:
    """A step taken answers the alert that it was not."""
    if not _is_step(event.kind):
        return None
    about = {"subject_type": event.subject_type, "subject_id": event.subject_id}
    return Matter(**about, outcome=_("The unit has answered"))


def _is_step(kind: str) -> bool:
    what = kind.removeprefix(PREFIX)
    return kind.startswith(PREFIX) and what not in NOT_A_STEP and what != "delivered"
