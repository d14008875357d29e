"""Alert rules and alerts."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet


class AlertRule(models.Model):
    """Which fact becomes which alert (告警规则): condition, priority, whom, sound, escalation."""

    scope_path: ClassVar[str] = "agency__path"

    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    agency = models.ForeignKey(Agency, models.PROTECT)
    fact_kind = models.CharField(max_length=60)
    condition = models.JSONField(default=dict, blank=True)
    priority = models.SmallIntegerField()
    roles = models.JSONField(default=list)
    sound = models.CharField(max_length=20, default="auto")
    escalation = models.JSONField(default=list)
    dedupe = models.CharField(max_length=120, default="{subject_type}:{subject_id}")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Alert(models.Model):
    """An alert (告警): something an operator must answer."""

    class State(models.TextChoices):
        OPEN = "open", _("Unacknowledged")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        SHELVED = "shelved", _("Shelved")
        RESOLVED = "resolved", _("Resolved")

    scope_path: ClassVar[str] = "agency__path"

    rule = models.ForeignKey(AlertRule, models.PROTECT, null=True)
    source_key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    priority = models.SmallIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    point = models.PointField(srid=4326, geography=True, null=True)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    raised_at = models.DateTimeField(default=timezone.now)
    occurrences = models.PositiveIntegerField(default=1)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=100, blank=True)
    shelved_until = models.DateTimeField(null=True)
    shelved_reason = models.CharField(max_length=200, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=100, blank=True)
    escalation_step = models.SmallIntegerField(default=0)
    escalated_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("priority", "-raised_at")
        indexes: ClassVar = [
            models.Index(
                fields=["priority", "raised_at"], name="alert_open", condition=Q(state="open")
            )
        ]

    def __str__(self) -> str:
        return self.title
