"""After a mediation: notice, performance, breach, visits, the end, another beginning."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.services import record
from grid.organisation.writing import fault, refuse
from mediation.flow import owed, refusals, table
from mediation.flow.models import Assignment, Performance, Revisit, StepKind, Transfer
from mediation.flow.services.work import LATE, Work, begin, hold, open_course, said_at, text_of
from mediation.flow.standing import last_course
from mediation.flow.table import WITHOUT_AGREEMENT, Event
from mediation.register.acting import By
from mediation.register.models import Dispute
from mediation.register.told import dispute_fact

Stage = Dispute.Stage
VISITED_AT = frozenset({Stage.FULFILLING, *WITHOUT_AGREEMENT, Stage.TRANSFERRED})
STEP_OF = {Revisit.Kind.DAY_7: StepKind.REVISIT_7, Revisit.Kind.DAY_30: StepKind.REVISIT_30}


@transaction.atomic
def give_notice(dispute: Dispute, *, by: By, way: str, version: int | None = None) -> Dispute:
    """The parties were told of arbitration, administrative and court ways, and how (art. 26)."""
    said = text_of(way, "way", least=2, most=60)
    work = hold(dispute, Event.REVISIT, by=by, version=version)
    row, course = work.dispute, last_course(work.dispute)
    if row.stage not in WITHOUT_AGREEMENT or course is None:
        raise refusals.not_from_here(Event.REVISIT, row)
    course.notice_at, course.notice_by, course.notice_way = work.now, work.actor.label, said
    course.save()
    _plain(work, "notice_given", StepKind.GIVE_NOTICE)
    return _revisited(work, by)


def _plain(work: Work, kind: str, done: StepKind, **payload: Any) -> None:
    """Something that moves no stage: saved, told, its step done."""
    work.dispute.save()
    told = owed.settle(work.dispute, work.actor, done=[done])
    record(work.actor, dispute_fact(kind, work.dispute, **payload), *told)


def _revisited(work: Work, by: By) -> Dispute:
    """Stand at revisited once nothing bars it any more."""
    row = work.dispute
    following = hold(row, Event.REVISIT, by=by)
    if not table.may(Event.REVISIT, Stage(following.dispute.stage), following.standing()):
        return row
    return following.end(to=Stage.REVISITED)


@transaction.atomic
def fulfil(
    performance: Performance, *, by: By, note: str = "", at: datetime | None = None
) -> Dispute:
    """One thing of the agreement was done; whoever says so saw it."""
    work, row = _promised(performance, by)
    faults: list[FieldError] = []
    row.done_at = said_at(at, work.now, faults, "at")
    refuse(faults)
    row.done_by, row.note = work.actor.label, note.strip() or None
    row.save()
    _plain(work, "performed", StepKind.PERFORM, due_on=row.due_on.isoformat())
    return _revisited(work, by)


def _promised(performance: Performance, by: By) -> tuple[Work, Performance]:
    work = hold(performance.dispute, Event.REVISIT, by=by)
    row = Performance.objects.select_for_update().get(pk=performance.pk)
    if work.dispute.stage != Stage.FULFILLING or row.done_at or row.breached_at:
        raise refusals.not_from_here(Event.REVISIT, work.dispute)
    if work.dispute.is_suspended:
        raise refusals.barred([table.Bar.SUSPENDED])
    return work, row


@transaction.atomic
def breach(performance: Performance, *, by: By, note: str) -> Dispute:
    """One thing of the agreement is not done: the dispute is taken up again in the same moment."""
    said = text_of(note, "note")
    work, row = _promised(performance, by)
    row.breached_at, row.note = work.now, said
    row.save()
    work.dispute.save()
    told = dispute_fact("breached", work.dispute, due_on=row.due_on.isoformat())
    record(work.actor, told)
    return reopen(work.dispute, by=by, reason=said)


@transaction.atomic
def revisit(
    dispute: Dispute,
    *,
    by: By,
    kind: str,
    way: str,
    feedback: str,
    at: datetime | None = None,
    satisfied: str = Revisit.Satisfied.UNSAID,
    is_quiet: bool = True,
    is_performed: bool | None = None,
    version: int | None = None,
) -> Revisit:
    """Write down a visit afterwards with what the parties say; the last one owed ends the visits.

    The visit after 30 days stands for none that was not made after 7.
    """
    work = hold(dispute, Event.REVISIT, by=by, version=version)
    row = work.dispute
    course = last_course(row)
    if row.stage not in VISITED_AT or course is None or _is_waiting(work):
        raise refusals.not_from_here(Event.REVISIT, row)
    if row.is_suspended:
        raise refusals.barred([table.Bar.SUSPENDED])
    faults: list[FieldError] = []
    when = said_at(at, work.now, faults, "at")
    said = {"kind": (kind, Revisit.Kind), "way": (way, Revisit.Way)}
    said["satisfied"] = (satisfied, Revisit.Satisfied)
    for name, (value, choices) in said.items():
        if value not in choices.values:
            faults.append(fault(name, "unknown", _("There is no such choice.")))
    refuse(faults)
    made = Revisit.objects.create(
        dispute=row,
        course=course,
        kind=kind,
        way=way,
        at=when,
        by=work.actor.label,
        is_quiet=is_quiet,
        is_performed=is_performed,
        satisfied=satisfied,
        feedback=text_of(feedback, "feedback"),
        is_late=work.now - when > LATE,
    )
    row.last_contact_at = max(row.last_contact_at, when)
    step = STEP_OF.get(Revisit.Kind(kind), StepKind.REVISIT_7)
    _plain(work, "visited_after", step, visit=kind, is_quiet=is_quiet, satisfied=satisfied)
    _revisited(work, by)
    return made


def _is_waiting(work: Work) -> bool:
    """Whether a transfer is not yet signed for: until then the sender visits nobody."""
    return Transfer.objects.filter(dispute=work.dispute, answer="").exists()


@transaction.atomic
def close(dispute: Dispute, *, by: By, summary: str = "", version: int | None = None) -> Dispute:
    """The case is over; it waits for its archive."""
    work = begin(dispute, Event.CLOSE, by=by, version=version)
    work.dispute.closed_at = work.now
    return work.end(to=Stage.CLOSED, text=summary.strip(), done=(StepKind.CLOSE,))


@transaction.atomic
def reopen(dispute: Dispute, *, by: By, reason: str, version: int | None = None) -> Dispute:
    """Take it up again, in a new course for which every party is asked anew."""
    said = text_of(reason)
    work = begin(dispute, Event.REOPEN, by=by, version=version)
    row = work.dispute
    row.closed_at = None
    is_given = row.body_id is not None and _is_given(row)
    if not is_given:
        row.body = None
    course = open_course(row)
    to = Stage.ASSIGNED if is_given else Stage.ASSESSED
    return work.end(to=to, text=said, course=course.number)


def _is_given(dispute: Dispute) -> bool:
    return Assignment.objects.filter(dispute=dispute, ended_at__isnull=True).exists()
