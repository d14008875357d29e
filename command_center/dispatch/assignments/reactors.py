"""What assignments listen for: the clock, and their own steps, which settle their alerts."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from command_center.alerts.services import Matter, settle
from command_center.dispatch.assignments import timers
from grid.ledger.models import EventEntry
from grid.ledger.reactors import reactor, sweep

PREFIX: Final = "dispatch.assignment_"
NOT_A_STEP: Final = ("overdue", "unsigned", "resent", "issued", "overridden", "promoted")


@sweep("assignments.timers", every_s=2)
def watch_assignments() -> None:
    """Late stages are marked, the unsigned sent again and at last told to a supervisor."""
    timers.run()


@reactor("assignments.settle")
def settle_alerts(events: Sequence[EventEntry]) -> None:
    """A step taken answers the alert that it was not."""
    settle(
        Matter(
            subject_type=event.subject_type,
            subject_id=event.subject_id,
            outcome=_("The unit has answered"),
        )
        for event in events
        if _is_step(event.kind)
    )


def _is_step(kind: str) -> bool:
    what = kind.removeprefix(PREFIX)
    return kind.startswith(PREFIX) and what not in NOT_A_STEP and what != "delivered"
