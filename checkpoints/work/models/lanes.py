"""The lanes and queues of a checkpoint, and the times it let everybody through."""

from datetime import datetime
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from checkpoints.register.models import Checkpoint
from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet

_DUTY: Final = "duty records, three years like the audit"


class LaneReport(models.Model):
    """What the lanes of a checkpoint were like at a moment (车道状态); the latest is the state.

    Queues are in metres, because a line of vehicles is seen and not counted.
    """

    scope_path: ClassVar[str] = "checkpoint__agency__path"
    retention: ClassVar[Keep] = Keep(days=1095, by="reported_at", basis=_DUTY)

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="lane_reports")
    reported_at = models.DateTimeField()
    open_in = models.PositiveSmallIntegerField()
    open_out = models.PositiveSmallIntegerField()
    queue_in_m = models.PositiveIntegerField(default=0)
    queue_out_m = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField(default=timezone.now)
    entered_by = models.CharField(max_length=100)
    client_ref = models.CharField(max_length=80, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-reported_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checkpoint", "client_ref"],
                condition=~Q(client_ref=""),
                name="lane_report_sent_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["checkpoint", "-reported_at"], name="lane_latest")
        ]

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.open_in}+{self.open_out}"


class SuspensionQuerySet(ScopedQuerySet["Suspension"]):
    """Suspensions, and those that hold at a moment: none has to be ended by anybody."""

    def in_force(self, at: datetime | None = None) -> "SuspensionQuerySet":
        at = at or timezone.now()
        not_ended = Q(ended_at__isnull=True) | Q(ended_at__gt=at)
        return self.filter(not_ended, starts_at__lte=at, until__gt=at)


class Suspension(models.Model):
    """A time in which a checkpoint does not check (暂停查验), say for congestion, with its end.

    It ends by itself at `until`, or earlier when somebody says so; it stays listed.
    """

    scope_path: ClassVar[str] = "checkpoint__agency__path"
    retention: ClassVar[Keep] = Keep(days=1095, by="starts_at", basis=_DUTY)

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="suspensions")
    reason = models.CharField(max_length=30)
    note = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    until = models.DateTimeField()
    started_by = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("starts_at")), name="suspension_forward")
        ]

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def over_at(self) -> datetime:
        """When it ended or will end."""
        return min(self.ended_at or self.until, self.until)

    def holds(self, at: datetime | None = None) -> bool:
        return self.starts_at <= (at or timezone.now()) < self.over_at
