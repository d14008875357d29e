"""The panel of the grade on a dispute's page."""

from typing import Any

from django.utils import timezone

from grid.organisation.models import Officer
from grid.rights import Right
from mediation.register.models import Dispute
from mediation.risk import rulebook, selectors
from mediation.risk.models import GradeDuty
from mediation.risk.services.duties import OVER

SHOWN = 10  # gradings


def show(dispute: Dispute, officer: Officer) -> dict[str, Any]:
    """The grade, what it asks for, what is owed, and every change of it."""
    owed = selectors.duties(dispute)
    rule = rulebook.rule_of(dispute.agency.path, dispute.grade) if dispute.grade else None
    is_open = dispute.stage not in OVER
    return {
        "assessments": list(selectors.assessments(officer, dispute)[:SHOWN]),
        "duties": owed,
        "rule": rule,
        "now": timezone.now(),
        "regrade": any(duty.kind == GradeDuty.Kind.REGRADE for duty in owed),
        "visit": any(duty.kind == GradeDuty.Kind.VISIT for duty in owed),
        "may_assess": is_open and Right.DISPUTE_WORK in officer.rights,
        "may_lead": is_open and Right.DISPUTE_ASSIGN in officer.rights,
    }
