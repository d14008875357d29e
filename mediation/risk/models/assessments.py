"""Gradings of disputes, and what each grading makes owed."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.models import Obligation
from grid.ledger.obligations import OPEN
from grid.ledger.retention import Keep
from mediation.register.models import Dispute
from mediation.register.models.scope import OfDisputeQuerySet
from mediation.risk.models.rules import RiskChecklist


class Assessment(models.Model):
    """A grading of one dispute (风险评估), signed and dated, never changed.

    `answers` are the codes of the items that are so. `proposed` is what the checklist says,
    `grade` what holds; where they differ there is a reason. `is_provisional`: raised by the
    platform itself when the dispute came up again, until somebody signs for a grade.
    """

    scope_path: ClassVar[str] = "dispute__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=None, basis="part of the dispute's archive; about the dispute, never about a person"
    )

    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="assessments")
    checklist = models.ForeignKey(RiskChecklist, models.PROTECT, related_name="assessments")
    answers = models.JSONField(default=list)
    score = models.PositiveSmallIntegerField()
    proposed = models.CharField(max_length=6, choices=Dispute.Grade)
    grade = models.CharField(max_length=6, choices=Dispute.Grade)
    before = models.CharField(max_length=6, choices=Dispute.Grade, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    is_provisional = models.BooleanField(default=False)
    signed_by = models.CharField(max_length=100)
    signed_at = models.DateTimeField(default=timezone.now)

    objects = OfDisputeQuerySet.as_manager()

    class Meta:
        ordering = ("-signed_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(grade=models.F("proposed")) | ~Q(reason=""),
                name="assessment_other_grade_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.grade}"


class GradeDuty(Obligation):
    """What a grade asks for by a deadline (分级督办): a leader, a visit, an end, a new grading.

    One of a kind is open for a dispute at a time. Overdue for want of a leader has its own fact.
    """

    class Kind(models.TextChoices):
        LEAD = "lead", _("Leader in charge")
        VISIT = "visit", _("Visit")
        SETTLE = "settle", _("Settle the dispute")
        REGRADE = "regrade", _("Grade again")

    facts: ClassVar[str] = "disputes.duty"
    sweeps_itself: ClassVar[bool] = True  # what is over with the dispute is not overdue
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the dispute's archive")

    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="grade_duties")
    kind = models.CharField(max_length=8, choices=Kind)
    grade = models.CharField(max_length=6, choices=Dispute.Grade, blank=True)

    class Meta(Obligation.Meta):
        ordering = ("due_at", "pk")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.UniqueConstraint(
                fields=["dispute", "kind"],
                condition=Q(state__in=[state.value for state in OPEN]),
                name="grade_duty_one_open",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def details(self) -> dict[str, Any]:
        """What its facts say besides."""
        return {"duty": self.kind, "grade": self.grade}
