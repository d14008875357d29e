"""How a checkpoint was measured by the station standard, and what is owed where it falls short."""

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkpoints.register.models.checkpoints import REGISTER, Checkpoint
from checkpoints.register.models.reference import StandardItem
from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet


class Assessment(models.Model):
    """One look at a checkpoint by the standard checklist (达标测评).

    The score is kept as the weights met and the weights that apply, never as a typed rate.
    """

    scope_path: ClassVar[str] = "checkpoint__agency__path"
    retention: ClassVar[Keep] = REGISTER

    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="assessments")
    assessed_at = models.DateTimeField(default=timezone.now)
    assessed_by = models.CharField(max_length=100)
    remark = models.CharField(max_length=400, blank=True)
    met_weight = models.PositiveSmallIntegerField()
    applicable_weight = models.PositiveSmallIntegerField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-assessed_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(met_weight__lte=models.F("applicable_weight")),
                name="assessment_within_weight",
            )
        ]

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.met_weight}/{self.applicable_weight}"


class AssessmentLine(models.Model):
    """The answer to one line of the checklist (测评项): met, missing, or does not apply here."""

    class Answer(models.TextChoices):
        MET = "met", _("Met")
        MISSING = "missing", _("Not met")
        NOT_APPLICABLE = "not_applicable", _("Does not apply")

    scope_path: ClassVar[str] = "assessment__checkpoint__agency__path"
    retention: ClassVar[Keep] = REGISTER

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="lines")
    item = models.ForeignKey(StandardItem, models.PROTECT, related_name="lines")
    answer = models.CharField(max_length=14, choices=Answer)
    weight = models.PositiveSmallIntegerField()  # of the item on that day
    note = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("item__pillar__rank", "item__rank")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "item"], name="assessment_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.answer}"


class StandardTask(Obligation):
    """What a checkpoint owes for a missing line of the standard (整改任务)."""

    facts: ClassVar[str] = "checkpoints.task"
    retention: ClassVar[Keep] = REGISTER

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="standard_tasks")
    item = models.ForeignKey(StandardItem, models.PROTECT, related_name="tasks")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="tasks")
    note = models.CharField(max_length=200, blank=True)

    class Meta(Obligation.Meta):
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.UniqueConstraint(
                fields=["checkpoint", "item"],
                condition=Q(state__in=("issued", "signed")),
                name="standard_task_one_open",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def details(self) -> dict[str, Any]:
        return {"checkpoint": self.subject_id, "item": self.item_id}
