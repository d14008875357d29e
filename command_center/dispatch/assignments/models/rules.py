"""Rows by which units are recommended and chased; each with the days on which it holds."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.incidents.models.targets import Dated
from grid.territory.models import Cell
from patrol.units.models import Unit


class SpeedRule(Dated):
    """How fast a kind of unit gets on (行进速度), km/h, between two local hours."""

    kind = models.CharField(max_length=12, choices=Unit.Kind)
    hour_from = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(23)])
    hour_to = models.PositiveSmallIntegerField(default=24, validators=[MaxValueValidator(24)])
    speed_kmh = models.FloatField(validators=[MinValueValidator(1), MaxValueValidator(150)])

    class Meta:
        ordering = ("agency__path", "kind", "hour_from", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "kind", "hour_from", "valid_from"], name="speed_rule_once"
            ),
            models.CheckConstraint(
                condition=Q(hour_from__lt=models.F("hour_to"), hour_to__lte=24),
                name="speed_rule_hours",
            ),
            models.CheckConstraint(condition=Q(speed_kmh__gt=0), name="speed_rule_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.hour_from}-{self.hour_to} {self.speed_kmh} km/h"


class DetourFactor(Dated):
    """How much longer the way is than the straight line (绕行系数), in an area; 1 = as straight.

    A row without a cell holds on all of its agency's ground; one with a cell only for incidents
    in that cell and those inside it.
    """

    cell = models.ForeignKey(Cell, models.PROTECT, null=True, blank=True, related_name="+")
    factor = models.FloatField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    class Meta:
        ordering = ("agency__path", "cell__code", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "cell", "valid_from"],
                nulls_distinct=False,
                name="detour_factor_once",
            ),
            models.CheckConstraint(condition=Q(factor__gte=1), name="detour_factor_longer"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.cell_id or '*'} {self.factor}"


class RecommendationRule(Dated):
    """What the recommendation asks and weighs (派警推荐规则), by the beginning of the category.

    Seconds are added to the seconds of travel: the score is the time by which the unit would be
    there plus what speaks against it, so that a person can add it up. How old a position may be
    is the row of its source (`patrol.positions.models.PositionLimit`).
    """

    category_prefix = models.CharField(max_length=12, blank=True)
    # codes at least one of the units of such a call must have
    capabilities = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    units = models.PositiveSmallIntegerField(default=1)  # how many are to be sent
    tier = models.CharField(max_length=12, choices=Unit.Tier, blank=True)  # whose work it is
    open_task_s = models.PositiveIntegerField(default=300)  # for each open assignment
    task_today_s = models.PositiveIntegerField(default=10)  # for each one since midnight
    other_tier_s = models.PositiveIntegerField(default=60)

    class Meta:
        ordering = ("agency__path", "category_prefix", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "category_prefix", "valid_from"], name="recommendation_rule_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.category_prefix or '*'}"


class ResendRule(Dated):
    """How an unsigned assignment is chased (未签收催办): sent again, then told to a supervisor."""

    level = models.SmallIntegerField(_("level"))
    after_s = models.PositiveIntegerField(default=30)
    times = models.PositiveSmallIntegerField(default=2)

    class Meta:
        ordering = ("agency__path", "level", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "level", "valid_from"], name="resend_rule_once"
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="resend_level"),
            models.CheckConstraint(condition=Q(after_s__gte=5), name="resend_not_at_once"),
        ]

    def __str__(self) -> str:
        return f"P{self.level} {self.times} × {self.after_s} s"
