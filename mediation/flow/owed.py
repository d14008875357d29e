"""Which steps are owed at a stage, and keeping the open ones in step with that."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db.models import F, QuerySet
from django.utils import timezone

from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.obligations import OPEN, Order
from grid.organisation.models import Agency
from mediation.flow import rulebook
from mediation.flow.models import Agreement, Course, Revisit, Step, StepKind, Suspension, Transfer
from mediation.flow.standing import last_course, open_steps
from mediation.mediators.models import MediationBody
from mediation.register.models import Dispute
from mediation.register.told import label_of

Stage, Level = Dispute.Stage, MediationBody.Level
Key = tuple[str, int | None]  # kind of step, key of a performance
KINDS_AT: Final = {
    Level.COUNTY: (Agency.Kind.BRANCH, Agency.Kind.COUNTY),
    Level.CITY: (Agency.Kind.CITY,),
}


@dataclass(slots=True)
class Looked:
    """A dispute with what its steps hang on."""

    dispute: Dispute
    course: Course | None
    agreement: Agreement | None
    visited: set[str]

    @classmethod
    def at(cls, dispute: Dispute) -> "Looked":
        course = last_course(dispute)
        agreement = Agreement.objects.filter(course=course).first() if course else None
        visits = Revisit.objects.filter(course=course).values_list("kind", flat=True)
        return cls(dispute, course, agreement, set(visits) if course else set())

    def after(self, since: datetime | None, kind: StepKind) -> datetime:
        return (since or timezone.now()) + rulebook.span(self.dispute, kind)


def wanted(seen: Looked) -> dict[Key, datetime]:
    """What is owed now, with the moment each is due."""
    dispute = seen.dispute
    due: dict[Key, datetime] = {}
    if not dispute.grade and dispute.stage not in (Stage.CLOSED, Stage.ARCHIVED):
        due[StepKind.ASSESS, None] = seen.after(dispute.registered_at, StepKind.ASSESS)
    due |= _AT[Stage(dispute.stage)](seen)
    if dispute.is_suspended:
        row = Suspension.objects.filter(dispute=dispute, ended_at__isnull=True).first()
        due[StepKind.RESUME, None] = row.until if row else timezone.now()
    return due


def _one(kind: StepKind) -> Callable[[Looked], dict[Key, datetime]]:
    return lambda seen: {(kind, None): seen.after(seen.dispute.stage_since, kind)}


def _mediating(seen: Looked) -> dict[Key, datetime]:
    course = seen.course
    if course is None:
        return {}
    due: dict[Key, datetime] = {}
    if course.must_end_by:
        due[StepKind.END_MEDIATION, None] = course.must_end_by
    if not course.sessions.exists():
        due[StepKind.FIRST_SESSION, None] = seen.after(course.begun_at, StepKind.FIRST_SESSION)
    else:
        _keep(seen, StepKind.NEXT_SESSION, due)
    return due


def _keep(seen: Looked, kind: StepKind, due: dict[Key, datetime]) -> None:
    """A step somebody set an own time for stays as it is."""
    row = open_steps(seen.dispute).filter(kind=kind).first()
    if row:
        due[kind, None] = row.due_at


def _fulfilling(seen: Looked) -> dict[Key, datetime]:
    agreement = seen.agreement
    if agreement is None:
        return {}
    due: dict[Key, datetime] = {}
    for row in agreement.performances.filter(done_at__isnull=True, breached_at__isnull=True):
        last = timezone.make_aware(datetime.combine(row.due_on + timedelta(days=1), time.min))
        due[StepKind.PERFORM, row.pk] = seen.after(last, StepKind.PERFORM)
    since = agreement.effective_at
    if Revisit.Kind.DAY_7 not in seen.visited:
        due[StepKind.REVISIT_7, None] = seen.after(since, StepKind.REVISIT_7)
    if Revisit.Kind.DAY_30 not in seen.visited:
        due[StepKind.REVISIT_30, None] = seen.after(since, StepKind.REVISIT_30)
    return due


def _without_agreement(seen: Looked) -> dict[Key, datetime]:
    since = seen.course.ended_at if seen.course else None
    due: dict[Key, datetime] = {}
    if seen.course is None or seen.course.notice_at is None:
        due[StepKind.GIVE_NOTICE, None] = seen.after(since, StepKind.GIVE_NOTICE)
    if Revisit.Kind.DAY_7 not in seen.visited:
        due[StepKind.REVISIT_7, None] = seen.after(since, StepKind.REVISIT_7)
    return due


def _transferred(seen: Looked) -> dict[Key, datetime]:
    transfer = Transfer.objects.filter(dispute=seen.dispute, answer="").first()
    if transfer:
        return {
            (StepKind.SIGN_TRANSFER, None): seen.after(transfer.asked_at, StepKind.SIGN_TRANSFER)
        }
    if Revisit.Kind.DAY_7 in seen.visited:
        return {}
    return {(StepKind.REVISIT_7, None): seen.after(seen.dispute.stage_since, StepKind.REVISIT_7)}


_AT: Final[dict[Dispute.Stage, Callable[[Looked], dict[Key, datetime]]]] = {
    Stage.REGISTERED: lambda _seen: {},
    Stage.ASSESSED: _one(StepKind.ASSIGN),
    Stage.ASSIGNED: _one(StepKind.ASK_CONSENT),
    Stage.MEDIATING: _mediating,
    Stage.AGREED: _one(StepKind.SIGN_AGREEMENT),
    Stage.FULFILLING: _fulfilling,
    Stage.FAILED: _without_agreement,
    Stage.REFUSED: _without_agreement,
    Stage.TRANSFERRED: _transferred,
    Stage.REVISITED: _one(StepKind.CLOSE),
    Stage.CLOSED: _one(StepKind.ARCHIVE),
    Stage.ARCHIVED: lambda _seen: {},
}


def settle(
    dispute: Dispute, actor: Actor, *, done: Iterable[StepKind] = (), outcome: str = ""
) -> list[Fact]:
    """Issue what is owed and not open, end what is owed no more; answers facts to be recorded.

    What is in `done` was done, the rest is cancelled. Whoever calls holds the dispute's row.
    """
    due = wanted(Looked.at(dispute))
    rows = {(row.kind, row.performance_id): row for row in open_steps(dispute)}
    ended = [row for key, row in rows.items() if key not in due]
    facts = _end(ended, actor, frozenset(done), outcome or dispute.stage)
    fresh = {key: at for key, at in due.items() if key not in rows}
    obligations.issue_many(Step, actor, [_order(dispute, key, at) for key, at in fresh.items()])
    return facts


def _end(rows: list[Step], actor: Actor, done: frozenset[StepKind], outcome: str) -> list[Fact]:
    now, facts = timezone.now(), []
    for row in rows:
        is_done = StepKind(row.kind) in done
        row.state = Step.State.DONE if is_done else Step.State.CANCELLED
        row.done_at, row.done_by, row.outcome = now, actor.label, outcome[:200]
        row.version += 1
        row.save()
        facts.append(_step_fact("done" if is_done else "cancelled", row))
    return facts


def _step_fact(step: str, row: Step) -> Fact:
    return Fact(
        kind=f"disputes.step_{step}",
        subject_type="step",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.owner_path,
        payload=obligations.brief(row) | row.details(),
    )


def _order(dispute: Dispute, key: Key, due_at: datetime) -> tuple[Order, dict[str, Any]]:
    kind, performance = key
    course = last_course(dispute)
    order = Order(
        owner_path=_owner_path(dispute, StepKind(kind)),
        title=f"{StepKind(kind).label} {label_of(dispute)}"[:120],
        subject_type="dispute",
        subject_id=dispute.number,
        due_at=due_at,
    )
    fields = {
        "dispute": dispute,
        "kind": kind,
        "course_number": course.number if course else 1,
        "performance_id": performance,
    }
    return order, fields


def _owner_path(dispute: Dispute, kind: StepKind) -> str:
    """Who owes it: the receiver of a transfer, the level that was asked, else the own agency."""
    if kind is StepKind.SIGN_TRANSFER:
        transfer = Transfer.objects.filter(dispute=dispute, answer="").select_related("to_agency")
        found = transfer.first()
        return found.to_agency.path if found else dispute.agency.path
    if kind is StepKind.ASSIGN:
        return path_at(dispute.agency, dispute.level)
    return dispute.agency.path


def path_at(agency: Agency, level: str) -> str:
    """The path of the agency above (or itself) that handles disputes of a level."""
    kinds = KINDS_AT.get(Level(level), ())
    codes = agency.path.strip("/").split("/")
    above = Agency.objects.filter(code__in=codes, kind__in=kinds).order_by("-path").first()
    return above.path if above else agency.path


def move_due(dispute: Dispute, by: timedelta) -> None:
    """Have what is open, and not overdue yet, due so much later."""
    rows = open_steps(dispute).filter(overdue_at__isnull=True).exclude(kind=StepKind.RESUME)
    rows.update(due_at=F("due_at") + by, version=F("version") + 1)


def set_due(dispute: Dispute, kind: StepKind, due_at: datetime, actor: Actor) -> None:
    """Have a step of this kind due then, issued where none is open."""
    changed = (
        open_steps(dispute)
        .filter(kind=kind)
        .update(due_at=due_at, overdue_at=None, version=F("version") + 1)
    )
    if not changed:
        obligations.issue_many(Step, actor, [_order(dispute, (kind, None), due_at)])


def hasten(dispute: Dispute) -> None:
    """After another grading: what the new grade wants sooner is due sooner."""
    due = wanted(Looked.at(dispute))
    for row in open_steps(dispute).filter(kind__in=rulebook.BY_GRADE):
        at = due.get((row.kind, row.performance_id))
        if at and at < row.due_at:
            Step.objects.filter(pk=row.pk).update(due_at=at, version=F("version") + 1)


def open_ones() -> QuerySet[Step]:
    """Every open step there is."""
    return Step.objects.filter(state__in=OPEN)
