"""Opening tickets: by hand, from a patrol, a citizen or a check; many at once by rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.services import record
from video.register.models import Camera, DeviceState, Platform
from video.repair.models import (
    Fault,
    Priority,
    Source,
    Span,
    Stage,
    Ticket,
    TicketEntry,
    TicketSpan,
)
from video.repair.rulebook import Limits, Rulebook
from video.repair.services.shared import By, fault, refuse, text_of, ticket_fact, write

PART_OF_PLATFORM: Final = (Fault.OFFLINE, Fault.SIGNAL_LOSS)  # what a platform's outage explains
_NEXT: Final = """
    INSERT INTO repair_ticketcounter (year, last) VALUES (%s, %s)
    ON CONFLICT (year) DO UPDATE SET last = repair_ticketcounter.last + EXCLUDED.last
    RETURNING last
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """What is wrong with one camera or platform."""

    device: Camera | Platform
    fault: str
    source: str
    note: str = ""
    priority: int | None = None


@transaction.atomic
def open_ticket(
    *,
    by: By,
    camera: Camera | None = None,
    platform: Platform | None = None,
    fault: str,
    source: str = Source.HAND,
    note: str = "",
    priority: int | None = None,
) -> Ticket:
    """Report a fault of one camera or one platform; goes to its contractor at once.

    Where the same fault is open already, that ticket is answered, with one report more. Raises
    InvalidInput for a device that was removed, an unknown fault or source.
    """
    device = camera or platform
    said = text_of(note, pointer="note", least=0)
    if device is None or (camera and platform):
        raise TypeError("A ticket is about a camera or a platform.")
    _check(device, fault, source)
    _hold(device)
    actor = by.as_actor()
    known = _open_already(device, fault)
    if known:
        return _reported_again(known, actor, said)
    broken = Broken(device=device, fault=fault, source=source, note=said, priority=priority)
    return open_many(actor, [broken])[0]


def _check(device: Camera | Platform, what: str, source: str) -> None:
    faults = []
    if what not in Fault.values or (what == Fault.PLATFORM_DOWN) != isinstance(device, Platform):
        faults.append(fault("fault", "unknown", _("This thing has no such fault.")))
    if source not in Source.values:
        faults.append(fault("source", "unknown", _("There is no such source.")))
    if isinstance(device, Camera) and device.device_state == DeviceState.REMOVED:
        faults.append(fault("camera", "removed", _("This camera was removed.")))
    refuse(faults)


def _hold(device: Camera | Platform) -> None:
    """One report of a device at a time."""
    type(device)._default_manager.select_for_update(no_key=True).get(pk=device.pk)


def _open_already(device: Camera | Platform, what: str) -> Ticket | None:
    rows = Ticket.objects.select_for_update(of=("self",)).filter(state__in=obligations.OPEN)
    mine = {"camera": device} if isinstance(device, Camera) else {"platform": device}
    found: Ticket | None = rows.filter(**mine, fault=what).first()
    return found


def _reported_again(ticket: Ticket, actor: Actor, said: str) -> Ticket:
    Ticket.objects.filter(pk=ticket.pk).update(
        times_reported=F("times_reported") + 1, version=F("version") + 1
    )
    ticket.refresh_from_db()
    write(ticket, actor, "reported_again", said)
    record(actor, ticket_fact("reported_again", ticket))
    return ticket


def open_many(actor: Actor, broken: Sequence[Broken]) -> list[Ticket]:
    """Open a ticket for each, in one moment; the devices are held and have none of that fault.

    A camera on a platform whose outage has a ticket becomes part of that one.
    """
    if not broken:
        return []
    now, book = timezone.now(), Rulebook()
    numbers = _numbers(now, len(broken))
    parents = _parents(broken)
    orders = [
        _order(one, number, parents, book, now) for one, number in zip(broken, numbers, strict=True)
    ]
    made = obligations.issue_many(Ticket, actor, orders)
    TicketSpan.objects.bulk_create([_span(row) for row in made if row.parent_id is None])
    TicketEntry.objects.bulk_create(
        [TicketEntry(ticket=r, at=now, by=actor.label, act="opened", text=r.note) for r in made]
    )
    return made


def _numbers(now: datetime, count: int) -> list[str]:
    """`WXYY-NNNNN` (维修) of the local year, in a row."""
    year = timezone.localtime(now).year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [year, count])
        last: int = cursor.fetchone()[0]
    return [f"WX{year % 100:02d}-{n:05d}" for n in range(last - count + 1, last + 1)]


def _parents(broken: Sequence[Broken]) -> dict[int, Ticket]:
    """Open tickets of outages by platform."""
    keys = {one.device.platform_id for one in broken if isinstance(one.device, Camera)}
    rows = Ticket.objects.filter(
        platform__in=keys - {None}, fault=Fault.PLATFORM_DOWN, state__in=obligations.OPEN
    )
    return {row.platform_id: row for row in rows if row.platform_id}


def _order(
    one: Broken, number: str, parents: dict[int, Ticket], book: Rulebook, now: datetime
) -> tuple[obligations.Order, dict[str, Any]]:
    device = one.device
    is_camera = isinstance(device, Camera)
    parent = None
    if isinstance(device, Camera) and one.fault in PART_OF_PLATFORM:
        parent = parents.get(device.platform_id or 0)
    firm = device.contractor if isinstance(device, Camera) else None
    firm = firm if firm and firm.is_active and firm.is_contractor else None
    priority = one.priority or priority_of(device)
    fields = {
        "number": number,
        "camera" if is_camera else "platform": device,
        "parent": parent,
        "fault": one.fault,
        "source": one.source,
        "priority": priority,
        "note": one.note,
        "in_warranty": under_warranty(device, now),
    }
    due = now + timedelta(minutes=book.rule(device.agency.path).assign_min)
    sign_by = None
    if firm:
        limits = book.limits(device.agency.path, class_of(device), priority)
        fields |= assigned(limits, now) | {"contractor": firm}
        due = sign_by = now + timedelta(minutes=limits.accept_min)
    order = obligations.Order(
        owner_path=device.agency.path,
        title=f"{number} {device.name}"[:120],
        subject_type="camera" if is_camera else "platform",
        subject_id=device.code,
        issued_at=now,
        sign_by=sign_by,
        due_at=parent.due_at if parent else due,
    )
    return order, fields


def assigned(limits: Limits, at: datetime) -> dict[str, Any]:
    """What a ticket keeps of the SLA it is assigned under."""
    kept = {name: getattr(limits, name) for name in limits.__dataclass_fields__}
    fix_due_at = at + timedelta(minutes=limits.fix_min)
    return kept | {"stage": Stage.ASSIGNED, "assigned_at": at, "fix_due_at": fix_due_at}


def class_of(device: Camera | Platform) -> str | None:
    """The class whose SLA holds; a platform has none."""
    return str(device.camera_class_id) if isinstance(device, Camera) else None


def priority_of(device: Camera | Platform) -> int:
    """A platform is urgent, a key target high, any other camera medium."""
    if isinstance(device, Platform):
        return Priority.URGENT
    return Priority.HIGH if device.is_key_target else Priority.MEDIUM


def under_warranty(device: Camera | Platform, at: datetime) -> bool:
    """Whether the camera's own warranty holds on that local day."""
    until = device.warranty_to if isinstance(device, Camera) else None
    return until is not None and timezone.localdate(at) < until


def _span(row: Ticket) -> TicketSpan:
    span = Span.ACCEPT if row.contractor_id else Span.ASSIGN
    return TicketSpan(
        ticket=row, round=row.round, span=span, from_at=row.issued_at, due_at=row.due_at
    )
