"""What every step of a request does: take its row, say why not, tell what happened."""

from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep, InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger.facts import Fact
from grid.organisation.models import Officer
from video.footage.models import FootageRequest

SUBJECT: Final = "footage_request"
SHORTEST_REASON: Final = 4
State = FootageRequest.State


def locked(request: FootageRequest, *, by: Officer, version: int | None) -> FootageRequest:
    """The row for this transaction; raises StaleVersion (412) where it changed since it was read.

    Whoever acts is of the request's unit or of one above it, whatever route led here.
    """
    rows = FootageRequest.objects.select_for_update(of=("self",))
    row = rows.select_related("agency", "requester").get(pk=request.pk)
    if not row.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("This request is outside your scope."))
    if version is not None and row.version != version:
        text = _("It was changed since you read it.")
        raise StaleVersion(text, yours=version, current=row.version)
    return row


def not_the_requester(row: FootageRequest, by: Officer, message: str) -> None:
    """Nobody decides, masks or hands out what she asked for herself; raises NotAllowed."""
    if row.requester_id == by.pk:
        raise NotAllowed(message)


def expect(row: FootageRequest, *states: str) -> None:
    """Raises LostRace where another has decided already, IllegalStep for any other state."""
    if row.state in states:
        return
    winner = row.refused_by or row.second_approver
    at = row.ended_at if row.refused_by_id else row.second_at
    is_deciding = State.SIGNED in states and State.APPROVED not in states
    if winner is not None and is_deciding:
        raise LostRace(_("%s was first.") % winner, winner=str(winner), at=at, state=row.state)
    raise IllegalStep(_("This step is not possible from here."), state=row.state)


def move(row: FootageRequest, **changes: Any) -> None:
    """Write the changes and the next version; what is over is stamped."""
    for name, value in changes.items():
        setattr(row, name, value)
    if not row.is_open and row.ended_at is None:
        row.ended_at = timezone.now()
    row.version += 1
    row.save()


def officers_alone() -> NotAllowed:
    """The refusal a client system hears: the register names persons (decree 799 art. 16)."""
    return NotAllowed(_("An officer does this, by name; a system cannot."))


def reason_of(text: str) -> str:
    """The reason, at least four characters; raises InvalidInput."""
    said = text.strip()
    if len(said) < SHORTEST_REASON:
        raise invalid("/reason", "too_short", _("Give a reason of four characters or more."))
    return said[:200]


def invalid(pointer: str, code: str, message: str) -> InvalidInput:
    """One fault of one field."""
    return InvalidInput(message, errors=[FieldError(pointer=pointer, code=code, message=message)])


def request_fact(
    step: str, row: FootageRequest, *, reason: str = "", priority: int | None = None
) -> Fact:
    """A fact about a request: number, kind and state; neither purpose nor person."""
    return Fact(
        kind=f"footage.request_{step}",
        subject_type=SUBJECT,
        subject_id=row.number,
        subject_version=row.version,
        agency_path=row.agency.path,
        priority=priority,
        payload={
            "number": row.number,
            "request_kind": row.kind,
            "state": row.state,
            "agency": row.agency.name,
            "case_number": row.case_number,
            "requester": row.requester.badge_number,
        },
        reason=reason,
    )
