"""What is owed on the demo's disputes: steps, duties of the grades, and why some are late."""

from datetime import datetime, timedelta
from typing import Any, Final

from command_center.demo.community.hearings import Made
from command_center.demo.community.stories import Story
from command_center.demo.community.town import Town, label
from grid.ledger.models import Obligation
from mediation.board.models import Explanation
from mediation.flow import owed
from mediation.flow.models import Step, StepKind
from mediation.mediators.models import MediationBody
from mediation.register.models import Dispute
from mediation.register.told import label_of
from mediation.risk import rulebook
from mediation.risk.models import GradeDuty
from mediation.risk.services.duties import SETTLED

Stage, State = Dispute.Stage, Obligation.State
Kind = GradeDuty.Kind
_REASONS: Final = ("当事人外出，已约定返回日期", "等待鉴定意见", "需会同街道现场丈量")


def give_obligations(town: Town, stories: list[Story], made: Made) -> None:
    """Steps as `flow` would owe them now; duties as `risk` would have issued them."""
    looked = {story.row.pk: owed.Looked(story.row, None, None, set()) for story in stories}
    for course in made.courses:
        looked[course.dispute_id].course = course
    for agreement in made.agreements:
        looked[agreement.dispute_id].agreement = agreement
    for visit in made.visits:
        looked[visit.dispute_id].visited.add(visit.kind)
    steps = [
        row
        for story in stories
        if story.stage != Stage.ARCHIVED
        for row in _steps(town, looked[story.row.pk])
    ]
    Step.objects.bulk_create(steps)
    duties = [row for story in stories if story.row.grade for row in _duties(town, story)]
    GradeDuty.objects.bulk_create(duties)
    _explain(town, [row for row in steps if row.overdue_at])


def _steps(town: Town, seen: owed.Looked) -> list[Step]:
    row = seen.dispute
    return [
        Step(
            dispute=row,
            kind=kind,
            performance_id=performance,
            title=f"{StepKind(kind).label} {label_of(row)}"[:120],
            owner_path=_owner(town, row, kind),
            subject_type="dispute",
            subject_id=row.number,
            issued_at=row.stage_since,
            issued_by=row.registered_by,
            due_at=due,
            overdue_at=due if due < town.now else None,
        )
        for (kind, performance), due in owed.wanted(seen).items()
    ]


def _owner(town: Town, row: Dispute, kind: str) -> str:
    if kind == StepKind.SIGN_TRANSFER:
        return town.city.path
    above = (MediationBody.Level.COUNTY, MediationBody.Level.CITY)
    if kind == StepKind.ASSIGN and row.level in above:
        return owed.path_at(row.agency, row.level)
    return row.agency.path


def _duties(town: Town, story: Story) -> list[GradeDuty]:
    row = story.row
    rule = rulebook.rule_of(row.agency.path, row.grade)
    is_settled = story.stage in SETTLED
    found = []
    if rule.leader_hours and (not is_settled or row.leader):
        found.append(_duty(town, row, Kind.LEAD, rule.leader_hours, is_done=bool(row.leader)))
    if rule.visit_hours:
        is_visited = is_settled or story.days > 1
        found.append(_duty(town, row, Kind.VISIT, rule.visit_hours, is_done=is_visited))
    found.append(_duty(town, row, Kind.SETTLE, rule.deadline_hours, is_done=is_settled))
    return found


def _duty(town: Town, row: Dispute, kind: str, hours: int, *, is_done: bool) -> GradeDuty:
    began: datetime = row.graded_at or row.registered_at
    due = began + timedelta(hours=hours)
    said: dict[str, Any] = {}
    if is_done:
        at = min(due, began + timedelta(hours=1), town.now)
        said = {"state": State.DONE, "signed_at": at, "signed_by": row.registered_by}
        said |= {"done_at": at, "done_by": row.registered_by, "outcome": "已落实"}
    elif due < town.now and kind != Kind.LEAD:  # want of a leader rings as soon as it is swept
        said = {"overdue_at": due}
    return GradeDuty(
        dispute=row, kind=kind, grade=row.grade, title=f"{Kind(kind).label}: {label_of(row)}"[:120],
        owner_path=row.agency.path, subject_type="dispute", subject_id=row.number,
        issued_at=began, issued_by=row.registered_by, due_at=due, **said,
    )  # fmt: skip


def _explain(town: Town, late: list[Step]) -> None:
    """Every second late dispute is explained."""
    disputes = list({row.dispute_id: row.dispute for row in late}.values())[::2]
    Explanation.objects.bulk_create(
        Explanation(
            dispute=row,
            text=_REASONS[nth % len(_REASONS)],
            given_at=town.now - timedelta(hours=6),
            given_by=label(town.leader),
            holds_until=town.today + timedelta(days=4),
        )
        for nth, row in enumerate(disputes)
    )
