"""Explaining what is overdue; reading one's messages."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import fault, nameless, refuse
from mediation.board.models import DisputeMessage, Explanation
from mediation.register import private
from mediation.register.acting import By
from mediation.register.models import Dispute
from mediation.register.told import dispute_fact

SHORTEST: Final = 10
LONGEST: Final = timedelta(days=30)


@transaction.atomic
def explain(
    dispute: Dispute, *, by: By, text: str, holds_until: date, channel: str = "screen"
) -> Explanation:
    """Say why a dispute is overdue; the explanation holds until before a day, 30 days at most.

    Raises IllegalStep for what is over, InvalidInput for too few words or for a person in them.
    """
    if dispute.stage in (Dispute.Stage.CLOSED, Dispute.Stage.ARCHIVED):
        raise IllegalStep(_("It is closed: nothing is owed."), stage=dispute.stage)
    today, said = timezone.localdate(), text.strip()
    faults = []
    if len(said) < SHORTEST:
        faults.append(fault("text", "too_short", _("Give a reason of ten characters or more.")))
    faults += nameless("text", said)
    if not today < holds_until <= today + LONGEST:
        faults.append(fault("holds_until", "out_of_range", _("Within the next 30 days.")))
    refuse(faults)
    said = private.veil(said, dispute.parties.all())
    made = Explanation.objects.create(
        dispute=dispute, text=said[:300], holds_until=holds_until, given_by=by.as_actor().label
    )
    told = {"holds_until": holds_until.isoformat()}
    record(
        by.as_actor(channel=channel), dispute_fact("delay_explained", dispute, reason=said, **told)
    )
    return made


def mark_read(officer: Officer) -> int:
    """All messages of the officer as read; how many were new. No fact: nobody acts on it."""
    rows = DisputeMessage.objects.filter(officer=officer, read_at__isnull=True)
    return rows.update(read_at=timezone.now())
