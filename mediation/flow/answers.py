"""What REST answers of the course of a dispute: words of nobody, parties by side."""

from typing import Any

from mediation.flow import acts
from mediation.flow.models import Agreement, Course, Revisit, Session, Step, Transfer
from mediation.flow.selectors import steps_of
from mediation.flow.standing import last_answers, last_course
from mediation.register.models import Dispute


def flow(dispute: Dispute) -> dict[str, Any]:
    """Where it stands, what was done, what is owed, what can be done next."""
    course = last_course(dispute)
    agreement = Agreement.objects.filter(course=course).first() if course else None
    return {
        "number": dispute.number,
        "stage": dispute.stage,
        "stage_since": dispute.stage_since.isoformat(),
        "is_suspended": dispute.is_suspended,
        "level": dispute.level,
        "body": dispute.body.code if dispute.body else None,
        "version": dispute.version,
        "course": _course(course) if course else None,
        "consents": _consents(course) if course else [],
        "sessions": [_session(row) for row in Session.objects.filter(dispute=dispute)],
        "agreement": _agreement(agreement) if agreement else None,
        "revisits": [_revisit(row) for row in Revisit.objects.filter(dispute=dispute)],
        "steps": [step(row) for row in steps_of(dispute)],
        "possible": acts.possible(dispute),
    }


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def _course(row: Course) -> dict[str, Any]:
    return {
        "number": row.number,
        "begun_at": _iso(row.begun_at),
        "must_end_by": _iso(row.must_end_by),
        "ended_at": _iso(row.ended_at),
        "outcome": row.outcome,
        "notice_at": _iso(row.notice_at),
    }


def _consents(course: Course) -> list[dict[str, Any]]:
    return [
        {"party": pk, "answer": row.answer, "asked_at": _iso(row.asked_at), "by": row.asked_by}
        for pk, row in sorted(last_answers(course).items())
    ]


def _session(row: Session) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.number,
        "at": _iso(row.at),
        "until": _iso(row.until),
        "outcome": row.outcome,
        "is_closed_door": row.is_closed_door,
        "is_late": row.is_late,
    }


def _agreement(row: Agreement) -> dict[str, Any]:
    promises = row.performances.all()
    return {
        "id": row.pk,
        "is_oral": row.is_oral,
        "agreed_at": _iso(row.agreed_at),
        "effective_at": _iso(row.effective_at),
        "perform_by": _iso(row.perform_by),
        "performances": [
            {
                "id": one.pk,
                "due_on": one.due_on.isoformat(),
                "done_at": _iso(one.done_at),
                "breached_at": _iso(one.breached_at),
            }
            for one in promises
        ],
    }


def _revisit(row: Revisit) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "way": row.way,
        "at": _iso(row.at),
        "by": row.by,
        "is_quiet": row.is_quiet,
        "satisfied": row.satisfied,
    }


def step(row: Step) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "due_at": _iso(row.due_at),
        "overdue_at": _iso(row.overdue_at),
    }


def mine(row: Any) -> dict[str, Any]:
    """A dispute of `selectors.my_disputes`."""
    return {
        "number": row.number,
        "title": row.title,
        "category": row.category_id,
        "grade": row.grade,
        "stage": row.stage,
        "next_due": _iso(row.next_due),
        "is_overdue": row.is_overdue,
    }


def transfer(row: Transfer) -> dict[str, Any]:
    return {
        "id": row.pk,
        "dispute": row.dispute.number,
        "from_agency": row.from_agency.code,
        "to_agency": row.to_agency.code,
        "to_body": row.to_body.code if row.to_body else None,
        "outside": row.outside,
        "answer": row.answer,
        "asked_at": _iso(row.asked_at),
        "answered_at": _iso(row.answered_at),
    }
