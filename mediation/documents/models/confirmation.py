"""The thirty days in which both parties may ask the court to confirm their agreement."""

from typing import Any, ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from mediation.documents.models.paper import Paper
from mediation.register.models import Dispute

CONFIRMATION_DAYS: Final = 30  # People's Mediation Law art. 33, Civil Procedure Law art. 205


class ConfirmationDue(Obligation):
    """Judicial confirmation (司法确认): the parties are asked, and go to court in time or not.

    Due thirty days after the agreement took effect: by then it is filed, or the parties have
    said that they do not want it.
    """

    class Decision(models.TextChoices):
        FILED = "filed", _("Filed with the court")
        NOT_WANTED = "not_wanted", _("Not wanted by the parties")
        CONFIRMED = "confirmed", _("Confirmed by the court")
        REJECTED = "rejected", _("Not confirmed by the court")

    facts: ClassVar[str] = "disputes.confirmation"
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the dispute; names nobody")

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="confirmations")
    paper = models.OneToOneField(Paper, models.PROTECT, related_name="confirmation")
    effective_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    court = models.CharField(max_length=60, blank=True)
    court_number = models.CharField(max_length=60, blank=True)
    filed_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)

    class Meta:
        ordering = ("due_at", "pk")
        constraints: ClassVar = [*Obligation.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.state}"

    def details(self) -> dict[str, Any]:
        return {"number": self.dispute.number, "decision": self.decision}
