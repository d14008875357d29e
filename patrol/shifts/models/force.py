"""The daily force return: what a level asks for, and what was there."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet

TOTALS: Final = ("officers", "auxiliaries", "vehicles", "weapons")


class ForceLevel(models.Model):
    """A level of force (勤务等级): normal, reinforced, wartime …; rows in order."""

    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows")

    code = models.SlugField(max_length=20, primary_key=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("rank",)

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


class Four(models.Model):
    """The four totals of a force."""

    officers = models.PositiveIntegerField(default=0)
    auxiliaries = models.PositiveIntegerField(default=0)
    vehicles = models.PositiveIntegerField(default=0)
    weapons = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def totals(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in TOTALS}


class ForcePlan(Four):
    """What an agency itself puts on the street in a day at a level (警力计划), from day to day.

    Only its own force: what is below it has plans of its own, and sums are computed.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows; old returns stand by them")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="force_plans")
    level = models.ForeignKey(ForceLevel, models.PROTECT, related_name="+")
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("agency__path", "level__rank", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "level", "valid_from"], name="force_plan_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="force_plan_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.level_id}"


class ForceReturn(Four):
    """What an agency itself had on duty on a local day (警力日报), counted from the roster.

    `planned` is the plan of its level on that day, kept because plans change.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=3650, by="day", basis="totals without persons; ten years of comparison"
    )

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="force_returns")
    day = models.DateField()
    level = models.ForeignKey(ForceLevel, models.PROTECT, related_name="+")
    planned = models.JSONField(default=dict)
    computed_at = models.DateTimeField(default=timezone.now)
    computed_by = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "agency__path")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "day"], name="force_return_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day}"
