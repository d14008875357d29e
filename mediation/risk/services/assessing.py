"""Grading a dispute: by somebody who signs, and upwards by itself when it comes up again."""

from collections.abc import Collection
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, NotAllowed
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.writing import fault, locked, nameless, refuse
from grid.rights import Right
from mediation.mediators.models import MediationBody
from mediation.register import private
from mediation.register.acting import By
from mediation.register.models import Dispute
from mediation.register.told import dispute_fact
from mediation.risk import after, rulebook, scoring
from mediation.risk.models import Assessment, GradeDuty, RiskItem
from mediation.risk.services import duties

SHORTEST: Final = 4
LEVELS: Final = tuple(MediationBody.Level.values)  # the lowest first


@transaction.atomic
def assess(
    dispute: Dispute,
    *,
    by: By,
    answers: Collection[str],
    override: str | None = None,
    reason: str = "",
    version: int | None = None,
) -> Assessment:
    """Grade the dispute by the checklist in force; `answers` are the codes of what is so.

    `override` is another grade than the checklist's, with the reason; a lower one is for whoever
    may assign. Raises InvalidInput, NotAllowed, IllegalStep for a closed dispute, StaleVersion.
    """
    row = locked(dispute, version)
    if row.stage in duties.OVER:
        raise IllegalStep(_("A closed dispute is not graded any more."))
    checklist = rulebook.checklist_of(row.agency.path)
    items = rulebook.items_of(checklist)
    graded = scoring.graded(checklist, items, answers)
    grade = override or graded.grade
    _check(items, answers, graded.grade, grade, reason)
    if scoring.is_higher(graded.grade, grade) and Right.DISPUTE_ASSIGN not in by.rights:
        raise NotAllowed(_("Only a leader sets a grade below that of the checklist."))
    actor = by.as_actor()
    made = Assessment(
        dispute=row,
        checklist=checklist,
        answers=sorted(set(answers)),
        score=graded.score,
        proposed=graded.grade,
        grade=grade,
        reason=private.veil(reason.strip(), row.parties.all())[:200],
        signed_by=actor.label,
    )
    _keep(row, made, actor)
    duties.done(row, GradeDuty.Kind.REGRADE, actor, str(Dispute.Grade(grade).label))
    after.run(row, made, actor)
    record(actor, _graded_fact(row, made))
    return made


def _check(
    items: list[RiskItem], answers: Collection[str], proposed: str, grade: str, reason: str
) -> None:
    faults = nameless("reason", reason)
    unknown = sorted(set(answers) - {item.code for item in items})
    if unknown:
        told = _("The checklist in force has no such item: %s.") % ", ".join(unknown)[:100]
        faults.append(fault("answers", "unknown", told))
    if grade not in Dispute.Grade.values:
        faults.append(fault("override", "unknown", _("There is no such grade.")))
    if grade != proposed and len(reason.strip()) < SHORTEST:
        message = _("Another grade than the checklist's needs a reason.")
        faults.append(fault("reason", "required", message))
    refuse(faults)


def _keep(row: Dispute, made: Assessment, actor: Actor) -> None:
    """Put the grade into the dispute, and what it asks for onto the board."""
    now = timezone.now()
    made.before, made.signed_at = row.grade, now
    made.save()
    rule = rulebook.rule_of(row.agency.path, made.grade)
    row.grade, row.graded_at = made.grade, now
    row.level = max(row.level, rule.level, key=LEVELS.index)
    if row.stage == Dispute.Stage.REGISTERED and not made.is_provisional:
        row.stage, row.stage_since = Dispute.Stage.ASSESSED, now
    row.save(update_fields=["grade", "graded_at", "level", "stage", "stage_since", "version"])
    duties.follow_grade(row, rule, actor, now)


@transaction.atomic
def regrade(dispute: Dispute) -> Assessment | None:
    """It came up again: raise its grade where the checklist says so, never lower it.

    Somebody is to sign for a grade in time. None where the grade stays.
    """
    row = locked(dispute)
    if row.stage in duties.OVER:
        return None
    made = _by_itself(row)
    is_higher = scoring.is_higher(made.grade, row.grade)
    if is_higher:
        _keep(row, made, PLATFORM)
    rule = rulebook.rule_of(row.agency.path, made.grade)
    duties.owe_regrade(row, rule.assign_hours, timezone.now())
    if not is_higher:
        return None
    record(PLATFORM, _graded_fact(row, made))
    return made


def _by_itself(row: Dispute) -> Assessment:
    """The last answers, with what the register knows by now."""
    checklist = rulebook.checklist_of(row.agency.path)
    items = rulebook.items_of(checklist)
    known = {item.code for item in items}
    last = row.assessments.first()
    answers = scoring.suggested(row, items) | (set(last.answers) & known if last else set())
    graded = scoring.graded(checklist, items, answers)
    grade = scoring.most_pressing(graded.grade, row.grade)
    kept = "" if grade == graded.grade else "never lowered by itself"
    return Assessment(
        dispute=row,
        checklist=checklist,
        answers=sorted(answers),
        score=graded.score,
        proposed=graded.grade,
        grade=grade,
        reason=kept,
        is_provisional=True,
        signed_by=PLATFORM.label,
    )


def _graded_fact(row: Dispute, made: Assessment) -> Fact:
    return dispute_fact(
        "graded",
        row,
        before=made.before,
        score=made.score,
        checklist=made.checklist_id,
        is_provisional=made.is_provisional,
        by=made.signed_by,
    )
