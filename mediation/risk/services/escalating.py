"""What a grade gives a level to settle in is over: the level above is told, once a grading."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record
from mediation.mediators.models import MediationBody
from mediation.register.models import Dispute
from mediation.register.told import dispute_fact
from mediation.risk import rulebook
from mediation.risk.models import GradeRule
from mediation.risk.services.duties import SETTLED

LEVELS: Final = tuple(MediationBody.Level.values)  # the lowest first


@transaction.atomic
def tell_escalations(*, now: datetime | None = None) -> int:
    """Say of each dispute that stayed too long on its grade's level that it goes a level up.

    Answers how many are due; each is told once for each grading.
    """
    at = now or timezone.now()
    rows = Dispute.objects.exclude(stage__in=SETTLED).exclude(grade="").exclude(is_suspended=True)
    known: dict[tuple[str, str], GradeRule] = {}
    facts = []
    for row in rows.select_related("agency", "category", "cell").defer("cell__outline"):
        key = (row.agency.path, row.grade)
        rule = known.setdefault(key, known.get(key) or rulebook.rule_of(*key))
        if _is_due(row, rule, at):
            facts.append(_fact(row, rule))
    record(PLATFORM, *facts)
    return len(facts)


def _is_due(row: Dispute, rule: GradeRule, at: datetime) -> bool:
    """Whether the hours are over and nobody has raised it above the level of its grade."""
    if rule.escalate_hours is None or row.graded_at is None:
        return False
    is_raised = LEVELS.index(row.level) > LEVELS.index(rule.level)
    return not is_raised and row.graded_at + timedelta(hours=rule.escalate_hours) < at


def _fact(row: Dispute, rule: GradeRule) -> Fact:
    moment = row.graded_at.isoformat() if row.graded_at else ""
    key = f"disputes.escalation:{row.pk}:{moment}"
    return dispute_fact(
        "escalation_due", row, dedupe_key=key, hours=rule.escalate_hours, graded_at=moment
    )
