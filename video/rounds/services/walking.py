"""A run is looked through camera by camera; what was not is said, with why."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import DomainError, IllegalStep, NotAllowed
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import fault, locked, nameless, refuse
from video.register.models import DeviceState
from video.repair.models import Fault, Source
from video.repair.services import open_ticket
from video.rounds.models import RoundLook, RoundRun, UnseenReason, VideoRound
from video.rounds.services.teams import rule_of

EARLIEST: Final = timedelta(minutes=15)  # one may begin so long before it is due
AT_ONCE: Final = 200
State = RoundRun.State
Result = RoundLook.Result


def run_fact(kind: str, run: RoundRun, **payload: Any) -> Fact:
    """A fact about a run, `kind` without the prefix; its round and team should be joined."""
    return Fact(
        kind=f"video.{kind}",
        subject_type="video_run",
        subject_id=str(run.pk),
        subject_version=run.version,
        agency_path=run.round.team.agency.path,
        payload={
            "round": run.round_id,
            "name": run.round.name,
            "team": run.round.team.name,
            "due_start": run.due_start.isoformat(),
            "due_end": run.due_end.isoformat(),
            "badge": run.walker.badge_number if run.walker else "",
        }
        | payload,
    )


def counts(run: RoundRun) -> dict[str, int]:
    """How many cameras of a run are seen, unseen, without picture, still to look at."""
    found = run.looks.order_by().values_list("result").annotate(n=Count("pk"))
    return {str(word): 0 for word in Result.values} | dict(found)


@transaction.atomic
def start_run(run: RoundRun, *, officer: Officer, version: int | None = None) -> RoundRun:
    """Begin a due run: its cameras as the list has them now. Raises IllegalStep, StaleVersion."""
    row, now = locked(run, version), timezone.now()
    if row.state != State.DUE:
        raise IllegalStep(_("This run is not due any more."), state=row.state)
    if now < row.due_start - EARLIEST:
        raise IllegalStep(_("A run begins 15 minutes before it is due at the earliest."))
    return _begun(row, officer, now)


@transaction.atomic
def start_extra(plan: VideoRound, *, officer: Officer) -> RoundRun:
    """Look through a round now, outside its plan. Raises IllegalStep."""
    now = timezone.now()
    if not plan.is_active:
        raise IllegalStep(_("This round has ended."))
    due_end = now + timedelta(minutes=plan.minutes)
    return _begun(RoundRun(round=plan, due_start=now, due_end=due_end, is_extra=True), officer, now)


def _begun(row: RoundRun, officer: Officer, now: datetime) -> RoundRun:
    row.state, row.walker, row.started_at = State.ACTIVE, officer, now
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise IllegalStep(_("You are on another run; end it first.")) from error
    listed = row.round.listed.exclude(camera__device_state=DeviceState.REMOVED)
    RoundLook.objects.bulk_create(
        RoundLook(run=row, camera_id=one.camera_id, order=one.order) for one in listed
    )
    record(officer.as_actor(), run_fact("round_started", row, cameras=row.looks.count()))
    return row


def _held(run: RoundRun, officer: Officer) -> RoundRun:
    row = locked(run)
    if row.state != State.ACTIVE:
        raise IllegalStep(_("This run is over."), state=row.state)
    if row.walker_id != officer.pk:
        raise NotAllowed(_("Another officer looks through this run."))
    return row


@transaction.atomic
def look(
    one: RoundLook, *, officer: Officer, result: str, reason: str = "", note: str = ""
) -> RoundLook:
    """Say what one camera of a run showed: `seen`, `unseen` with a reason, or `no_picture`.

    No picture opens a repair ticket, or counts on the open one. It may be put right until the
    run is over. Raises InvalidInput, IllegalStep, NotAllowed for another officer's run.
    """
    run = _held(one.run, officer)
    row = RoundLook.objects.select_related("camera__agency").get(pk=one.pk)
    faults = nameless("note", note)
    if result not in (Result.SEEN, Result.UNSEEN, Result.NO_PICTURE):
        faults.append(fault("result", "invalid", _("Say seen, not seen or no picture.")))
    if result == Result.UNSEEN and reason not in UnseenReason.values:
        faults.append(fault("reason", "required", _("Say why it was not looked at.")))
    refuse(faults)
    row.result, row.note, row.at = result, note.strip(), timezone.now()
    row.reason = reason if result == Result.UNSEEN else ""
    if result == Result.NO_PICTURE and not row.ticket_number:
        row.ticket_number = _ticket(row, officer)
    row.version += 1
    row.save()
    run.save(update_fields=["version"])
    said = {"camera": row.camera.code, "result": result, "reason": row.reason}
    record(officer.as_actor(), run_fact("camera_looked", run, ticket=row.ticket_number, **said))
    return row


def _ticket(row: RoundLook, officer: Officer) -> str:
    """The number of the ticket of a camera without picture; empty where none can be opened."""
    try:
        with transaction.atomic():
            made = open_ticket(
                by=officer,
                camera=row.camera,
                fault=Fault.SIGNAL_LOSS,
                source=Source.PATROL,
                note=row.note,
            )
    except DomainError:  # a camera that was removed since: the look counts all the same
        return ""
    return made.number


@transaction.atomic
def end_run(
    run: RoundRun, *, officer: Officer, rest: str = "", note: str = "", version: int | None = None
) -> RoundRun:
    """End a run; what was not looked at is not seen, for the reason given as `rest`.

    Raises InvalidInput where cameras are left without a reason, IllegalStep, NotAllowed.
    """
    locked(run, version)
    row = _held(run, officer)
    faults = nameless("note", note)
    if row.looks.filter(result=Result.PENDING).exists() and rest not in UnseenReason.values:
        faults.append(fault("rest", "required", _("Say why the others were not looked at.")))
    refuse(faults)
    row.note = note.strip()
    return _ended(row, by=officer.as_actor(), rest=rest)


def _ended(row: RoundRun, *, by: Actor, rest: str) -> RoundRun:
    now = timezone.now()
    row.looks.filter(result=Result.PENDING).update(result=Result.UNSEEN, reason=rest, at=now)
    row.state, row.ended_at = State.DONE, now
    row.save()
    record(by, run_fact("round_done", row, **counts(row)))
    return row


@transaction.atomic
def cancel_run(run: RoundRun, *, by: Actor, reason: str, version: int | None = None) -> RoundRun:
    """Call a due run off. Raises IllegalStep once it began, InvalidInput without a reason."""
    row = locked(run, version)
    if row.state != State.DUE:
        raise IllegalStep(_("Only a run nobody began is called off."), state=row.state)
    faults = nameless("reason", reason)
    if len(reason.strip()) < 4:
        faults.append(fault("reason", "required", _("Say why it is called off.")))
    refuse(faults)
    row.state, row.ended_at, row.note = State.CANCELLED, timezone.now(), reason.strip()
    row.save()
    record(by, run_fact("round_cancelled", row, reason=row.note))
    return row


@transaction.atomic
def keep_time(*, now: datetime) -> None:
    """Runs past their end are over or missed; those not begun in their grace are told once."""
    rule = cache(rule_of)

    def grace(row: RoundRun) -> timedelta:
        return timedelta(minutes=rule(row.round.team.agency.path).start_grace_min)

    for row in _due(State.ACTIVE).filter(due_end__lt=now)[:AT_ONCE]:
        if row.due_end + grace(row) < now:
            row.version += 1
            _ended(row, by=PLATFORM, rest=UnseenReason.TIME)
    for row in _due(State.DUE).filter(due_end__lte=now)[:AT_ONCE]:
        row.state, row.ended_at, row.version = State.MISSED, now, row.version + 1
        row.save()
        record(PLATFORM, run_fact("round_missed", row))
    for row in _due(State.DUE).filter(due_start__lt=now, overdue_at__isnull=True)[:AT_ONCE]:
        if row.due_start + grace(row) < now:
            row.overdue_at, row.version = now, row.version + 1
            row.save()
            record(PLATFORM, run_fact("round_start_overdue", row))


def _due(state: RoundRun.State) -> QuerySet[RoundRun]:
    rows = RoundRun.objects.select_for_update(of=("self",), skip_locked=True).filter(state=state)
    return rows.select_related("round__team__agency", "walker").order_by("due_start", "pk")
