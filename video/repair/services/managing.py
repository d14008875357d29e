"""What the police do with a ticket: assign, verify, reopen, move its end, take it back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, InvalidInput, LostRace, NotAllowed
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.services import record
from video.health.services import faults
from video.register.models import Company
from video.repair.models import OPEN_STAGES, Span, Stage, Ticket
from video.repair.penalties import penalty
from video.repair.rulebook import Rulebook
from video.repair.services.opening import assigned, class_of
from video.repair.services.shared import (
    By,
    begin,
    fault,
    id_of,
    keep,
    locked,
    stop,
    text_of,
    ticket_fact,
)

REOPEN_DAYS: Final = 7  # a verified ticket may still be found not to be fixed that long
MOST_DAYS: Final = 92


def assign(ticket: Ticket, *, by: By, contractor: Company, version: int | None = None) -> Ticket:
    """Give it to a contractor, whose clock begins; one that has it already loses it."""
    with transaction.atomic():
        current = locked(ticket, Stage.OPENED, Stage.ASSIGNED, version=version)
        if not (contractor.is_contractor and contractor.is_active):
            message = _("This firm maintains nothing.")
            raise InvalidInput(message, errors=[fault("contractor", "unknown", message)])
        actor, now = by.as_actor(), timezone.now()
        _give(current, contractor, now)
        keep(current, actor, "assigned", contractor.name)
        record(actor, ticket_fact("assigned", current))
    return current


def _give(ticket: Ticket, contractor: Company, now: datetime) -> None:
    limits = Rulebook().limits(ticket.owner_path, class_of(ticket.thing), ticket.priority)
    for name, value in assigned(limits, now).items():
        setattr(ticket, name, value)
    ticket.contractor = contractor
    ticket.sign_by = now + timedelta(minutes=limits.accept_min)
    begin(ticket, Span.ACCEPT, ticket.sign_by, now)


@transaction.atomic
def verify(ticket: Ticket, *, by: By, outcome: str, version: int | None = None) -> Ticket:
    """It works: the ticket is done, and all that is part of it; never by whoever fixed it.

    The faults of pictures that were repaired are cleared with it.
    """
    said = text_of(outcome, pointer="outcome")
    current = locked(ticket, Stage.FIXED, version=version)
    actor, now = by.as_actor(), timezone.now()
    if id_of(actor) == current.fixed_by_id:
        raise NotAllowed(_("Who fixed it does not verify it."))
    stop(current, now)
    _finish(current, actor, now, said)
    current.penalty = penalty(current, current.spans.all(), now)
    keep(current, actor, "verified", said)
    children = _children(current)
    for child in children:
        child.fixed_at, child.fixed_by = current.fixed_at, current.fixed_by
        child.fixed_by_id = current.fixed_by_id
        _finish(child, actor, now, said)
        keep(child, actor, "verified", _("with %s") % current.number)
    done = (current, *children)
    cleared = faults.of_repairs(_mended(done), at=now)
    record(actor, *(ticket_fact("done", row) for row in done), *cleared)
    return current


def _mended(tickets: Sequence[Ticket]) -> dict[tuple[int, str], str]:
    """Which faults of which cameras' pictures these repaired, with the ticket's number."""
    return {(row.camera_id, row.fault): row.number for row in tickets if row.camera_id}


def _finish(ticket: Ticket, actor: Actor, now: datetime, outcome: str) -> None:
    ticket.stage, ticket.state = Stage.VERIFIED, Ticket.State.DONE
    ticket.done_at, ticket.done_by, ticket.outcome = now, actor.label, outcome
    ticket.verified_by_id = id_of(actor)


def _children(ticket: Ticket) -> list[Ticket]:
    rows = Ticket.objects.select_for_update(of=("self",)).filter(parent=ticket)
    joined = rows.select_related("camera", "platform", "contractor", "parent")
    return list(joined.filter(state__in=obligations.OPEN).order_by("pk"))


@transaction.atomic
def reopen(ticket: Ticket, *, by: By, reason: str, version: int | None = None) -> Ticket:
    """It is not fixed: another round begins, and the contractor's clock goes on where it stood.

    What the police took to find out is added to the time for the fix. A verified ticket can be
    reopened for a week, unless the same fault has a newer ticket.
    """
    said = text_of(reason, pointer="reason")
    current = locked(ticket, Stage.FIXED, Stage.VERIFIED, version=version)
    actor, now = by.as_actor(), timezone.now()
    _check_reopening(current, now)
    if current.stage == Stage.VERIFIED:
        faults.of_reopened(current.number, by=actor, done_at=current.done_at)
    waited = now - (current.fixed_at or now)
    current.fix_due_at = (current.fix_due_at or now) + waited
    current.round += 1
    current.stage, current.state = Stage.ACCEPTED, Ticket.State.SIGNED
    current.done_at, current.done_by, current.outcome = None, "", ""
    current.fixed_at, current.fixed_by, current.fixed_by_id = None, "", ""
    current.verified_by_id, current.penalty = "", 0
    begin(current, Span.ARRIVE, current.fix_due_at, now)
    keep(current, actor, "reopened", said)
    record(actor, ticket_fact("reopened", current, reason=said))
    return current


def _check_reopening(ticket: Ticket, now: datetime) -> None:
    if ticket.stage != Stage.VERIFIED:
        return
    if ticket.done_at and now - ticket.done_at > timedelta(days=REOPEN_DAYS):
        raise IllegalStep(_("After %s days a new ticket is opened instead.") % REOPEN_DAYS)
    same = Ticket.objects.filter(
        camera=ticket.camera, platform=ticket.platform, fault=ticket.fault
    ).filter(state__in=obligations.OPEN)
    if newer := same.first():
        raise LostRace(_("%s is open for the same fault.") % newer.number, ticket=newer.number)


@transaction.atomic
def change_due(
    ticket: Ticket, *, by: By, due_at: datetime, reason: str, version: int | None = None
) -> Ticket:
    """Move the end of what is being waited for, with the reason; lateness so far stays written."""
    said = text_of(reason, pointer="reason")
    now = timezone.now()
    if not now < due_at <= now + timedelta(days=MOST_DAYS):
        message = _("It ends after now and within %s days.") % MOST_DAYS
        raise InvalidInput(message, errors=[fault("due_at", "out_of_range", message)])
    current = locked(ticket, *OPEN_STAGES, version=version)
    before, actor = current.due_at, by.as_actor()
    current.spans.filter(to_at__isnull=True).update(due_at=due_at, overdue_at=None)
    if current.fix_due_at and current.stage != Stage.FIXED:
        current.fix_due_at = max(current.fix_due_at, due_at)
    if current.stage == Stage.ON_SITE:
        current.fix_due_at = due_at
    current.due_at, current.overdue_at = due_at, None
    keep(current, actor, "due_changed", said)
    record(actor, ticket_fact("due_changed", current, reason=said, before=before.isoformat()))
    return current


@transaction.atomic
def cancel(ticket: Ticket, *, by: By, reason: str, version: int | None = None) -> Ticket:
    """Take it back: nothing is to be repaired. What was part of it stands by itself again."""
    said = text_of(reason, pointer="reason")
    current = locked(ticket, *OPEN_STAGES, version=version)
    return end(current, by.as_actor(), said)


def end(current: Ticket, actor: Actor, reason: str) -> Ticket:
    """Cancel a ticket that is held; its children are released."""
    now = timezone.now()
    for child in _children(current):
        release(child, actor, now)
    stop(current, now)
    current.stage, current.state = Stage.CANCELLED, Ticket.State.CANCELLED
    current.done_at, current.done_by, current.outcome = now, actor.label, reason
    keep(current, actor, "cancelled", reason)
    record(actor, ticket_fact("cancelled", current, reason=reason))
    return current


def release(child: Ticket, actor: Actor, now: datetime) -> None:
    """Let a part stand by itself, with a clock that begins now."""
    child.parent = None
    child.state, child.signed_at, child.signed_by = Ticket.State.ISSUED, None, ""
    if child.contractor:
        _give(child, child.contractor, now)
    else:
        child.stage = Stage.OPENED
        due = now + timedelta(minutes=Rulebook().rule(child.owner_path).assign_min)
        begin(child, Span.ASSIGN, due, now)
    keep(child, actor, "split")
