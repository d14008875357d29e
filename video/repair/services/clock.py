"""What the clock does: late spans are marked once, faults get tickets, what came back needs none.

Each looks for candidates, holds what is free and looks again; whatever another worker or a step
holds is left for the next time.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.ledger import obligations
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record
from video.register.models import Camera, Platform
from video.repair import candidates
from video.repair.models import Fault, Source, Ticket, TicketSpan
from video.repair.rulebook import Rulebook
from video.repair.services.grouping import take_in
from video.repair.services.managing import end
from video.repair.services.opening import PART_OF_PLATFORM, Broken, open_many
from video.repair.services.shared import JOINS, ticket_fact

AT_ONCE: Final = 200


@transaction.atomic
def mark_late(*, now: datetime | None = None) -> int:
    """Mark each running span that is late, once, with its own fact; answers how many."""
    at = now or timezone.now()
    rows = Ticket.objects.select_for_update(skip_locked=True, of=("self",)).select_related(*JOINS)
    late = rows.filter(
        state__in=obligations.OPEN, due_at__lt=at, overdue_at__isnull=True, parent__isnull=True
    )
    found = list(late.order_by("due_at", "pk")[:AT_ONCE])
    TicketSpan.objects.filter(ticket__in=found, to_at__isnull=True).update(overdue_at=at)
    running = dict(
        TicketSpan.objects.filter(ticket__in=found, to_at__isnull=True).values_list(
            "ticket_id", "span"
        )
    )
    for row in found:
        row.overdue_at, row.version = at, row.version + 1
        row.save(update_fields=["overdue_at", "version"])
    record(PLATFORM, *(_late_fact(row, running.get(row.pk, "")) for row in found))
    return len(found)


def _late_fact(row: Ticket, span: str) -> Fact:
    key = f"repair.ticket:{row.pk}:{row.round}:{span}:{row.due_at.isoformat()}"
    return ticket_fact("overdue", row, span=span, dedupe_key=key)


@transaction.atomic
def open_by_rule(*, now: datetime | None = None) -> int:
    """Open tickets for what was not reached too long and for faults of pictures; how many.

    One ticket for the outage of a platform, none for the cameras behind it; what stood open of
    those becomes part of it. Never a second ticket for the same fault.
    """
    at, book = now or timezone.now(), Rulebook()
    made = _open_platforms(book, at)
    made += _open_cameras(book, at)
    return made


def _open_platforms(book: Rulebook, at: datetime) -> int:
    down = candidates.platforms_down(book, at)
    held = Platform.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    free = list(held.filter(pk__in=down[:AT_ONCE]).select_related("agency").order_by("pk"))
    still = candidates.platforms_down(book, at)
    broken = [
        Broken(device=row, fault=Fault.PLATFORM_DOWN, source=Source.RULE)
        for row in free
        if row.pk in set(still)
    ]
    for parent in open_many(PLATFORM, broken):
        take_in(parent, _behind(parent), PLATFORM)
    return len(broken)


def _behind(parent: Ticket) -> list[Ticket]:
    """Open tickets of cameras on the platform or below it that its outage explains."""
    if parent.platform_id is None:
        return []
    rows = Ticket.objects.select_for_update(of=("self",)).filter(
        camera__platform__in=candidates.with_those_below(parent.platform_id),
        fault__in=PART_OF_PLATFORM,
        state__in=obligations.OPEN,
        parent__isnull=True,
    )
    waiting = rows.filter(fixed_at__isnull=True).select_related(*JOINS)
    return list(waiting.order_by("pk")[: AT_ONCE * 5])


def _open_cameras(book: Rulebook, at: datetime) -> int:
    found = candidates.cameras(book, at, most=AT_ONCE)
    held = Camera.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    free = held.filter(pk__in={pk for pk, _fault, _source in found})
    joined = free.select_related("agency", "camera_class", "contractor").order_by("pk")
    devices = {row.pk: row for row in joined}
    still = set(candidates.cameras(book, at, most=AT_ONCE))
    broken = [
        Broken(device=devices[pk], fault=fault, source=source)
        for pk, fault, source in found
        if pk in devices and (pk, fault, source) in still
    ]
    return len(open_many(PLATFORM, broken))


@transaction.atomic
def cancel_recovered(*, now: datetime | None = None) -> int:
    """Take back what the rule opened and nobody took on, where the device came back by itself."""
    at = now or timezone.now()
    rows = Ticket.objects.select_for_update(skip_locked=True, of=("self",)).select_related(*JOINS)
    free = list(rows.filter(pk__in=candidates.recovered(at)).order_by("pk")[:AT_ONCE])
    book, done = Rulebook(), 0
    for row in free:
        back_for = at - candidates.back_since(row, at)
        if back_for >= timedelta(minutes=book.rule(row.owner_path).recovered_min):
            end(row, PLATFORM, _("It came back by itself."))
            done += 1
    return done
