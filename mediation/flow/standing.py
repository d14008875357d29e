"""How a dispute stands: what the bars of the table look at, read in a few queries."""

from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from grid.ledger.obligations import OPEN
from mediation.flow.models import (
    Agreement,
    Consent,
    Course,
    Performance,
    Revisit,
    Session,
    Step,
    StepKind,
    Transfer,
)
from mediation.flow.table import UNDER_WAY, Standing
from mediation.mediators.models import MediationBody
from mediation.register.models import Dispute, Party

LEVELS: Final = tuple(MediationBody.Level)
Subject, Answer = Consent.Subject, Consent.Answer


def last_course(dispute: Dispute) -> Course | None:
    """The course that is open, or the last there was."""
    return Course.objects.filter(dispute=dispute).order_by("-number").first()


def last_answers(course: Course, subject: str = Subject.MEDIATION) -> dict[int, Consent]:
    """The answer that holds of each party that was asked, by the party's key."""
    rows = Consent.objects.filter(course=course, subject=subject)
    last = rows.order_by("party_id", "-asked_at", "-pk").distinct("party_id")
    return {row.party_id: row for row in last}


def all_agreed(course: Course, subject: str) -> bool:
    """Whether every party of the dispute agreed to this."""
    parties = set(Party.objects.filter(dispute=course.dispute_id).values_list("pk", flat=True))
    answers = last_answers(course, subject)
    said_yes = {pk for pk, row in answers.items() if row.answer == Answer.AGREED}
    return bool(parties) and parties <= said_yes


def open_steps(dispute: Dispute) -> QuerySet[Step]:
    """What is owed on the dispute now."""
    return Step.objects.filter(dispute=dispute, state__in=OPEN)


def next_level(level: str) -> str | None:
    """The level above; None at the top."""
    place = LEVELS.index(MediationBody.Level(level)) + 1
    return LEVELS[place] if place < len(LEVELS) else None


def standing_of(dispute: Dispute, course: Course | None = None) -> Standing:
    """What the bars look at; of the open course, else of the last, unless another is to begin."""
    course = course or last_course(dispute)
    parties = Party.objects.filter(dispute=dispute).count()
    transfer = Transfer.objects.filter(dispute=dispute).order_by("-asked_at", "-pk").first()
    told: dict[str, Any] = {
        "parties": parties,
        "has_body": dispute.body_id is not None,
        "is_suspended": dispute.is_suspended,
        "is_graded": bool(dispute.grade),
        "at_the_top": next_level(dispute.level) is None,
        "is_waiting": transfer is not None and not transfer.answer,
        "came_from": transfer.stage_before if transfer and not transfer.answer else "",
        "left_the_platform": transfer is not None
        and bool(transfer.outside)
        and transfer.answer == Transfer.Answer.ACCEPTED,
        "open_steps": open_steps(dispute).exclude(kind=StepKind.ARCHIVE).count(),
    }
    is_fresh = course is None or (course.ended_at is not None and dispute.stage in UNDER_WAY)
    return Standing(**told, **({} if is_fresh or course is None else _of_course(course)))


def _of_course(course: Course) -> dict[str, Any]:
    answers = [row.answer for row in last_answers(course).values()]
    agreement = (
        Agreement.objects.filter(course=course)
        .annotate(
            owes=Exists(Performance.objects.filter(agreement=OuterRef("pk"), done_at__isnull=True))
        )
        .first()
    )
    visits = Revisit.objects.filter(course=course).values_list("kind", "feedback")
    kinds = {kind for kind, _said in visits}
    return {
        "agreed": answers.count(Answer.AGREED),
        "refused": answers.count(Answer.REFUSED),
        "sessions": Session.objects.filter(course=course).count(),
        "has_agreement": agreement is not None,
        "is_effective": agreement is not None and agreement.effective_at is not None,
        "is_performed": agreement is not None and not agreement.owes,
        "visited_7": Revisit.Kind.DAY_7 in kinds,
        "visited_30": Revisit.Kind.DAY_30 in kinds,
        "has_feedback": any(said for _kind, said in visits),
        "notice_given": course.notice_at is not None,
    }
