"""Why a dispute is overdue, on its page: what was said, and a form to say it."""

from typing import Any

from django.utils import timezone

from grid.organisation.models import Officer
from grid.rights import Right
from mediation.board.forms import ExplainForm
from mediation.board.ledger import is_late
from mediation.register.models import Dispute

SHOWN = 5


def shown(dispute: Dispute, officer: Officer) -> dict[str, Any] | None:
    """None where nothing is or was overdue."""
    given = list(dispute.explanations.all()[:SHOWN])
    late = is_late(dispute)
    if not given and not late:
        return None
    today = timezone.localdate()
    return {
        "is_late": late,
        "is_explained": any(one.holds_until > today for one in given),
        "given": given,
        "form": ExplainForm() if late and officer.has_right(Right.DISPUTE_WORK) else None,
    }
