"""What moves a dispute aside: suspended, handed to others, reported as a danger."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from grid.errors import IllegalStep
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import fault, refuse
from mediation.flow import owed, refusals
from mediation.flow.models import (
    Assignment,
    Course,
    DangerReport,
    Entry,
    Outcome,
    StepKind,
    Suspension,
    Transfer,
)
from mediation.flow.services.assigning import end_course, leave_body
from mediation.flow.services.work import Work, begin, hold, open_course, text_of
from mediation.flow.standing import last_course
from mediation.flow.table import Bar, Event
from mediation.mediators.models import MediationBody
from mediation.register.acting import By
from mediation.register.models import Dispute
from mediation.register.places import without_door

Stage = Dispute.Stage
LONGEST: Final = timedelta(days=180)


@transaction.atomic
def suspend(
    dispute: Dispute, *, by: By, reason: str, until: datetime, version: int | None = None
) -> Dispute:
    """Let nothing run until a moment: what is owed is due as much later."""
    said = text_of(reason)
    work = begin(dispute, Event.SUSPEND, by=by, version=version)
    if not work.now < until <= work.now + LONGEST:
        text = _("At most %(days)s days from now.") % {"days": LONGEST.days}
        refuse([fault("until", "range", text)])
    row = work.dispute
    Suspension.objects.create(
        dispute=row, reason=said, from_at=work.now, until=until, by=work.actor.label
    )
    row.is_suspended = True
    _shift(row, until - work.now)
    return work.end(text=said, until=until.isoformat())


def _shift(dispute: Dispute, by: timedelta) -> None:
    """Move the ends of what runs: open steps and the month of the course."""
    owed.move_due(dispute, by)
    course = last_course(dispute)
    if course and course.ended_at is None and course.must_end_by:
        course.must_end_by += by
        course.save()


@transaction.atomic
def resume(dispute: Dispute, *, by: By, reason: str = "", version: int | None = None) -> Dispute:
    """Take it up again; what was given and not used is taken back from what is owed."""
    work = begin(dispute, Event.RESUME, by=by, version=version)
    row = work.dispute
    pause = Suspension.objects.get(dispute=row, ended_at__isnull=True)
    pause.ended_at, pause.ended_by = work.now, work.actor.label
    pause.save()
    row.is_suspended = False
    _shift(row, work.now - pause.until)
    return work.end(text=reason.strip(), done=(StepKind.RESUME,))


@transaction.atomic
def transfer(
    dispute: Dispute,
    *,
    by: By,
    reason: str,
    to_body: MediationBody | None = None,
    to_agency: Agency | None = None,
    outside: str = "",
    version: int | None = None,
) -> Transfer:
    """Hand it to another body, another agency, or an authority outside: one of the three.

    The receiver signs for it within the hours of the rule; until then it stays with the sender.
    """
    said = text_of(reason)
    given = [one for one in (to_body, to_agency, outside.strip()) if one]
    if len(given) != 1:
        text = _("Name one body, one agency, or one authority outside.")
        refuse([fault("to_body", "one", text)])
    work = begin(dispute, Event.TRANSFER, by=by, version=version)
    row = work.dispute
    if to_body and to_body.pk == row.body_id:
        refuse([fault("to_body", "same", _("It is there already."))])
    made = Transfer.objects.create(
        dispute=row,
        from_agency_id=row.agency_id,
        from_body_id=row.body_id,
        to_body=to_body,
        to_agency=to_body.agency if to_body else to_agency or row.agency,
        outside=outside.strip()[:100],
        reason=said,
        stage_before=row.stage,
        asked_at=work.now,
        asked_by=work.actor.label,
    )
    to_path = made.to_agency.path
    told = _to_the_receiver(work, made) if to_path != row.agency.path else ()
    work.end(to=Stage.TRANSFERRED, text=said, facts=told, to_agency=made.to_agency.code)
    return made


def _to_the_receiver(work: Work, made: Transfer) -> tuple[Fact, ...]:
    """The same told to an agency that does not see the sender's facts."""
    row = work.dispute
    return (
        Fact(
            kind="disputes.transfer_asked",
            subject_type="dispute",
            subject_id=row.number,
            subject_version=row.version,
            agency_path=made.to_agency.path,
            payload={"number": row.number, "from_agency": row.agency.code, "grade": row.grade},
        ),
    )


