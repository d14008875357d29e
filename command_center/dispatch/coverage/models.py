"""Response circles, how many units a station must keep, gaps in that, and units moved up."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from command_center.incidents.models.targets import Dated
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from grid.territory.models import Place
from patrol.units.models import Station, Unit


class ResponseCircle(Dated):
    """A response circle (一三五圈): some force must reach this point within 1, 3 or 5 minutes.

    Forces are stations, units or agencies with all below them; none named: every unit of the
    circle's agency. Where `radius_m` is drawn, being inside it is enough; without it the travel
    time decides and the ring shown is what a car reaches at that hour.
    """

    name = models.CharField(max_length=100)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="circles")
    point = models.PointField(srid=4326, geography=True)
    tier = models.PositiveSmallIntegerField()
    radius_m = models.PositiveIntegerField(null=True, blank=True)
    stations = models.ManyToManyField(Station, blank=True, related_name="circles")
    units = models.ManyToManyField(Unit, blank=True, related_name="circles")
    agencies = models.ManyToManyField(Agency, blank=True, related_name="serving_circles")

    class Meta:
        ordering = ("tier", "name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(tier__in=[1, 3, 5]), name="circle_tier"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="circle_validity_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.tier}"


class CoverageRequirement(Dated):
    """How many units must be free at a station (最低备勤): of a kind, or of any.

    Without a radius the station's own units count wherever they are; with one, every free unit
    with a fresh position that close to the station.
    """

    station = models.ForeignKey(Station, models.PROTECT, related_name="requirements")
    kind = models.CharField(max_length=12, choices=Unit.Kind, blank=True)
    min_available = models.PositiveSmallIntegerField(default=1)
    radius_m = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("station__code", "kind", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station", "kind", "valid_from"], name="requirement_once"
            ),
            models.CheckConstraint(condition=Q(min_available__gte=1), name="requirement_some"),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.kind or '*'} {self.min_available}"


class CoverageGap(models.Model):
    """A time in which a station had fewer free units than required (空防)."""

    scope_path: ClassVar[str] = "requirement__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="opened_at", basis="duty records, three years like the audit"
    )

    requirement = models.ForeignKey(CoverageRequirement, models.CASCADE, related_name="gaps")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    required = models.PositiveSmallIntegerField()
    available = models.PositiveSmallIntegerField()  # when it opened

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["requirement"], condition=Q(closed_at__isnull=True), name="gap_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.available}/{self.required}"


class MoveUp(models.Model):
    """A proposal to move a unit into the hole a dispatch leaves (补位), and what was decided."""

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")

    scope_path: ClassVar[str] = "unit__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="decided_at", basis="duty records, three years like the audit"
    )

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="move_ups")
    gone = ArrayField(models.CharField(max_length=20))  # call signs whose leaving made the hole
    place_key = models.CharField(max_length=60)
    place_name = models.CharField(max_length=100)
    travel_s = models.PositiveIntegerField()
    circles_restored = models.IntegerField()  # net: gained less lost elsewhere
    points_restored = models.IntegerField()
    decision = models.CharField(max_length=8, choices=Decision)
    reason = models.CharField(max_length=200, blank=True)
    order_number = models.CharField(max_length=20, blank=True)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-decided_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decision="accepted") | ~Q(reason=""), name="move_up_refused_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.place_key} {self.decision}"
