"""How fast a city means to answer, and how wide it looks for repeat calls: rows with dates."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet


class DatedQuerySet(ScopedQuerySet[Any]):
    """Rows in force from one day until before another."""

    def in_force(self, on: date) -> "DatedQuerySet":
        """Rows that hold on a local calendar day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)

    def not_over(self, on: date) -> "DatedQuerySet":
        """Rows that hold on that day or will hold later."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))


class Dated(models.Model):
    """A rule of one agency and all below it, until an agency nearer to the call has its own."""

    retention: ClassVar[Keep] = Keep(
        days=None, basis="reference rows; old incidents are measured by the targets of their day"
    )
    scope_path: ClassVar[str] = "agency__path"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class ResponseTarget(Dated):
    """How long one stage of an incident may take (处置时限): when it says soon, when late."""

    class Stage(models.TextChoices):
        """A span between two stamps, named after the act that ends it."""

        ANSWER = "answer", _("Answer")
        DISPATCH = "dispatch", _("Dispatch")
        ACCEPT = "accept", _("Sign for")
        DEPART = "depart", _("Set out")
        ARRIVE = "arrive", _("Arrive")
        FEEDBACK = "feedback", _("Feed back")

    level = models.SmallIntegerField()
    stage = models.CharField(max_length=8, choices=Stage)
    soon_s = models.PositiveIntegerField()
    late_s = models.PositiveIntegerField()

    class Meta:
        ordering = ("agency__path", "level", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "level", "stage", "valid_from"], name="target_once"
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="target_level"),
            models.CheckConstraint(condition=Q(soon_s__lte=F("late_s")), name="target_soon_first"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} P{self.level} {self.late_s} s"


class DuplicateRule(Dated):
    """How near in metres and minutes a call may be a repeat (重复警情判定), by category."""

    category_prefix = models.CharField(max_length=12, blank=True)
    radius_m = models.PositiveIntegerField()
    window_min = models.PositiveIntegerField()

    class Meta:
        ordering = ("agency__path", "category_prefix", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "category_prefix", "valid_from"], name="duplicate_rule_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.category_prefix or '*'} {self.radius_m} m {self.window_min} min"
