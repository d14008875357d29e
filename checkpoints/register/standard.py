"""The station standard: what the register knows by itself, the score, and tasks for what misses."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.register import needs
from checkpoints.register.figures import NORMAL, force_gaps, percent
from checkpoints.register.models import (
    Assessment,
    AssessmentLine,
    Checkpoint,
    StandardItem,
    StandardTask,
)
from checkpoints.register.selectors import with_gap
from checkpoints.register.writing import checkpoint_fact, fault, refuse
from grid.errors import FieldError
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.models import Obligation
from grid.ledger.services import record

Answer = AssessmentLine.Answer
Given = Mapping[str, Mapping[str, str]]  # item code: {"answer": …, "note": …}
OPEN: Final = (Obligation.State.ISSUED, Obligation.State.SIGNED)


@dataclass(frozen=True, slots=True)
class Score:
    """Weights met out of weights that apply."""

    met: int
    applicable: int

    @property
    def percent(self) -> Decimal | None:
        return percent(self.met, self.applicable)


def items() -> list[StandardItem]:
    """The lines of the checklist in force today, by pillar."""
    today = timezone.localdate()
    ended = Q(valid_to__isnull=False, valid_to__lte=today)
    rows = StandardItem.objects.filter(valid_from__lte=today).exclude(ended)
    return list(rows.select_related("pillar").order_by("pillar__rank", "rank"))


def known_answers(checkpoint: Checkpoint) -> dict[str, str]:
    """Answers the register gives by itself, by the word of `StandardItem.AnsweredBy`."""
    met = {word: ask(checkpoint) for word, ask in _KNOWN.items()}
    return {word: str(Answer.MET if is_met else Answer.MISSING) for word, is_met in met.items()}


def _has_gantry(checkpoint: Checkpoint) -> bool:
    rows = Checkpoint.objects.filter(pk=checkpoint.pk)
    return not with_gap(rows, "gantry").exists()


def _has_posts(checkpoint: Checkpoint) -> bool:
    posts = checkpoint.posts.filter(is_active=True).order_by()
    counted = dict(posts.values_list("kind_id").annotate(n=Count("pk")))
    wanted = needs.required(checkpoint, NORMAL).posts
    return all(counted.get(code, 0) >= n for code, n in wanted.items())


def _is_checked(checkpoint: Checkpoint) -> bool:
    return not checkpoint.equipment.filter(check_due_on__lt=timezone.localdate()).exists()


_KNOWN: Final[dict[str, Callable[[Checkpoint], bool]]] = {
    "gantry": _has_gantry,
    "equipment": lambda checkpoint: not needs.shortages(checkpoint, NORMAL),
    "posts": _has_posts,
    "forces": lambda checkpoint: not force_gaps([checkpoint]),
    "sign": lambda checkpoint: checkpoint.is_signed,
    "filing": lambda checkpoint: bool(checkpoint.filing_number),
    "checks": _is_checked,
}


@transaction.atomic
def assess(checkpoint: Checkpoint, *, by: Actor, given: Given, remark: str = "") -> Assessment:
    """Measure a checkpoint: score it, open a task for what is missing, end tasks for what is met.

    `given` answers the lines a person looks at; the others are computed now. Raises InvalidInput
    naming every line without an answer.
    """
    Checkpoint.objects.select_for_update().get(pk=checkpoint.pk)
    lines = _lines(checkpoint, given)
    applying = [line for line in lines if line.answer != Answer.NOT_APPLICABLE]
    met = sum(line.weight for line in applying if line.answer == Answer.MET)
    assessment = Assessment.objects.create(
        checkpoint=checkpoint,
        assessed_by=by.label,
        remark=remark,
        met_weight=met,
        applicable_weight=sum(line.weight for line in applying),
    )
    for line in lines:
        line.assessment = assessment
    AssessmentLine.objects.bulk_create(lines)
    _open_tasks(assessment, lines, by)
    _end_tasks(assessment, lines, by)
    score = (met, assessment.applicable_weight)
    record(by, checkpoint_fact("checkpoint_assessed", checkpoint, score=score))
    return assessment


def _lines(checkpoint: Checkpoint, given: Given) -> list[AssessmentLine]:
    known, rows = known_answers(checkpoint), items()
    faults: list[FieldError] = []
    lines = []
    for item in rows:
        said = {} if item.answered_by else given.get(item.code, {})
        answer = known.get(item.answered_by) or said.get("answer", "")
        if answer not in Answer.values:
            faults.append(fault(f"lines/{item.code}", "required", _("Answer this line.")))
        note = said.get("note", "")[:200]
        lines.append(AssessmentLine(item=item, answer=answer, note=note, weight=item.weight))
    known_codes = {item.code for item in rows}
    faults += [
        fault(f"lines/{code}", "unknown", _("There is no such line in the standard."))
        for code in given
        if code not in known_codes
    ]
    refuse(faults)
    return lines


def _open_tasks(assessment: Assessment, lines: Iterable[AssessmentLine], by: Actor) -> None:
    checkpoint = assessment.checkpoint
    tasks = StandardTask.objects.filter(checkpoint=checkpoint, state__in=OPEN)
    has_task = set(tasks.values_list("item_id", flat=True))
    wanted = [
        line for line in lines if line.answer == Answer.MISSING and line.item_id not in has_task
    ]
    now = timezone.now()
    orders: list[tuple[obligations.Order, dict[str, Any]]] = [
        (
            obligations.Order(
                owner_path=checkpoint.agency.path,
                title=f"{checkpoint.name}: {line.item.name}"[:120],
                subject_type="checkpoint",
                subject_id=checkpoint.code,
                due_at=now + timedelta(days=line.item.days_to_mend),
            ),
            {
                "checkpoint": checkpoint,
                "item": line.item,
                "assessment": assessment,
                "note": line.note,
            },
        )
        for line in wanted
    ]
    if orders:
        obligations.issue_many(StandardTask, by, orders)


def _end_tasks(assessment: Assessment, lines: Iterable[AssessmentLine], by: Actor) -> None:
    mended = [line.item_id for line in lines if line.answer != Answer.MISSING]
    tasks = StandardTask.objects.filter(
        checkpoint=assessment.checkpoint, state__in=OPEN, item_id__in=mended
    )
    outcome = _("Found in order at the assessment.")
    for task in tasks:
        finish_task(task, by=by, outcome=outcome)


def finish_task(
    task: StandardTask, *, by: Actor, outcome: str, version: int | None = None
) -> StandardTask:
    """Say that what was missing is there now, and how; what was not signed for is by this.

    Raises InvalidInput without a word on it, LostRace or IllegalStep where it ended before.
    """
    if not outcome.strip():
        refuse([fault("outcome", "required", _("Say what was done."))])
    with transaction.atomic():
        if task.state == Obligation.State.ISSUED:
            task = obligations.sign(task, by, version=version)
            version = task.version
        return obligations.finish(task, by, outcome=outcome.strip()[:1000], version=version)


def sign_task(task: StandardTask, *, by: Actor, version: int | None = None) -> StandardTask:
    """Answer for it from now on; raises LostRace where somebody was first."""
    return obligations.sign(task, by, version=version)


def latest(checkpoints: Iterable[Checkpoint]) -> dict[int, Assessment]:
    """The newest assessment of each checkpoint that has one, by its key, in one query."""
    rows = Assessment.objects.filter(checkpoint__in=list(checkpoints))
    newest = rows.order_by("checkpoint_id", "-assessed_at", "-pk").distinct("checkpoint_id")
    return {row.checkpoint_id: row for row in newest}
