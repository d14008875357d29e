"""What moves a dispute aside: transfer, suspension, escalation, danger; and its history."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from mediation.flow.models.volume import InVolume, emptied
from mediation.mediators.models import MediationBody
from mediation.register.models import Dispute


class Transfer(InVolume):
    """A dispute handed to another body or agency, or to an authority outside (移交): signed for.

    Within the platform the receiver signs for it within the hours of the rule; for an authority
    outside (`outside`) the sender writes down the number of its receipt.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    scope_path: ClassVar[str] = "to_agency__path"
    retention: ClassVar[Keep] = emptied("reason", "answer_text")

    from_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    from_body = models.ForeignKey(MediationBody, models.PROTECT, null=True, related_name="+")
    to_agency = models.ForeignKey(Agency, models.PROTECT, related_name="dispute_transfers")
    to_body = models.ForeignKey(MediationBody, models.PROTECT, null=True, related_name="+")
    outside = models.CharField(max_length=100, blank=True)
    reason = EncryptedTextField(null=True)
    stage_before = models.CharField(max_length=12, choices=Dispute.Stage)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.CharField(max_length=100)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=100, blank=True)
    answer_text = EncryptedTextField(null=True)
    receipt_number = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dispute"], condition=Q(answer=""), name="transfer_one_open"
            ),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False),
                name="transfer_answer_is_stamped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.answer or 'open'}"


class Suspension(InVolume):
    """A time in which nothing runs (中止): why, until when, and when it really ended."""

    retention: ClassVar[Keep] = emptied("reason")

    reason = EncryptedTextField(null=True)
    from_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    by = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("-from_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dispute"],
                condition=Q(ended_at__isnull=True),
                name="dispute_suspension_one_open",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("from_at")), name="dispute_suspension_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.until:%Y-%m-%d}"


class Escalation(InVolume):
    """A dispute raised to the next level (升级): community, town or station, county, city."""

    retention: ClassVar[Keep] = emptied("reason")

    from_level = models.CharField(max_length=10, choices=MediationBody.Level)
    to_level = models.CharField(max_length=10, choices=MediationBody.Level)
    reason = EncryptedTextField(null=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=100)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.to_level}"


class DangerReport(InVolume):
    """A report that a dispute may become an offence (激化报告, art. 25), made in one action."""

    class Kind(models.TextChoices):
        WEAPON = "weapon", _("A weapon or a dangerous thing")
        THREAT = "threat", _("A threat of violence")
        CROWD = "crowd", _("A crowd gathers")
        SELF_HARM = "self_harm", _("Somebody may harm themselves")
        OTHER = "other", _("Another danger")

    retention: ClassVar[Keep] = emptied("text")

    kind = models.CharField(max_length=10, choices=Kind)
    text = EncryptedTextField(null=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=100)
    incident_number = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.kind}"


class Entry(InVolume):
    """A line in a dispute's history (流转记录): which step, by whom, and the stage it led to."""

    retention: ClassVar[Keep] = emptied("text")

    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=100)
    act = models.CharField(max_length=30)
    from_stage = models.CharField(max_length=12, choices=Dispute.Stage)
    to_stage = models.CharField(max_length=12, choices=Dispute.Stage)
    text = EncryptedTextField(null=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.act}"
