"""What the orders listen for: a receipt that is settled takes its alerts with it."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from command_center.alerts.services import Matter, settle
from grid.ledger.models import EventEntry
from grid.ledger.reactors import reactor

ANSWERED: Final = ("signed", "done", "cancelled")


@reactor("orders.settle")
def settle_receipts(events: Sequence[EventEntry]) -> None:
    """Signed for, done or withdrawn: nothing rings for it any longer."""
    settle(
        Matter(
            subject_type=event.subject_type,
            subject_id=event.subject_id,
            outcome=_("The order was answered"),
        )
        for event in events
        if _is_answer(event.kind)
    )


def _is_answer(kind: str) -> bool:
    whose, _sep, step = kind.rpartition("_")
    return whose == "dispatch.receipt" and step in ANSWERED
