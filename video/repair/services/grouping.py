"""Tickets of one greater fault: merged under it, and taken apart again."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep, InvalidInput
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.services import record
from video.repair.models import OPEN_STAGES, Stage, Ticket
from video.repair.services.managing import release
from video.repair.services.shared import (
    By,
    check_version,
    fault,
    keep,
    locked,
    stop,
    ticket_fact,
    write,
)

MOST: Final = 1_000


@transaction.atomic
def merge(
    parent: Ticket, *, by: By, tickets: Sequence[Ticket], version: int | None = None
) -> Ticket:
    """Make these tickets part of another: their clocks stop, they end when it is verified.

    Parts of one that is merged become parts of the new one. Raises InvalidInput naming each that
    is over, fixed already, or the parent itself.
    """
    keys = {row.pk for row in tickets}
    list(Ticket.objects.select_for_update().filter(pk__in={parent.pk, *keys}).order_by("pk"))
    current = locked(parent, *OPEN_STAGES, version=version)
    rows = _rows(pk__in=keys)
    faults = _faults(current, rows)
    if faults:
        raise InvalidInput(_("Nothing was merged."), errors=faults)
    take_in(current, [*rows, *_rows(parent__in=rows, state__in=obligations.OPEN)], by.as_actor())
    return current


def take_in(parent: Ticket, parts: Sequence[Ticket], actor: Actor) -> None:
    """Stop the clocks of these, which are held, and put them under the parent."""
    now = timezone.now()
    for row in parts:
        stop(row, now)
        row.parent, row.due_at, row.overdue_at = parent, parent.due_at, None
        keep(row, actor, "merged", parent.number)
    if parts:
        write(parent, actor, "took_in", _("%s tickets") % len(parts))
    record(actor, *(ticket_fact("merged", row) for row in parts))


def _rows(**which: object) -> list[Ticket]:
    rows = Ticket.objects.select_related("camera", "platform", "contractor", "parent")
    return list(rows.filter(**which).order_by("pk"))


def _faults(parent: Ticket, rows: Sequence[Ticket]) -> list[FieldError]:
    faults = []
    if not 1 <= len(rows) <= MOST:
        faults.append(fault("tickets", "count", _("Between 1 and %s tickets") % MOST))
    for row in rows:
        if row.pk == parent.pk:
            message = _("%s cannot be part of itself.") % row.number
            faults.append(fault("tickets", "same", message))
        elif not row.is_open or row.stage == Stage.FIXED:
            message = _("%s is fixed or over.") % row.number
            faults.append(fault("tickets", "over", message))
    return faults


@transaction.atomic
def split(ticket: Ticket, *, by: By, version: int | None = None) -> Ticket:
    """Let a part stand by itself again, with a clock that begins now."""
    rows = Ticket.objects.select_for_update(of=("self",))
    joined = rows.select_related("camera", "platform", "contractor", "parent")
    current: Ticket = joined.get(pk=ticket.pk)
    check_version(current, version)
    if current.parent is None or not current.is_open:
        raise IllegalStep(_("It is part of no open ticket."))
    actor = by.as_actor()
    release(current, actor, timezone.now())
    record(actor, ticket_fact("split", current))
    return current
