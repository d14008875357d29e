"""Where units are: the newest fix of each, a short track, and fixes that were set aside."""

from datetime import date
from typing import Any, ClassVar, Final

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from patrol.units.models import Unit

TRACK_DAYS: Final = 30
_SHORT: Final = "kept as short as tracks"


class DatedQuerySet(ScopedQuerySet[Any]):
    """Rows in force from one day until before another."""

    def in_force(self, on: date) -> "DatedQuerySet":
        """Rows that hold on a local calendar day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)


class Dated(models.Model):
    """A rule of one city from one day until before another."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class PositionLimit(Dated):
    """How long a fix of one source counts, and how far it may be off (定位时限), for one city.

    Seconds: `stale_after_s` turns the ring grey, `recommend_within_s` is as old as a unit that
    is recommended may be, `latest_within_s` as old as a fix may arrive and still be the newest.
    Within `noise_m` metres a unit stands still.
    """

    class Source(models.TextChoices):
        PHONE = "phone", _("Phone")
        VEHICLE = "vehicle", _("Vehicle")
        RADIO = "radio", _("Radio set")
        HAND = "hand", _("Entered by hand")

    source = models.CharField(max_length=12, choices=Source)
    stale_after_s = models.PositiveIntegerField()
    recommend_within_s = models.PositiveIntegerField()
    latest_within_s = models.PositiveIntegerField()
    noise_m = models.PositiveIntegerField()

    class Meta:
        ordering = ("agency__path", "source", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "source", "valid_from"], name="position_limit_once"
            ),
            models.CheckConstraint(
                condition=Q(stale_after_s__lte=F("recommend_within_s")),
                name="position_limit_grey_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.stale_after_s} s"


class UnitPosition(models.Model):
    """The newest fix of a unit (最新定位) by the clock of its device.

    `still_at` is where the unit has been, within the noise of its source, since `still_since`.
    `written_by` is the transaction that wrote the row, by which readers find what is new.
    """

    scope_path: ClassVar[str] = "unit__agency__path"
    retention: ClassVar[Keep] = Keep(days=TRACK_DAYS, by="device_time", basis=_SHORT)

    unit = models.OneToOneField(Unit, models.CASCADE, primary_key=True, related_name="position")
    point = models.PointField(srid=4326, geography=True)
    device_time = models.DateTimeField()
    server_time = models.DateTimeField(default=timezone.now)
    still_since = models.DateTimeField()
    still_at = models.PointField(srid=4326, geography=True, spatial_index=False)
    accuracy_m = models.FloatField(null=True)
    speed_kmh = models.FloatField(null=True)
    heading = models.SmallIntegerField(null=True)
    source = models.CharField(max_length=12, choices=PositionLimit.Source, default="phone")
    written_by = models.BigIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.unit_id} {self.device_time:%H:%M:%S}"


class TrackFix(models.Model):
    """One fix of a unit's track (轨迹点), in a table cut into days (UTC) and dropped day by day.

    `is_late` marks a fix that came too late to be the newest.
    """

    scope_path: ClassVar[str] = "unit__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=TRACK_DAYS, by="device_time", basis="tracks of duty, for review, then gone"
    )

    pk = models.CompositePrimaryKey("unit_id", "device_time")
    # Units are closed, never deleted, and looking each one up would double the cost of a fix.
    unit = models.ForeignKey(
        Unit, models.CASCADE, related_name="track", db_index=False, db_constraint=False
    )
    device_time = models.DateTimeField()
    server_time = models.DateTimeField()
    lng = models.FloatField()  # WGS-84; a track is drawn, never searched by place
    lat = models.FloatField()
    accuracy_m = models.FloatField(null=True)
    speed_kmh = models.FloatField(null=True)
    heading = models.SmallIntegerField(null=True)
    source = models.CharField(max_length=12, choices=PositionLimit.Source)
    is_late = models.BooleanField(default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("unit_id", "device_time")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.device_time:%H:%M:%S}"


class QuarantinedFix(models.Model):
    """A fix that cannot be right (异常定位), kept apart with the reason."""

    class Reason(models.TextChoices):
        FUTURE = "future", _("From the future")
        TELEPORT = "teleport", _("Faster than possible")
        OUTSIDE = "outside", _("Outside the city")

    scope_path: ClassVar[str] = "unit__agency__path"
    retention: ClassVar[Keep] = Keep(days=TRACK_DAYS, by="server_time", basis=_SHORT)

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="quarantined")
    point = models.PointField(srid=4326, geography=True, spatial_index=False)
    device_time = models.DateTimeField()
    server_time = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=10, choices=Reason)
    source = models.CharField(max_length=12, choices=PositionLimit.Source)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-server_time", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "device_time", "reason"], name="quarantined_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.reason}"


class SpeedLimit(Dated):
    """The fastest a kind of unit can move (最高合理速度), in km/h, for one city."""

    kind = models.CharField(max_length=12, choices=Unit.Kind)
    max_kmh = models.PositiveIntegerField()

    class Meta:
        ordering = ("agency__path", "kind", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "kind", "valid_from"], name="speed_limit_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.max_kmh} km/h"
