"""Sessions, and what they lead to: an agreement, or that there is none."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.organisation.writing import fault, refuse
from mediation.flow import owed
from mediation.flow.models import (
    Agreement,
    Assignment,
    Course,
    Outcome,
    Performance,
    Session,
    StepKind,
)
from mediation.flow.services.assigning import end_course
from mediation.flow.services.work import LATE, Work, begin, said_at, text_of
from mediation.flow.table import Event
from mediation.mediators.models import Mediator
from mediation.register import private
from mediation.register.acting import By
from mediation.register.models import Dispute, Party

Stage = Dispute.Stage
PARTS: Final = ("facts", "issues", "responsibilities", "terms", "way")


@transaction.atomic
def hold_session(
    dispute: Dispute,
    *,
    by: By,
    at: datetime | None = None,
    place: str,
    record: str,
    mediators: Sequence[Mediator] = (),
    present: Sequence[Party] = (),
    until: datetime | None = None,
    others: str = "",
    outcome: str = Session.Outcome.GOES_ON,
    is_closed_door: bool | None = None,
    next_at: datetime | None = None,
    version: int | None = None,
) -> Session:
    """Write down a session that was held; with no agreement it ends the mediation.

    The mediators are those it is assigned to, where none are named; `next_at` is when the next
    one is to be. Raises Barred without the consent of every party, InvalidInput for a session
    before it or after the month the course has.
    """
    work = begin(dispute, Event.SESSION, by=by, version=version)
    row, course = work.dispute, work.course
    faults: list[FieldError] = []
    when = said_at(at, work.now, faults, "at")
    chosen = _mediating(row, mediators, faults)
    _times(course, when, until, faults)
    if outcome not in Session.Outcome.values:
        faults.append(fault("outcome", "unknown", _("There is no such outcome.")))
    refuse(faults)
    made = Session.objects.create(
        dispute=row,
        course=course,
        number=course.sessions.count() + 1,
        at=when,
        until=until,
        place=private.veil(text_of(place, "place", least=2, most=120), row.parties.all()),
        others=others.strip() or None,
        record=text_of(record, "record", most=20_000),
        is_closed_door=row.is_closed_door if is_closed_door is None else is_closed_door,
        outcome=outcome,
        held_by=work.actor.label,
        is_late=work.now - (until or when) > LATE,
    )
    made.mediators.set(chosen)
    made.present.set(present)
    work.end(
        done=(StepKind.FIRST_SESSION, StepKind.NEXT_SESSION),
        session=made.number,
        outcome=outcome,
        is_late=made.is_late,
    )
    _after(work, made, next_at, by)
    return made


def _mediating(
    dispute: Dispute, named: Sequence[Mediator], faults: list[FieldError]
) -> list[Mediator]:
    rows = Assignment.objects.filter(dispute=dispute, ended_at__isnull=True)
    assigned = {row.mediator_id: row.mediator for row in rows.select_related("mediator")}
    given = [one for one in assigned.values() if one is not None]
    for one in named:
        if one.pk not in assigned:
            text = _("%s does not mediate this dispute; assign it first.") % one.name
            faults.append(fault("mediators", "not_assigned", text))
    if not named and not given:
        faults.append(fault("mediators", "required", _("Say who mediated.")))
    return list(named) or given


def _times(course: Course, at: datetime, until: datetime | None, faults: list[FieldError]) -> None:
    # A page asks for the minute, so whoever agreed within that minute had agreed by then.
    if course.begun_at and at < course.begun_at.replace(second=0, microsecond=0):
        faults.append(fault("at", "before_consent", _("Not every party had agreed by then.")))
    if course.must_end_by and at > course.must_end_by:
        text = _("The month is over; every party has to agree to more.")
        faults.append(fault("at", "over", text))
    if until and until < at:
        faults.append(fault("until", "before", _("It ended before it began.")))


def _after(work: Work, made: Session, next_at: datetime | None, by: By) -> None:
    if made.outcome == Session.Outcome.FAILED:
        fail(work.dispute, by=by, reason=_("No agreement in session %s") % made.number)
    elif next_at:
        _next(work, next_at)


def _next(work: Work, at: datetime) -> None:
    """Have the step of the next session replaced by one due then."""
    if at <= work.now:
        refuse([fault("next_at", "past", _("This lies in the past."))])
    owed.set_due(work.dispute, StepKind.NEXT_SESSION, at, work.actor)


@transaction.atomic
def agree(
    dispute: Dispute,
    *,
    by: By,
    terms: str,
    facts: str = "",
    issues: str = "",
    responsibilities: str = "",
    way: str = "",
    perform_by: date | None = None,
    amount: Any = None,
    is_oral: bool = False,
    performances: Sequence[Mapping[str, Any]] = (),
    version: int | None = None,
) -> Agreement:
    """Write down what the parties agreed to; an oral agreement is effective at once (art. 30).

    `performances` are the things to be done: text, due_on (the last day), party (or none).
    Without any the whole is one thing, due by `perform_by` or today.
    """
    work = begin(dispute, Event.AGREE, by=by, version=version)
    said = {"facts": facts, "issues": issues, "responsibilities": responsibilities, "way": way}
    course = work.course
    made = Agreement.objects.create(
        dispute=work.dispute,
        course=course,
        terms=text_of(terms, "terms", most=10_000),
        perform_by=perform_by,
        amount=amount,
        is_oral=is_oral,
        agreed_at=work.now,
        effective_at=work.now if is_oral else None,
        written_by=work.actor.label,
        **{name: text.strip() or None for name, text in said.items()},
    )
    _promise(made, performances)
    work.end(
        to=Stage.AGREED,
        done=(StepKind.END_MEDIATION, StepKind.FIRST_SESSION, StepKind.NEXT_SESSION),
        is_oral=is_oral,
    )
    if is_oral:
        take_effect(made, by=by, at=work.now)
    return made


def _promise(made: Agreement, said: Sequence[Mapping[str, Any]]) -> None:
    last = made.perform_by or timezone.localdate(made.agreed_at)
    rows = said or [{"text": made.terms, "due_on": last}]
    parties = set(Party.objects.filter(dispute=made.dispute_id).values_list("pk", flat=True))
    wrong = [
        fault(f"performances/{place}/party", "unknown", _("There is no such party."))
        for place, one in enumerate(rows)
        if one.get("party") and one["party"].pk not in parties
    ]
    refuse(wrong)
    Performance.objects.bulk_create(
        Performance(
            dispute_id=made.dispute_id,
            agreement=made,
            text=one["text"],
            due_on=one.get("due_on") or last,
            party=one.get("party"),
        )
        for one in rows
    )


@transaction.atomic
def take_effect(agreement: Agreement, *, by: By, at: datetime | None = None) -> Agreement:
    """Say that all parties and a mediator have signed and it is sealed: it binds now (art. 29)."""
    work = begin(agreement.dispute, Event.EFFECT, by=by)
    row = Agreement.objects.get(pk=agreement.pk)
    row.effective_at = row.effective_at or min(at or work.now, work.now)
    row.version += 1
    row.save()
    course = work.course
    course.ended_at, course.outcome = row.effective_at, Outcome.AGREED
    course.save()
    work.end(to=Stage.FULFILLING, done=(StepKind.SIGN_AGREEMENT,))
    return row


@transaction.atomic
def fail(dispute: Dispute, *, by: By, reason: str, version: int | None = None) -> Dispute:
    """There is no agreement: the mediation ends, notice of the other ways is owed (art. 26)."""
    said = text_of(reason)
    work = begin(dispute, Event.FAIL, by=by, version=version)
    end_course(work, Outcome.FAILED, said)
    return work.end(
        to=Stage.FAILED, text=said, done=(StepKind.END_MEDIATION, StepKind.FIRST_SESSION)
    )
