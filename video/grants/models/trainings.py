"""That an officer passed the training without which no cameras are opened to anybody."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from grid.ledger.retention import Keep
from grid.organisation.models import Officer
from grid.scope import ScopedQuerySet


class TrainingQuerySet(ScopedQuerySet["TrainingRecord"]):
    """Records, and those of them that hold."""

    def in_force(self, on: date) -> "TrainingQuerySet":
        """Passed by that local day, not lapsed and not withdrawn."""
        return self.filter(passed_on__lte=on, valid_to__gte=on, withdrawn_at__isnull=True)


class TrainingRecord(models.Model):
    """A training in the use of video that an officer passed (视频应用培训记录), no score.

    Days are local; `valid_to` is the last day on which it holds.
    """

    scope_path: ClassVar[str] = "officer__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1096, by="valid_to", basis="three years after its end: who was trained when"
    )

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="video_trainings")
    course = models.CharField(max_length=80)
    passed_on = models.DateField()
    valid_to = models.DateField()
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=20, blank=True)  # badge number
    withdrawal = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        ordering = ("-passed_on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("passed_on")), name="video_training_forward"
            ),
            models.CheckConstraint(
                condition=~Q(recorded_by=F("officer")), name="video_training_of_another"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["officer", "valid_to"], name="video_training_holds"),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.valid_to}"
