"""What a grade makes owed: a leader, a visit, an end; issued, moved, done, overdue."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.ledger import obligations
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from mediation.register.models import Dispute
from mediation.register.told import dispute_fact, label_of
from mediation.risk.models import GradeDuty, GradeRule
from mediation.risk.scoring import is_higher

Kind = GradeDuty.Kind
Stage = Dispute.Stage
AT_ONCE: Final = 200
# From these stages on nothing is to be settled any more, and from the last two nothing is owed.
SETTLED: Final = (
    *(Stage.AGREED, Stage.FAILED, Stage.REFUSED, Stage.TRANSFERRED),
    *(Stage.FULFILLING, Stage.REVISITED, Stage.CLOSED, Stage.ARCHIVED),
)
OVER: Final = (Stage.CLOSED, Stage.ARCHIVED)


def follow_grade(dispute: Dispute, rule: GradeRule, actor: Actor, now: datetime) -> None:
    """Make the open duties those of the grade.

    A deadline that runs is never moved further away by the same grade or a higher one.
    """
    open_now = {duty.kind: duty for duty in open_duties(dispute)}
    for kind, hours in _wanted(dispute, rule).items():
        duty = open_now.get(kind)
        if hours is None:
            if duty is not None:
                obligations.cancel(duty, actor, reason=_("The grade asks for it no more."))
        elif duty is None:
            _issue(dispute, kind, hours, actor, now)
        else:
            _move(duty, dispute.grade, now + timedelta(hours=hours))


def _wanted(dispute: Dispute, rule: GradeRule) -> dict[str, int | None]:
    """Hours for each kind; None where the grade asks for none."""
    is_settled = dispute.stage in SETTLED
    return {
        Kind.LEAD: None if dispute.leader_id else rule.leader_hours,
        Kind.VISIT: None if is_settled else rule.visit_hours,
        Kind.SETTLE: None if is_settled else rule.deadline_hours,
    }


def owe_regrade(dispute: Dispute, hours: int, now: datetime) -> None:
    """Somebody has to sign for a grade again; one such duty at a time."""
    if not open_duties(dispute).filter(kind=Kind.REGRADE).exists():
        _issue(dispute, Kind.REGRADE, hours, PLATFORM, now)


def _issue(dispute: Dispute, kind: str, hours: int, actor: Actor, now: datetime) -> None:
    due_at = now + timedelta(hours=hours)
    order = obligations.Order(
        owner_path=dispute.agency.path,
        title=f"{Kind(kind).label}: {label_of(dispute)}"[:120],
        subject_type="dispute",
        subject_id=dispute.number,
        due_at=due_at,
        issued_at=now,
    )
    fields = {"dispute": dispute, "kind": kind, "grade": dispute.grade}
    obligations.issue_many(GradeDuty, actor, [(order, fields)])


def _move(duty: GradeDuty, grade: str, due_at: datetime) -> None:
    is_lower = is_higher(duty.grade, grade)
    duty.due_at = due_at if is_lower else min(duty.due_at, due_at)
    duty.grade = grade
    if duty.due_at > timezone.now():
        duty.overdue_at = None
    duty.version += 1
    duty.save(update_fields=["due_at", "grade", "overdue_at", "version"])


def open_duties(dispute: Dispute) -> Any:
    """What is owed now, the next due first."""
    return GradeDuty.objects.filter(dispute=dispute, state__in=obligations.OPEN)


def done(dispute: Dispute, kind: str, actor: Actor, outcome: str) -> bool:
    """Finish the open duty of a kind; False where none is."""
    duty = open_duties(dispute).filter(kind=kind).first()
    if duty is None:
        return False
    if duty.state == GradeDuty.State.ISSUED:
        duty = obligations.sign(duty, actor)
    obligations.finish(duty, actor, outcome=outcome)
    return True


@transaction.atomic
def duties_over(dispute: Dispute, *, actor: Actor) -> None:
    """What its stage has made needless is done or taken back; to be called when the stage moves."""
    if dispute.stage not in SETTLED:
        return
    word = str(Stage(dispute.stage).label)
    done(dispute, Kind.SETTLE, actor, word)
    rest = open_duties(dispute).exclude(kind=Kind.SETTLE)
    if dispute.stage not in OVER:
        rest = rest.filter(kind=Kind.VISIT)
    for duty in rest:
        obligations.cancel(duty, actor, reason=word)


@transaction.atomic
def mark_overdue(*, now: datetime | None = None) -> int:
    """Mark what is late, once each, with its own fact; what ended meanwhile is not late."""
    at = now or timezone.now()
    late = _late(at)
    found = list(
        late.select_for_update(skip_locked=True, of=("self",)).order_by("due_at")[:AT_ONCE]
    )
    facts: list[Fact] = []
    for duty in found:
        duty.overdue_at, duty.version = at, duty.version + 1
        duty.save(update_fields=["overdue_at", "version"])
        facts.append(_late_fact(duty))
    record(PLATFORM, *facts)
    return len(found)


def _late(at: datetime) -> Any:
    rows = GradeDuty.objects.filter(
        state__in=obligations.OPEN, due_at__lt=at, overdue_at__isnull=True
    )
    rests = Q(dispute__is_suspended=True) & ~Q(kind=Kind.LEAD)
    ended = Q(dispute__stage__in=OVER) | Q(kind=Kind.SETTLE, dispute__stage__in=SETTLED)
    joined = rows.exclude(rests | ended).select_related("dispute__agency", "dispute__category")
    return joined.select_related("dispute__cell").defer("dispute__cell__outline")


def _late_fact(duty: GradeDuty) -> Fact:
    """Red without a leader has a fact of its own, of the first priority."""
    is_leaderless = duty.kind == Kind.LEAD and duty.grade == Dispute.Grade.RED
    fact = dispute_fact(
        "leaderless" if is_leaderless else "duty_overdue",
        duty.dispute,
        duty=duty.kind,
        duty_id=duty.pk,
        due_at=duty.due_at.isoformat(),
        dedupe_key=f"disputes.duty:{duty.pk}:{duty.due_at.isoformat()}",
    )
    return replace(fact, priority=1 if is_leaderless else None)


def end_needless(*, most: int = AT_ONCE) -> int:
    """Finish what nobody finished though the dispute's stage says it is over; how many disputes."""
    ended = Q(dispute__stage__in=OVER) | Q(kind=Kind.SETTLE, dispute__stage__in=SETTLED)
    rows = GradeDuty.objects.filter(ended, state__in=obligations.OPEN).values("dispute").distinct()
    found = list(Dispute.objects.filter(pk__in=rows).select_related("agency")[:most])
    for dispute in found:
        duties_over(dispute, actor=PLATFORM)
    return len(found)
