"""How long a switch may take, and the procedures each level works by: rows with dates."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from checkpoints.register.models import Checkpoint, DutyLevel
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet, Viewer


class DutyTargetQuerySet(ScopedQuerySet["DutyTarget"]):
    """Targets in force on a day; the platform's own are seen by everybody."""

    def visible_to(self, viewer: Viewer) -> "DutyTargetQuerySet":
        """Those of the viewer's ground, and the defaults that hold where there are none."""
        own = Q(agency__path__startswith=viewer.agency_path)
        return self.filter(own | Q(agency__isnull=True))

    def in_force(self, on: date) -> "DutyTargetQuerySet":
        """Rows that hold on a local calendar day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)


class DutyTarget(models.Model):
    """How soon a checkpoint signs for a switch and is ready (转换时限), in seconds: dated rows.

    The row of the agency nearest above the checkpoint holds; the one without an agency holds
    where no agency has its own.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=None, basis="reference rows; old switches are measured by the targets of their day"
    )

    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    sign_s = models.PositiveIntegerField(default=300)
    ready_s = models.PositiveIntegerField(default=1800)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DutyTargetQuerySet.as_manager()

    class Meta:
        ordering = ("agency__path", "-valid_from", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "valid_from"], name="duty_target_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(sign_s__gte=1, sign_s__lte=F("ready_s")), name="duty_target_sign_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sign_s} s / {self.ready_s} s"


class SopVersion(models.Model):
    """A version of the procedure of a duty level (勤务管理规范): text that holds from a day on.

    A version is never changed: what is to be different becomes the next number. One with a
    `checkpoint` is that station's own supplement.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="orders name the version they were given by")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="duty_sops")
    level = models.ForeignKey(DutyLevel, models.PROTECT, related_name="sops")
    checkpoint = models.ForeignKey(
        Checkpoint, models.PROTECT, null=True, blank=True, related_name="duty_sops"
    )
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=20_000)
    valid_from = models.DateField(default=timezone.localdate)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("level__rank", "agency__path", "checkpoint_id", "-number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "level", "checkpoint", "number"],
                name="sop_version_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"
