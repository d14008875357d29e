"""What the orders listen for: a receipt that is settled takes its alerts with it."""

from typing import Final

from django.utils.translation import gettext as _

from command_center.alerts.services import Matter
from command_center.alerts.settling import ending
from grid.ledger.models import EventEntry

ANSWERED: Final = ("signed", "done", "cancelled")


@ending
def of_a_receipt(event: EventEntry) -> Matter | None:
    """Signed for, done or withdrawn: nothing rings for it any longer."""
    if not _is_answer(event.kind):
        return None
    about = {"subject_type": event.subject_type, "subject_id": event.subject_id}
    return Matter(**about, outcome=_("The order was answered"))


def _is_answer(kind: str) -> bool:
    whose, _sep, step = kind.rpartition("_")
    return whose == "dispatch.receipt" and step in ANSWERED
