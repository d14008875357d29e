"""Reminding (催办): a firm that has a ticket and does not move is told so, in writing."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep
from grid.ledger.services import record
from video.repair.models import REMINDED, WITH_FIRM, Ticket
from video.repair.services.shared import By, locked, text_of, ticket_fact, write

AGAIN: Final = timedelta(minutes=30)  # sooner it is noise


@transaction.atomic
def remind(ticket: Ticket, *, by: By, note: str = "", version: int | None = None) -> Ticket:
    """Tell the firm that the ticket waits for it; the clock goes on as it was.

    Raises IllegalStep where no firm has it, or where it was reminded within half an hour.
    """
    said = text_of(note, pointer="note", least=0)
    current, actor, now = locked(ticket, *WITH_FIRM, version=version), by.as_actor(), timezone.now()
    last = current.entries.filter(act=REMINDED).last()
    if last is not None and now - last.at < AGAIN:
        ago = int((now - last.at).total_seconds() // 60)
        raise IllegalStep(_("It was reminded %s min ago; leave half an hour between.") % ago)
    write(current, actor, REMINDED, said)
    record(actor, ticket_fact("reminded", current, is_late=current.due_at < now))
    return current
