"""Where units are: the newest fix of each, a short track, and fixes that were set aside."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet
from patrol.units.models import Unit


class UnitPosition(models.Model):
    """The newest fix of a unit (最新定位) by the clock of its device."""

    scope_path: ClassVar[str] = "unit__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=30, by="device_time", basis="positions are kept as short as tracks"
    )

    unit = models.OneToOneField(Unit, models.CASCADE, primary_key=True, related_name="position")
    point = models.PointField(srid=4326, geography=True)
    device_time = models.DateTimeField()
    server_time = models.DateTimeField(default=timezone.now)
    still_since = models.DateTimeField()  # not moved by more than the noise since then
    accuracy_m = models.FloatField(null=True)
    speed_kmh = models.FloatField(null=True)
    heading = models.SmallIntegerField(null=True)
    source = models.CharField(max_length=12, default="phone")

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.unit_id} {self.device_time:%H:%M:%S}"


class QuarantinedFix(models.Model):
    """A fix that cannot be right (异常定位), kept apart with the reason."""

    class Reason(models.TextChoices):
        FUTURE = "future", _("From the future")
        STALE = "stale", _("Too old")
        TELEPORT = "teleport", _("Faster than possible")
        OUTSIDE = "outside", _("Outside the city")

    scope_path: ClassVar[str] = "unit__agency__path"
    retention: ClassVar[Keep] = Keep(days=30, by="server_time", basis="kept as short as tracks")

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="quarantined")
    point = models.PointField(srid=4326, geography=True)
    device_time = models.DateTimeField()
    server_time = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=10, choices=Reason)
    source = models.CharField(max_length=12)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-server_time",)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.reason}"
