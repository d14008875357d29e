"""What units do: their status, told by themselves or on their behalf, and who is in them."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import ClientSystem, Officer
from grid.rights import Right
from patrol.units.models import CrewPosting, StatusEntry, Unit
from patrol.units.selectors import brief, in_crew, unit_of

CLOCK_SKEW: Final = timedelta(minutes=2)  # of a phone whose clock runs ahead
CHANNELS: Final = ("phone", "radio", "screen", "form", "api")


@transaction.atomic
def set_status(
    unit: Unit,
    status: Unit.Status,
    *,
    actor: Actor,
    at: datetime | None = None,
    note: str = "",
    version: int | None = None,
) -> Unit:
    """Say what the unit is doing from `at` on (now by default); the same status is no change.

    Raises StaleVersion when somebody changed the unit since `version` was read.
    """
    current = _held(unit)
    if version is not None and version != current.version:
        raise StaleVersion(
            _("Somebody changed this unit since you read it."),
            your_version=version,
            current_version=current.version,
        )
    if current.status == status and not note:
        return current
    was = current.status
    current.status, current.status_note = status, note[:120]
    current.status_since = at or max(timezone.now(), current.status_since)
    current.version += 1
    current.save(update_fields=["status", "status_note", "status_since", "version"])
    _note(current, status, at=current.status_since, note=note, actor=actor)
    record(actor, status_fact(current, was=was))
    return current


def _held(unit: Unit) -> Unit:
    """The row as it is now, locked until commit; others may refer to it meanwhile."""
    rows = Unit.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("agency", "station").get(pk=unit.pk)


@transaction.atomic
def report_status(
    unit: Unit, status: Unit.Status, *, by: Officer | ClientSystem, channel: str = "", **said: Any
) -> Unit:
    """What somebody says of a unit: her own one by herself, any in scope by whoever dispatches.

    `said` may hold at, note, version. A word that arrives after a later one is written into the
    history and leaves the status alone: a phone that was offline does not undo what came after.
    Raises NotAllowed for another's unit, InvalidInput for a time to come.
    """
    own = isinstance(by, Officer) and unit_of(by) == unit
    if not own and not _speaks_for_others(by):
        raise NotAllowed(_("You may set the status of your own unit only."))
    at = said.get("at")
    if at and at > timezone.now() + CLOCK_SKEW:
        raise _fault("at", _("This time has not come yet."))
    actor = by.as_actor(**({"channel": channel} if channel else {}))
    if not own:
        actor = on_behalf(actor, unit)
    current = _held(unit)  # of two words at once the later one by the clock must stand
    if at is not None and at < current.status_since and said.get("version") is None:
        _note(current, status, at=at, note=said.get("note", ""), actor=actor)
        record(actor, _unit_fact("patrol.unit_status_late", current, to=status, at=at.isoformat()))
        return current
    return set_status(current, status, actor=actor, **said)


def on_behalf(actor: Actor, unit: Unit) -> Actor:
    """The same actor, speaking for a unit."""
    return Actor(
        kind=actor.kind,
        id=actor.id,
        label=actor.label,
        agency_path=actor.agency_path,
        channel=actor.channel,
        on_behalf_of=unit.call_sign,
    )


@transaction.atomic
def post_crew(unit: Unit, *, by: Actor, officer: Officer | None = None, **said: Any) -> CrewPosting:
    """Put an officer, or an auxiliary or partner by name, into the unit.

    `said` may hold name, kind, post, is_leader, is_support, valid_from, valid_to. An officer's
    former posting ends when the new one begins; support leaves it and must have an end.

    Raises InvalidInput where neither or both are named, support has no end, or the end comes first;
    LostRace where the officer was put into another unit at the same moment.
    """
    made = CrewPosting(unit=unit, officer=officer, **said)
    _check_posting(made)
    if officer is not None:
        Officer.objects.select_for_update().get(pk=officer.pk)
        _leave_former(made)
    if made.is_leader:
        unit.crew.filter(in_crew(made.valid_from), is_leader=True).update(is_leader=False)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise LostRace(_("This officer was just put into another unit.")) from error
    record(by, _unit_fact("patrol.crew_posted", unit, **_posting_words(made)))
    return made


@transaction.atomic
def end_crew(posting: CrewPosting, *, by: Actor, at: datetime | None = None) -> CrewPosting:
    """Let somebody leave the unit; raises LostRace where she has left already."""
    row = CrewPosting.objects.select_for_update(of=("self",)).select_related("unit__agency")
    current = row.get(pk=posting.pk)
    at = at or timezone.now()
    if current.valid_to is not None and current.valid_to <= at:
        raise LostRace(_("This posting has ended already."), at=current.valid_to.isoformat())
    # A posting that never began to hold would end before it began.
    current.valid_to = max(at, current.valid_from + timedelta(seconds=1))
    current.save(update_fields=["valid_to"])
    record(by, _unit_fact("patrol.crew_left", current.unit, **_posting_words(current)))
    return current


def status_fact(unit: Unit, *, was: str) -> Fact:
    """`patrol.unit_status_changed` with the unit's brief and what it was before."""
    return Fact(
        kind="patrol.unit_status_changed",
        subject_type="unit",
        subject_id=unit.call_sign,
        subject_version=unit.version,
        agency_path=unit.agency.path,
        payload=brief(unit) | {"from": was, "to": unit.status},
        happened_at=unit.status_since,
    )


def _speaks_for_others(by: Officer | ClientSystem) -> bool:
    if isinstance(by, ClientSystem):
        return True
    return by.has_right(Right.DISPATCH_ASSIGN) or by.has_right(Right.UNIT_MANAGE)


def _note(unit: Unit, status: str, *, at: datetime, note: str, actor: Actor) -> None:
    StatusEntry.objects.create(
        unit=unit,
        status=status,
        happened_at=at,
        note=note[:120],
        actor_label=actor.label,
        channel=actor.channel,
    )


def _check_posting(made: CrewPosting) -> None:
    if bool(made.officer) == bool(made.name):
        raise _fault("officer", _("Name an officer, or give the name of somebody without account."))
    if made.is_support and made.valid_to is None:
        raise _fault("valid_to", _("Temporary support needs its last moment."))
    if made.valid_to is not None and made.valid_to <= made.valid_from:
        raise _fault("valid_to", _("The end comes before the beginning."))


def _leave_former(made: CrewPosting) -> None:
    """End the officer's open posting of the same sort, so that she is in one unit at a time."""
    begins = made.valid_from
    former = CrewPosting.objects.filter(
        in_crew(begins), officer=made.officer, is_support=made.is_support
    )
    for posting in former:
        posting.valid_to = max(begins, posting.valid_from + timedelta(seconds=1))
        posting.save(update_fields=["valid_to"])


def _posting_words(posting: CrewPosting) -> dict[str, Any]:
    """Badge and kind; the name of somebody without an account stays out of the ledger."""
    return {
        "badge": posting.officer.badge_number if posting.officer else "",
        "as": posting.kind,
        "is_support": posting.is_support,
        "until": posting.valid_to.isoformat() if posting.valid_to else None,
    }


def _unit_fact(kind: str, unit: Unit, **more: Any) -> Fact:
    return Fact(
        kind=kind,
        subject_type="unit",
        subject_id=unit.call_sign,
        subject_version=unit.version,
        agency_path=unit.agency.path,
        payload=brief(unit) | more,
    )


def _fault(field: str, message: str) -> InvalidInput:
    fault = FieldError(pointer=f"/{field}", code="invalid", message=message)
    return InvalidInput(message, errors=[fault])
