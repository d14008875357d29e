"""What is owed next on a dispute, and by when."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.dated import CityRule
from mediation.flow.models.ends import Performance
from mediation.register.models import Dispute


class StepKind(models.TextChoices):
    """What has to be done (办理环节)."""

    ASSESS = "assess", _("Grade the risk")
    ASSIGN = "assign", _("Assign it")
    ASK_CONSENT = "ask_consent", _("Ask each party")
    FIRST_SESSION = "first_session", _("Hold the first session")
    NEXT_SESSION = "next_session", _("Hold the next session")
    END_MEDIATION = "end_mediation", _("Come to an end within a month")
    SIGN_AGREEMENT = "sign_agreement", _("Sign the agreement")
    PERFORM = "perform", _("See that it is performed")
    GIVE_NOTICE = "give_notice", _("Give notice of the other ways")
    REVISIT_7 = "revisit_7", _("Visit after 7 days")
    REVISIT_30 = "revisit_30", _("Visit after 30 days")
    SIGN_TRANSFER = "sign_transfer", _("Sign for the transfer")
    RESUME = "resume", _("Take it up again")
    CLOSE = "close", pgettext_lazy("ground", "Close it")
    ARCHIVE = "archive", _("Archive it")


class StepRule(CityRule):
    """Within how many hours a step is done (办理时限), of one grade or of all where it names none.

    The hours to assign, to ask the parties and to the first session stand in the rule of the
    grade (`risk`), and a row here holds before it.
    """

    kind = models.CharField(max_length=15, choices=StepKind)
    grade = models.CharField(max_length=6, choices=Dispute.Grade, blank=True)
    hours = models.PositiveIntegerField()

    class Meta:
        ordering = ("agency__path", "kind", "grade", "-valid_from")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["agency", "kind", "grade", "valid_from"],
                name="step_rule_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(hours__gte=1), name="step_rule_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.grade or '*'} {self.hours}"


class Step(Obligation):
    """The next thing owed on a dispute (办理时限); the agency of `owner_path` owes it.

    While a dispute is suspended its steps are due as much later as it lasts.
    """

    facts: ClassVar[str] = "disputes.step"
    retention: ClassVar[Keep] = Keep(days=None, basis="whether a dispute was kept to its time")

    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=15, choices=StepKind)
    course_number = models.PositiveSmallIntegerField(default=1)
    performance = models.ForeignKey(Performance, models.CASCADE, null=True, related_name="steps")

    class Meta(Obligation.Meta):
        ordering = ("due_at", "pk")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.UniqueConstraint(
                fields=["dispute", "kind", "performance"],
                condition=Q(state__in=["issued", "signed"]),
                name="step_open_once",
                nulls_distinct=False,
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                name="step_open_due",
                condition=Q(state__in=["issued", "signed"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.kind}"

    def details(self) -> dict[str, Any]:
        return {
            "step": self.kind,
            "dispute": self.dispute.number,
            "grade": self.dispute.grade,
            "stage": self.dispute.stage,
            "course": self.course_number,
        }
