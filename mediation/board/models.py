"""Why something is overdue, and what those responsible were told."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Officer
from grid.scope import ScopedQuerySet
from mediation.register.models import Dispute


class Explanation(models.Model):
    """Why a step of a dispute is overdue (超期说明), and until when that is reason enough."""

    scope_path: ClassVar[str] = "dispute__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the dispute; names nobody")

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="explanations")
    text = models.CharField(max_length=300)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.CharField(max_length=100)
    holds_until = models.DateField()  # the first day on which it is unexplained again

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-given_at", "-pk")

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.given_at:%Y-%m-%d}"


class DisputeMessage(models.Model):
    """What one officer responsible was told about a dispute (信息推送), or her daily digest."""

    class Kind(models.TextChoices):
        REGISTERED = "registered", _("New in your area")
        REPEATED = "repeated", _("Called about again")
        GRADED = "graded", _("Grade changed")
        ASSIGNED = "assigned", _("Assigned")
        LED = "led", _("Given to you to lead")
        TRANSFERRED = "transferred", _("Transferred")
        DANGER = "danger", _("Danger reported")
        OVERDUE = "overdue", _("Overdue")
        BREACHED = "breached", _("Agreement not kept")
        DIGEST = "digest", _("Daily digest")

    scope_path: ClassVar[str] = "officer__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=180, by="told_at", basis="half a year of who was told; the facts themselves stay"
    )

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")
    dispute = models.ForeignKey(Dispute, models.CASCADE, null=True, related_name="messages")
    kind = models.CharField(max_length=12, choices=Kind)
    figures = models.JSONField(default=dict)  # of a digest: counts alone
    event_seq = models.BigIntegerField(null=True)  # the fact it tells of
    day = models.DateField(default=timezone.localdate)
    told_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-told_at", "-pk")
        indexes: ClassVar = [models.Index(fields=["officer", "read_at"], name="message_unread")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer", "event_seq"], name="message_fact_once"),
            models.UniqueConstraint(
                fields=["officer", "day"], condition=Q(kind="digest"), name="message_digest_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.kind}"
