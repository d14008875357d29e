"""What the parties answer; the mediation begins with the last consent, and ends with a refusal."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.services import record
from grid.organisation.writing import fault, refuse
from mediation.flow import owed, refusals, rulebook, table
from mediation.flow.models import Consent, Course, Outcome, StepKind, Suspension
from mediation.flow.services.work import LATE, Work, go_on, hold, said_at
from mediation.flow.standing import all_agreed, last_answers
from mediation.flow.table import BEFORE, Event
from mediation.register.acting import By
from mediation.register.models import Dispute, Party
from mediation.register.told import dispute_fact

Stage, Subject, Answer = Dispute.Stage, Consent.Subject, Consent.Answer
ASKED_AT = BEFORE | {Stage.MEDIATING, Stage.AGREED}


@transaction.atomic
def ask(
    party: Party,
    *,
    by: By,
    answer: str,
    subject: str = Subject.MEDIATION,
    asked_at: datetime | None = None,
    own_words: str = "",
    signature_ref: str = "",
) -> Consent:
    """Write down what one party answered, and what follows from it in the same moment.

    The last consent begins the mediation of an assigned dispute; one refusal of mediation ends
    it, with notice of the other ways owed (art. 17, 26). Raises InvalidInput, IllegalStep once
    an agreement binds or the course is over.
    """
    work = hold(party.dispute, Event.REFUSE, by=by)
    row = work.dispute
    if row.stage not in ASKED_AT:
        raise refusals.not_from_here(Event.BEGIN, row)
    faults: list[FieldError] = []
    at = said_at(asked_at, work.now, faults, "asked_at")
    if answer not in Answer.values or subject not in Subject.values:
        faults.append(fault("answer", "unknown", _("There is no such answer.")))
    refuse(faults)
    made = Consent.objects.create(
        dispute=row,
        course=work.course,
        party=party,
        subject=subject,
        answer=answer,
        asked_at=at,
        asked_by=work.actor.label,
        own_words=own_words.strip() or None,
        signature_ref=signature_ref,
        is_late=work.now - at > LATE,
    )
    _follow(work, made, by)
    return made


def _follow(work: Work, made: Consent, by: By) -> None:
    """Begin, end, or only write down that somebody was asked."""
    row = work.dispute
    holds = last_answers(made.course, made.subject).get(made.party_id)
    is_refusal = made.subject == Subject.MEDIATION and made.answer == Answer.REFUSED
    if is_refusal and holds == made:
        refused(work, Outcome.REFUSED, made.own_words or "", party=made.party.side)
        return
    row.save()
    asked = {"side": made.party.side, "subject": made.subject, "answer": made.answer}
    record(work.actor, dispute_fact("consent_asked", row, **asked))
    if made.subject == Subject.MEDIATION:
        begin_if_agreed(row, by=by)


def refused(work: Work, outcome: str, reason: str, **payload: Any) -> Dispute:
    """No mediation any more: the course ends, and notice of the other ways is owed."""
    course = work.course
    course.ended_at, course.outcome, course.reason = work.now, outcome, reason or None
    course.save()
    Suspension.objects.filter(dispute=work.dispute, ended_at__isnull=True).update(
        ended_at=work.now, ended_by=work.actor.label
    )
    work.dispute.is_suspended = False
    return work.end(
        to=Stage.REFUSED, text=reason, done=(StepKind.ASK_CONSENT,), outcome=outcome, **payload
    )


@transaction.atomic
def refuse_mediation(
    dispute: Dispute,
    *,
    by: By,
    reason: str,
    outcome: str = Outcome.REFUSED,
    version: int | None = None,
) -> Dispute:
    """End it because a party refuses, asks to end it, or they settled it themselves (art. 23)."""
    said = reason.strip()
    if outcome not in (Outcome.REFUSED, Outcome.TERMINATED, Outcome.SETTLED):
        refuse([fault("outcome", "unknown", _("There is no such end."))])
    work = hold(dispute, Event.REFUSE, by=by, version=version)
    if not table.begins_at(Event.REFUSE, Stage(work.dispute.stage)):
        raise refusals.not_from_here(Event.REFUSE, work.dispute)
    return refused(work, outcome, said)


def begin_if_agreed(dispute: Dispute, *, by: By) -> Dispute:
    """Begin the mediation where it is assigned and every party agreed; else nothing."""
    work = hold(dispute, Event.BEGIN, by=by)
    if not table.may(Event.BEGIN, Stage(work.dispute.stage), work.standing()):
        work.dispute.version -= 1
        return work.dispute
    work = go_on(work, Event.BEGIN)
    course = work.course
    agreed_at = max(row.asked_at for row in last_answers(course).values())
    if course.begun_at is None:
        course.begun_at = agreed_at
        course.must_end_by = agreed_at + rulebook.span(work.dispute, StepKind.END_MEDIATION)
    course.body_id = work.dispute.body_id
    course.save()
    return work.end(to=Stage.MEDIATING, done=(StepKind.ASK_CONSENT,), course=course.number)


@transaction.atomic
def extend(dispute: Dispute, *, by: By, until: datetime) -> Course:
    """Give the course more than a month, which every party has to agree to first."""
    work = hold(dispute, Event.SESSION, by=by)
    if work.dispute.stage != Stage.MEDIATING:
        raise refusals.not_from_here(Event.SESSION, work.dispute)
    course = work.course
    faults = []
    if not all_agreed(course, Subject.EXTENSION):
        text = _("Every party has to agree to more than a month first.")
        faults.append(fault("until", "not_agreed", text))
    if course.must_end_by is None or until <= course.must_end_by:
        faults.append(fault("until", "not_later", _("This is not later than before.")))
    refuse(faults)
    course.must_end_by, course.extended_at = until, work.now
    course.save()
    row = work.dispute
    row.save()
    owed.set_due(row, StepKind.END_MEDIATION, until, work.actor)
    record(work.actor, dispute_fact("extended", row, until=until.isoformat()))
    return course


def keep_consents(
    dispute: Dispute, parties: Sequence[Party], said: Sequence[Mapping[str, Any]], by: By
) -> None:
    """The consents of a doorstep form, in the order of its parties; the refusals last."""
    faults = [
        fault(f"consents/{place}/party", "unknown", _("There is no such party."))
        for place, one in enumerate(said)
        if not 0 <= one["party"] < len(parties)
    ]
    refuse(faults)
    for one in sorted(said, key=lambda each: each["answer"] == Answer.REFUSED):
        fields = {name: value for name, value in one.items() if name != "party"}
        party = parties[one["party"]]
        party.dispute = dispute
        dispute.refresh_from_db()
        if dispute.stage in ASKED_AT:
            ask(party, by=by, **fields)
