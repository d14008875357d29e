"""What a contractor does with a ticket: takes it, gives it back, arrives, fixes it, uses parts."""

from calendar import monthrange
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import InvalidInput, NotAllowed
from grid.ledger.services import record
from video.repair.models import PartUse, Span, SparePart, Stage, Ticket
from video.repair.rulebook import Rulebook
from video.repair.seats import company_of
from video.repair.services.shared import (
    By,
    begin,
    fault,
    id_of,
    keep,
    locked,
    text_of,
    ticket_fact,
    write,
)


def _mine(ticket: Ticket, by: By, *stages: Stage, version: int | None) -> Ticket:
    """The ticket's row until commit, for somebody of the firm it is assigned to."""
    current = locked(ticket, *stages, version=version)
    company = company_of(by)
    if company is None or current.contractor_id != company.pk:
        raise NotAllowed(_("It is assigned to another firm."))
    return current


@transaction.atomic
def accept(ticket: Ticket, *, by: By, version: int | None = None) -> Ticket:
    """Take it on for the firm; of two who do at once one wins, the other is told who."""
    current = _mine(ticket, by, Stage.ASSIGNED, version=version)
    actor, now = by.as_actor(), timezone.now()
    current.stage, current.state = Stage.ACCEPTED, Ticket.State.SIGNED
    current.signed_at, current.signed_by = now, actor.label
    begin(current, Span.ARRIVE, _arrive_due(current), now)
    keep(current, actor, "accepted")
    record(actor, ticket_fact("signed", current))
    return current


def _arrive_due(ticket: Ticket) -> datetime:
    assigned_at = ticket.assigned_at or ticket.issued_at
    return assigned_at + timedelta(minutes=ticket.arrive_min or 0)


@transaction.atomic
def decline(ticket: Ticket, *, by: By, reason: str, version: int | None = None) -> Ticket:
    """Give it back to be assigned anew, with the reason."""
    said = text_of(reason, pointer="reason")
    current = _mine(ticket, by, Stage.ASSIGNED, Stage.ACCEPTED, version=version)
    actor, now = by.as_actor(), timezone.now()
    firm = current.contractor
    current.stage, current.state = Stage.OPENED, Ticket.State.ISSUED
    current.contractor, current.assigned_at, current.fix_due_at = None, None, None
    current.signed_at, current.signed_by, current.sign_by = None, "", None
    rule = Rulebook().rule(current.owner_path)
    begin(current, Span.ASSIGN, now + timedelta(minutes=rule.assign_min), now)
    keep(current, actor, "declined", said)
    declined_by = firm.code if firm else None
    record(actor, ticket_fact("declined", current, reason=said, declined_by=declined_by))
    return current


@transaction.atomic
def arrive(ticket: Ticket, *, by: By, version: int | None = None) -> Ticket:
    """Say that somebody is at the place."""
    current = _mine(ticket, by, Stage.ACCEPTED, version=version)
    actor, now = by.as_actor(), timezone.now()
    current.stage, current.arrived_at = Stage.ON_SITE, now
    begin(current, Span.FIX, current.fix_due_at or now, now)
    keep(current, actor, "on_site")
    record(actor, ticket_fact("arrived", current))
    return current


@transaction.atomic
def fix(
    ticket: Ticket, *, by: By, done: str, is_remote: bool = False, version: int | None = None
) -> Ticket:
    """Say that it works again and what was done; somebody of the police verifies it.

    Before anybody arrived only `is_remote`, as a restart from afar is.
    """
    said = text_of(done, pointer="done")
    current = _mine(ticket, by, Stage.ACCEPTED, Stage.ON_SITE, version=version)
    actor, now = by.as_actor(), timezone.now()
    if current.stage == Stage.ACCEPTED:
        if not is_remote:
            message = _("Say that you are on site first, or that it was fixed from afar.")
            raise InvalidInput(message, errors=[fault("is_remote", "required", message)])
        begin(current, Span.FIX, current.fix_due_at or now, now)
    current.stage, current.fixed_at, current.is_remote = Stage.FIXED, now, is_remote
    current.fixed_by, current.fixed_by_id = actor.label, id_of(actor)
    rule = Rulebook().rule(current.owner_path)
    begin(current, Span.VERIFY, now + timedelta(minutes=rule.verify_min), now)
    keep(current, actor, "fixed", said)
    record(actor, ticket_fact("fixed", current, is_remote=is_remote))
    return current


@transaction.atomic
def use_part(
    ticket: Ticket, *, by: By, part: SparePart, quantity: int, version: int | None = None
) -> PartUse:
    """Take parts from the store for this ticket; raises InvalidInput where there are not enough."""
    current = _mine(ticket, by, Stage.ACCEPTED, Stage.ON_SITE, version=version)
    store = SparePart.objects.select_for_update().get(pk=part.pk)
    if not current.owner_path.startswith(store.agency.path) or not store.is_active:
        raise NotAllowed(_("This part is of another agency's store."))
    if not 1 <= quantity <= store.in_stock:
        message = _("There are %s in the store.") % store.in_stock
        raise InvalidInput(message, errors=[fault("quantity", "stock", message)])
    SparePart.objects.filter(pk=store.pk).update(
        in_stock=F("in_stock") - quantity, version=F("version") + 1
    )
    actor, now = by.as_actor(), timezone.now()
    used = PartUse.objects.create(
        ticket=current,
        part=store,
        quantity=quantity,
        price=store.price,
        at=now,
        by=actor.label,
        warranty_to=months_later(timezone.localdate(now), store.warranty_months),
    )
    write(current, actor, "part_used", f"{quantity} × {store.name}")
    record(actor, ticket_fact("part_used", current, part=store.code, quantity=quantity))
    return used


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
