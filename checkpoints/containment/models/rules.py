"""By what a containment computes: speeds by road and hour, detours, how soon a post is in place."""

from typing import Any, ClassVar, Final

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.dated import Dated
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet

FASTEST_KMH: Final = 250


class RoadClass(models.TextChoices):
    """What kind of road a vehicle flees on (道路等级); `any` is the open ground between."""

    ANY = "any", _("Any road")
    MOTORWAY = "motorway", _("Motorway")
    TRUNK = "trunk", _("National or provincial road")
    PRIMARY = "primary", _("County road or main street")
    STREET = "street", _("Street or village road")


class EscapeSpeed(Dated):
    """How fast a fleeing vehicle gets on (逃逸车速), km/h, by class of road and local hour."""

    road_class = models.CharField(max_length=10, choices=RoadClass)
    hour_from = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(23)])
    hour_to = models.PositiveSmallIntegerField(default=24, validators=[MaxValueValidator(24)])
    speed_kmh = models.FloatField(validators=[MinValueValidator(1), MaxValueValidator(FASTEST_KMH)])

    class Meta:
        ordering = ("agency__path", "road_class", "hour_from", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "road_class", "hour_from", "valid_from"],
                name="escape_speed_once",
            ),
            models.CheckConstraint(
                condition=Q(hour_from__lt=F("hour_to"), hour_to__lte=24), name="escape_speed_hours"
            ),
            models.CheckConstraint(condition=Q(speed_kmh__gt=0), name="escape_speed_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.road_class} {self.hour_from}-{self.hour_to} {self.speed_kmh} km/h"


class EscapeDetour(Dated):
    """How much longer the way is than the straight line (绕行系数) where no roads are known."""

    factor = models.FloatField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    class Meta:
        ordering = ("agency__path", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="escape_detour_once"),
            models.CheckConstraint(condition=Q(factor__gte=1), name="escape_detour_longer"),
        ]

    def __str__(self) -> str:
        return f"× {self.factor}"


class PostTarget(Dated):
    """How soon a post must answer (封控到位时限), in seconds, and how long a containment lasts."""

    acknowledge_s = models.PositiveIntegerField(default=120)
    man_s = models.PositiveIntegerField(default=600)
    report_every_s = models.PositiveIntegerField(default=900)
    valid_s = models.PositiveIntegerField(default=4 * 3600)  # until it ends by itself
    longest_s = models.PositiveIntegerField(default=24 * 3600)  # however often it is extended
    cover_m = models.PositiveIntegerField(default=500)  # so near a post covers a crossing

    class Meta:
        ordering = ("agency__path", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="post_target_once"),
            models.CheckConstraint(
                condition=Q(
                    acknowledge_s__gt=0, man_s__gte=F("acknowledge_s"), report_every_s__gt=0,
                    valid_s__gt=0, longest_s__gte=F("valid_s"),
                ),
                name="post_target_order",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.acknowledge_s} s / {self.man_s} s"


class RoadLink(models.Model):
    """One stretch of road between two ends (路段), both ways; ends that touch are one junction.

    `length_m` is along the road, at least the straight metres between its ends.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="a register of roads; no personal data")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)  # number or name of the road: G303
    road_class = models.CharField(max_length=10, choices=RoadClass)
    start = models.PointField(srid=4326, geography=True)
    end = models.PointField(srid=4326, geography=True)
    length_m = models.FloatField(validators=[MinValueValidator(1)])

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(length_m__gt=0), name="road_link_length"),
            models.CheckConstraint(condition=~Q(road_class="any"), name="road_link_class"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"