def _waiting(made: Transfer, event: Event, by: By) -> tuple[Work, Transfer]:
    work = begin(made.dispute, event, by=by)
    row = Transfer.objects.select_for_update().get(pk=made.pk)
    if row.answer:
        raise refusals.barred([Bar.NOT_WAITING])
    row.answered_at, row.answered_by = work.now, work.actor.label
    return work, row


@transaction.atomic
def sign_transfer(made: Transfer, *, by: By, receipt_number: str = "") -> Dispute:
    """Take it on: from now on it is the receiver's; of an authority outside, with its receipt."""
    work, row = _waiting(made, Event.ACCEPT, by)
    receipt = receipt_number.strip()[:60]
    if row.outside and not receipt:
        text = _("Give the number of the receipt.")
        refuse([fault("receipt_number", "required", text)])
    row.answer, row.receipt_number = Transfer.Answer.ACCEPTED, receipt
    row.save()
    dispute = work.dispute
    end_course(work, Outcome.TRANSFERRED)
    leave_body(work)
    to = Stage.TRANSFERRED
    if not row.outside:
        to = _received(work, row)
    dispute.stage_since = work.now
    return work.end(to=to, done=(StepKind.SIGN_TRANSFER,), to_agency=row.to_agency.code)


def _received(work: Work, row: Transfer) -> Dispute.Stage:
    """The dispute at the receiver's: with the body it was sent to, or to be assigned."""
    dispute = work.dispute
    dispute.agency, dispute.body = row.to_agency, row.to_body
    course = open_course(dispute)
    Course.objects.filter(pk=course.pk).update(body_id=row.to_body_id)
    if row.to_body_id is None:
        return Stage.ASSESSED
    Assignment.objects.create(
        dispute=dispute, body_id=row.to_body_id, given_at=work.now, given_by=work.actor.label
    )
    return Stage.ASSIGNED


@transaction.atomic
def decline_transfer(
    made: Transfer, *, by: By, reason: str, is_taken_back: bool = False
) -> Dispute:
    """Send it back, or take it back: it stands where it stood before."""
    said = text_of(reason)
    work, row = _waiting(made, Event.DECLINE, by)
    answers = Transfer.Answer
    row.answer = answers.WITHDRAWN if is_taken_back else answers.DECLINED
    row.answer_text = said
    row.save()
    return work.end(to=Stage(row.stage_before), text=said, done=(StepKind.SIGN_TRANSFER,))


@transaction.atomic
def report_danger(
    dispute: Dispute,
    *,
    by: By,
    text: str = "",
    kind: str = DangerReport.Kind.OTHER,
) -> DangerReport:
    """Say that it may become an offence (art. 25), in one action and at any stage.

    The fact goes out at once with place and category, and without a word about persons.
    """
    work = hold(dispute, Event.ESCALATE, by=by)
    row = work.dispute
    if row.archived_at is not None:
        raise IllegalStep(_("It is archived and read only."))
    if kind not in DangerReport.Kind.values:
        refuse([fault("kind", "unknown", _("There is no such choice."))])
    made = DangerReport.objects.create(
        dispute=row, kind=kind, text=text.strip()[:2_000] or None, at=work.now, by=work.actor.label
    )
    row.last_contact_at = work.now
    row.save()
    Entry.objects.create(
        dispute=row,
        at=work.now,
        by=work.actor.label,
        act="danger",
        from_stage=row.stage,
        to_stage=row.stage,
        text=made.text,
    )
    record(work.actor, _danger_fact(made, row))
    return made


def _danger_fact(made: DangerReport, row: Dispute) -> Fact:
    return Fact(
        kind="disputes.danger_reported",
        subject_type="dispute",
        subject_id=row.number,
        subject_version=row.version,
        agency_path=row.agency.path,
        priority=1,
        payload={
            "number": row.number,
            "report": made.pk,
            "danger": made.kind,
            "category": None if row.is_sensitive else row.category_id,
            "grade": row.grade,
            "address": without_door(row.address),
            "cell": row.cell.code if row.cell else None,
            "lng": row.point.x if row.point else None,
            "lat": row.point.y if row.point else None,
        },
    )


@transaction.atomic
def note_incident(made: DangerReport, *, incident_number: str) -> None:
    """Which call became of the report."""
    DangerReport.objects.filter(pk=made.pk).update(incident_number=incident_number)
