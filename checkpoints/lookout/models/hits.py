"""What notices hit, how many numbers were asked about, and what stays of a notice: counts."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from checkpoints.lookout.models.notices import Kind, Notice
from checkpoints.register.models import Checkpoint
from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.dated import Dated
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet


class Hit(Obligation):
    """A number that equals the one a notice names (比中): no proof until an officer confirms it.

    It does not hold the number. It outlives its notice, with what came of it.
    """

    class Result(models.TextChoices):
        HANDED_OVER = "handed_over", _("True: stopped and handed over")
        FOUND_SAFE = "found_safe", _("True: found and safe")
        PASSED_ON = "passed_on", _("True: drove on, passed on to others")
        MISREAD = "misread", _("False: misread or mistyped")
        ANOTHER = "another", _("False: another vehicle or person with this number")
        OUTDATED = "outdated", _("False: the notice was settled already")

    facts: ClassVar[str] = "lookout.hit"
    retention: ClassVar[Keep] = Keep(
        days=1096, by="issued_at", basis="PIPL art. 56: whoever was stopped may ask for three years"
    )

    notice = models.ForeignKey(Notice, models.SET_NULL, null=True, blank=True, related_name="hits")
    notice_number = models.CharField(max_length=20)
    notice_kind = models.CharField(max_length=14, choices=Kind)
    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    times = models.PositiveIntegerField(default=1)  # seen again while nobody had confirmed it
    last_at = models.DateTimeField()
    is_true = models.BooleanField(null=True)
    result = models.CharField(max_length=12, choices=Result, blank=True)
    incident_number = models.CharField(max_length=20, blank=True)

    class Meta(Obligation.Meta):
        ordering = ("-issued_at", "-pk")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.CheckConstraint(
                condition=Q(is_true__isnull=False) | ~Q(state="done"), name="hit_done_is_judged"
            ),
            models.UniqueConstraint(
                fields=["notice", "checkpoint"],
                condition=Q(state="issued"),
                name="hit_open_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-issued_at"], name="hit_recent")]

    def __str__(self) -> str:
        return f"{self.notice_number} {self.checkpoint_id}"

    def details(self) -> dict[str, Any]:
        """Where, on which notice, and what it was; never the number itself."""
        return {
            "number": self.notice_number,
            "notice_kind": self.notice_kind,
            "checkpoint": self.checkpoint.code,
            "checkpoint_name": self.checkpoint.name,
            "times": self.times,
            "is_true": self.is_true,
            "result": self.result,
        }


class CheckTally(models.Model):
    """How many numbers were asked about at a checkpoint in an hour (核查计数): counts, no more."""

    class What(models.TextChoices):
        PLATE = "plate", _("Plates")
        DOCUMENT = "document", _("Documents")

    scope_path: ClassVar[str] = "checkpoint__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1096, by="hour", basis="counts without persons; compared year on year"
    )

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="+")
    hour = models.DateTimeField()
    what = models.CharField(max_length=8, choices=What)
    checked = models.PositiveIntegerField(default=0)
    unreadable = models.PositiveIntegerField(default=0)
    hits = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-hour", "checkpoint_id", "what")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checkpoint", "hour", "what"], name="check_tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.hour:%Y-%m-%d %H} {self.checked}"


class NoticeStatistic(models.Model):
    """What is left of a notice (通报统计): counts without number, instrument or identity."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="counts; nothing leads back to anybody")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind)
    ended_on = models.DateField()
    was_revoked = models.BooleanField(default=False)
    days = models.PositiveSmallIntegerField()  # begun days it was in force
    renewals = models.PositiveSmallIntegerField(default=0)
    stations = models.PositiveIntegerField(default=0)
    acknowledged = models.PositiveIntegerField(default=0)
    hits_true = models.PositiveIntegerField(default=0)
    hits_false = models.PositiveIntegerField(default=0)
    hits_open = models.PositiveIntegerField(default=0)
    checks = models.PositiveBigIntegerField(default=0)  # numbers asked about on its ground

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-ended_on", "-pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.ended_on}"


class LookoutRule(Dated):
    """Minutes a station has to acknowledge a notice and to confirm a hit (签收与核实时限)."""

    acknowledge_min = models.PositiveSmallIntegerField(default=30)
    confirm_min = models.PositiveSmallIntegerField(default=10)

    class Meta:
        ordering = ("agency__path", "-valid_from", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="lookout_rule_once"),
            models.CheckConstraint(
                condition=Q(acknowledge_min__gte=1, confirm_min__gte=1), name="lookout_rule_minutes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.acknowledge_min}/{self.confirm_min} min"
