"""Who mediates: given to a body and its mediators, declared too near, raised a level."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.organisation.writing import fault, refuse
from mediation.flow import owed, rulebook
from mediation.flow.conflicts import NEVER, Conflict, conflicts
from mediation.flow.models import Assignment, Course, Escalation, Outcome, StepKind
from mediation.flow.refusals import ConflictOfInterest
from mediation.flow.services.consents import begin_if_agreed
from mediation.flow.services.work import Work, begin, text_of
from mediation.flow.standing import last_course, next_level
from mediation.flow.table import Event
from mediation.mediators.models import MediationBody, Mediator
from mediation.register.acting import By
from mediation.register.models import Dispute

Stage = Dispute.Stage


@transaction.atomic
def assign(
    dispute: Dispute,
    *,
    by: By,
    body: MediationBody,
    mediators: Sequence[Mediator] = (),
    chosen_by_parties: bool = False,
    conflict_reason: str = "",
    version: int | None = None,
) -> Dispute:
    """Give it to a body and, where they are known, to its mediators.

    Where all parties have agreed already the mediation begins with it. Raises ConflictOfInterest
    for a mediator who is a party, or is near to one and no reason says why she mediates
    nevertheless; InvalidInput for one of another body or who serves no more.
    """
    work = begin(dispute, Event.ASSIGN, by=by, version=version)
    row = work.dispute
    _serving(body, mediators)
    nearness = {one.pk: conflicts(row, one) for one in mediators}
    _accepted(mediators, nearness, conflict_reason)
    now = work.now
    given: list[Mediator | None] = [*mediators] or [None]
    Assignment.objects.filter(dispute=row, ended_at__isnull=True).update(ended_at=now)
    Assignment.objects.bulk_create(
        Assignment(
            dispute=row,
            body=body,
            mediator=one,
            chosen_by_parties=chosen_by_parties,
            given_at=now,
            given_by=work.actor.label,
            conflicts=[item.value for item in nearness[one.pk]] if one else [],
            conflict_reason=conflict_reason.strip() or None,
        )
        for one in given
    )
    row.body = body
    course = work.course
    Course.objects.filter(pk=course.pk).update(body=body)
    kept = sorted({item.value for found in nearness.values() for item in found})
    assigned = work.end(
        to=Stage.ASSIGNED,
        text=conflict_reason.strip(),
        done=(StepKind.ASSIGN,),
        body=body.code,
        mediators=len(mediators),
        conflicts=kept,
    )
    return begin_if_agreed(assigned, by=by)


def _serving(body: MediationBody, mediators: Sequence[Mediator]) -> None:
    faults = []
    if not body.is_active:
        faults.append(fault("body", "inactive", _("This body does not mediate any more.")))
    today = timezone.localdate()
    for one in mediators:
        if one.body_id != body.pk:
            faults.append(fault("mediators", "other_body", _("%s is of another body.") % one.name))
        elif one.valid_from > today or (one.valid_to and one.valid_to <= today):
            faults.append(fault("mediators", "not_serving", _("%s does not serve.") % one.name))
    refuse(faults)


def _accepted(
    mediators: Sequence[Mediator], nearness: dict[int, list[Conflict]], reason: str
) -> None:
    """Raises ConflictOfInterest where one is too near and nothing makes it good."""
    for one in mediators:
        found = nearness[one.pk]
        if NEVER.intersection(found):
            text = _("%s is a party, or shares a telephone with one: choose somebody else.")
            raise ConflictOfInterest(text % one.name, conflicts=[item.value for item in found])
        if found and len(reason.strip()) < 4:
            text = _("%s may be near to a party. Choose somebody else, or say why not.")
            raise ConflictOfInterest(text % one.name, conflicts=[item.value for item in found])


@transaction.atomic
def declare_conflict(dispute: Dispute, *, by: By, mediator: Mediator, reason: str) -> Dispute:
    """A mediator says that she is too near to a party: she is not given this dispute any more.

    It goes back to be assigned, without a session lost. Raises IllegalStep where she does not
    mediate it or that is over.
    """
    said = text_of(reason)
    work = begin(dispute, Event.ASSIGN, by=by)
    row = work.dispute
    mine = Assignment.objects.filter(dispute=row, mediator=mediator, ended_at__isnull=True)
    mine.update(ended_at=work.now, conflicts=[Conflict.DECLARED.value], conflict_reason=said)
    left = Assignment.objects.filter(dispute=row, ended_at__isnull=True).exists()
    if not left and row.body_id:
        Assignment.objects.create(
            dispute=row, body_id=row.body_id, given_at=work.now, given_by=work.actor.label
        )
    changed = work.end(text=said, conflicts=[Conflict.DECLARED.value], mediators=0)
    if not left:
        due_at = work.now + rulebook.span(changed, StepKind.ASSIGN)
        owed.set_due(changed, StepKind.ASSIGN, due_at, work.actor)
    return changed


@transaction.atomic
def escalate(dispute: Dispute, *, by: By, reason: str, version: int | None = None) -> Dispute:
    """Raise it to the next level, where it is assigned anew: community, town, county, city."""
    said = text_of(reason)
    work = begin(dispute, Event.ESCALATE, by=by, version=version)
    row = work.dispute
    level = next_level(row.level) or row.level
    Escalation.objects.create(
        dispute=row,
        from_level=row.level,
        to_level=level,
        reason=said,
        at=work.now,
        by=work.actor.label,
    )
    end_course(work, Outcome.TRANSFERRED)
    leave_body(work)
    row.level = level
    return work.end(to=Stage.ASSESSED, text=said, to_level=level)


def end_course(work: Work, outcome: str, reason: str = "") -> Course | None:
    """End the course that is open, where it has begun; one nobody has begun goes on."""
    course = last_course(work.dispute)
    if course is None or course.ended_at is not None:
        return course
    if course.begun_at is None and outcome == Outcome.TRANSFERRED:
        return course
    course.ended_at, course.outcome, course.reason = work.now, outcome, reason or None
    course.save()
    return course


def leave_body(work: Work) -> None:
    """Nobody mediates it until it is assigned anew."""
    Assignment.objects.filter(dispute=work.dispute, ended_at__isnull=True).update(ended_at=work.now)
    work.dispute.body = None
