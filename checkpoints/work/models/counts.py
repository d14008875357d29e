"""How many were checked and passed in an hour, and what came of the checks; nobody is named."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkpoints.register.models import Checkpoint
from checkpoints.work.models.rules import Kind
from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet

COUNTS: Final = Keep(days=None, basis="counts without any person or vehicle; compared year on year")


class HourlyCount(models.Model):
    """How many of a kind were checked, or passed, in one hour (时段清点).

    One row for checkpoint, hour, kind, measure, reason and direction: a second entry of the same
    is a repeat or a double. `hour` is the moment the hour begins. What passed has no reason.
    """

    class Measure(models.TextChoices):
        CHECKED = "checked", _("Checked at the post")
        PASSING = "passing", _("Passing")

    class Direction(models.TextChoices):
        IN = "in", _("Into the city")
        OUT = "out", _("Out of the city")
        BOTH = "both", _("Both ways")

    scope_path: ClassVar[str] = "checkpoint__agency__path"
    retention: ClassVar[Keep] = COUNTS

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="counts")
    hour = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind)
    measure = models.CharField(max_length=8, choices=Measure, default=Measure.CHECKED)
    reason = models.CharField(max_length=30, blank=True)
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.BOTH)
    number = models.PositiveIntegerField()
    is_late = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(default=timezone.now)
    entered_by = models.CharField(max_length=100)
    channel = models.CharField(max_length=20, blank=True)
    client_ref = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-hour", "checkpoint__code", "measure", "kind", "reason", "direction")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checkpoint", "hour", "kind", "measure", "reason", "direction"],
                name="hourly_count_once",
            ),
            models.CheckConstraint(
                condition=Q(measure="checked") | Q(reason=""), name="hourly_count_passing_bare"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["hour", "checkpoint"], name="count_by_hour")]

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.hour:%Y-%m-%d %H}h {self.kind} {self.number}"


class CountCorrection(models.Model):
    """What a count said before somebody put it right, and why (清点更正); never removed."""

    scope_path: ClassVar[str] = "count__checkpoint__agency__path"
    retention: ClassVar[Keep] = COUNTS

    count = models.ForeignKey(HourlyCount, models.CASCADE, related_name="corrections")
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    corrected_at = models.DateTimeField(default=timezone.now)
    corrected_by = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.count_id} {self.before} {self.after}"


class CheckOutcome(models.Model):
    """What came of a check (查控结果): a code, how many, a case or incident number; no identity.

    `is_result` was true of its code when it was entered. A wrong entry is struck, never removed.
    """

    scope_path: ClassVar[str] = "checkpoint__agency__path"
    retention: ClassVar[Keep] = COUNTS

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="outcomes")
    happened_at = models.DateTimeField()
    outcome = models.CharField(max_length=30)
    is_result = models.BooleanField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PEOPLE)
    number = models.PositiveSmallIntegerField(default=1)
    reference = models.CharField(max_length=40, blank=True)
    is_late = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(default=timezone.now)
    entered_by = models.CharField(max_length=100)
    client_ref = models.CharField(max_length=80, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.CharField(max_length=100, blank=True)
    struck_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-happened_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checkpoint", "client_ref"],
                condition=~Q(client_ref=""),
                name="check_outcome_sent_once",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="check_outcome_number"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["happened_at", "checkpoint"], name="outcome_by_time")
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.number} {self.happened_at:%Y-%m-%d %H:%M}"
