"""What every write of a ticket needs: who acts, the row held until commit, its clock, its facts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep, InvalidInput, LostRace, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.obligations import brief
from grid.organisation.models import Agency
from grid.rights import Right
from video.repair.models import Span, Stage, Ticket, TicketEntry, TicketSpan

SHORTEST: Final = 4  # characters of a reason
LONGEST: Final = 200
JOINS: Final = (
    "camera__agency",
    "camera__camera_class",
    "platform__agency",
    "contractor",
    "parent",
)


class By(Protocol):
    """Whoever writes: an officer, somebody of a contractor, or a client system."""

    @property
    def agency(self) -> Agency: ...
    @property
    def agency_path(self) -> str: ...
    @property
    def rights(self) -> frozenset[Right]: ...
    def as_actor(self, *, channel: str = ...) -> Actor: ...


def id_of(actor: Actor) -> str:
    """Kind and id, for the rule that two are needed."""
    return f"{actor.kind}:{actor.id}"


def fault(pointer: str, code: str, message: str) -> FieldError:
    """One fault of an input; `pointer` without its first slash."""
    return FieldError(pointer=f"/{pointer}", code=code, message=message)


def refuse(faults: Sequence[FieldError]) -> None:
    """Raise InvalidInput where there is any fault, naming every one."""
    if faults:
        raise InvalidInput(str(faults[0]["message"]), errors=faults)


def text_of(text: str, *, pointer: str, least: int = SHORTEST) -> str:
    """The text without blanks around it; raises InvalidInput for too little or too much."""
    said = text.strip()
    if not least <= len(said) <= LONGEST:
        told = {"least": least, "most": LONGEST}
        message = _("Between %(least)s and %(most)s characters") % told
        refuse([fault(pointer, "length", message)])
    return said


def check_version(row: Any, version: int | None) -> None:
    """Raises StaleVersion with both versions."""
    if version is not None and version != row.version:
        raise StaleVersion(
            _("It was changed since you read it."), yours=version, current=row.version
        )


def locked(ticket: Ticket, *stages: Stage, version: int | None = None) -> Ticket:
    """The ticket's row until commit, standing at one of the stages and part of no other.

    Raises LostRace where somebody took this very step already, StaleVersion, or IllegalStep.
    """
    rows = Ticket.objects.select_for_update(of=("self",)).select_related(*JOINS)
    current: Ticket = rows.get(pk=ticket.pk)
    if current.stage not in stages:
        raise _too_late(current, ticket)
    check_version(current, version)
    if current.parent:
        text = _("It is part of %s, which takes the steps for it.") % current.parent.number
        raise IllegalStep(text, parent=current.parent.number)
    return current


def _too_late(current: Ticket, seen: Ticket) -> LostRace | IllegalStep:
    if current.stage != seen.stage and (last := current.entries.last()):
        return LostRace(_("%s was first.") % last.by, winner=last.by, at=last.at)
    return IllegalStep(
        _("This step is not possible from here."), stage=str(Stage(current.stage).label)
    )


def begin(ticket: Ticket, span: Span, due_at: datetime, at: datetime) -> None:
    """End the running span and begin another; the ticket is due when that is, and late no more."""
    stop(ticket, at)
    TicketSpan.objects.create(
        ticket=ticket, round=ticket.round, span=span, from_at=at, due_at=due_at
    )
    ticket.due_at, ticket.overdue_at = due_at, None


def stop(ticket: Ticket, at: datetime) -> None:
    """End the running span."""
    ticket.spans.filter(to_at__isnull=True).update(to_at=at)


def keep(ticket: Ticket, actor: Actor, act: str, text: str = "") -> None:
    """Save the ticket as its next version, with a line in its history."""
    ticket.version += 1
    ticket.save()
    write(ticket, actor, act, text)


def write(ticket: Ticket, actor: Actor, act: str, text: str = "") -> None:
    """A line in the ticket's history."""
    TicketEntry.objects.create(
        ticket=ticket, at=timezone.now(), by=actor.label, act=act, text=text[:LONGEST]
    )


def ticket_fact(step: str, ticket: Ticket, **more: Any) -> Fact:
    """A fact of a ticket; `reason` goes to the audit chain only."""
    given = {name: more.pop(name) for name in ("reason", "dedupe_key") if name in more}
    return Fact(
        kind=f"video.ticket_{step}",
        subject_type="ticket",
        subject_id=ticket.number,
        subject_version=ticket.version,
        agency_path=ticket.owner_path,
        priority=ticket.priority,
        payload=brief(ticket) | ticket.details() | more,
        **given,
    )
