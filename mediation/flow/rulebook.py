"""Within how many hours a step is done: rows of the day, of the agency and the grade."""

from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from grid.organisation.dated import DatedQuerySet, holding
from mediation.flow.models import StepKind, StepRule
from mediation.register.models import Dispute
from mediation.risk.models import GradeRule

# Steps whose hours the rule of a grade has, where a city wrote no row of its own for the grade.
BY_GRADE: Final = {
    StepKind.ASSIGN: "assign_hours",
    StepKind.ASK_CONSENT: "consent_hours",
    StepKind.FIRST_SESSION: "session_hours",
}
FALLBACK: Final = 24  # hours, where somebody ended every row


def hours(dispute: Dispute, kind: StepKind) -> int:
    """Hours for this step of this dispute, by the rules in force today."""
    row = _row(dispute, kind)
    if kind in BY_GRADE and dispute.grade and not (row and row.grade):
        rule = holding(GradeRule, dispute.agency.path, grade=dispute.grade)
        if rule is not None:
            return int(getattr(rule, BY_GRADE[kind]))
    return row.hours if row else FALLBACK


def _row(dispute: Dispute, kind: StepKind) -> StepRule | None:
    """The nearest row of this kind: one for the grade before one for all."""
    codes = dispute.agency.path.strip("/").split("/")
    rows = (
        DatedQuerySet(StepRule)
        .in_force(timezone.localdate())
        .filter(
            Q(agency__isnull=True) | Q(agency__code__in=codes),
            kind=kind,
            grade__in=("", dispute.grade),
        )
    )
    found = list(rows.select_related("agency"))
    return max(found, key=lambda row: (bool(row.grade), row.nearness), default=None)


def span(dispute: Dispute, kind: StepKind) -> timedelta:
    """The same as a length of time."""
    return timedelta(hours=hours(dispute, kind))
