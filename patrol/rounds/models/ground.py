"""Beats, patrol points and routes: what is walked, version by version."""

from secrets import token_hex
from typing import ClassVar, Final

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from grid.territory.models import Place
from grid.territory.windows import said
from patrol.units.models import Unit

_GROUND: Final = Keep(days=None, basis="what was patrolled stays answerable; no personal data")


def new_tag() -> str:
    """What a point's QR or NFC tag says: 48 random bits, so that it is read and not guessed."""
    return token_hex(6).upper()


class Beat(models.Model):
    """A beat (巡区): cells that are patrolled as one. Codes, because cells change by version."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _GROUND

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="beats")
    cell_codes = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class PatrolPoint(models.Model):
    """A patrol point (巡逻必到点): where a round checks in by code, geofence or hand.

    A stand-by point (驻守点) is where a unit waits ready; a post (高峰岗) is held in its time
    windows, written as those of a key place; a camera is named in words and has no ground.
    """

    class Kind(models.TextChoices):
        CHECK = "check", _("Check-in point")
        STANDBY = "standby", _("Stand-by point")
        POST = "post", _("Peak-time post")
        CAMERA = "camera", _("Camera")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _GROUND

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CHECK)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="patrol_points")
    tag = models.CharField(max_length=40, unique=True, default=new_tag)  # QR text or NFC number
    point = models.PointField(srid=4326, geography=True, null=True, blank=True)
    cell_code = models.CharField(max_length=20, blank=True, db_index=True)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="patrol_points"
    )
    radius_m = models.PositiveSmallIntegerField(
        default=50, validators=[MinValueValidator(5), MaxValueValidator(500)]
    )
    dwell_s = models.PositiveIntegerField(default=60, validators=[MaxValueValidator(7200)])
    windows = models.JSONField(default=list, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="posts")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(radius_m__gte=5, radius_m__lte=500), name="patrol_point_radius"
            ),
            models.CheckConstraint(
                condition=Q(point__isnull=False) | Q(kind="camera"), name="patrol_point_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def said_windows(self) -> list[str]:
        """The time windows in the reader's words."""
        return [said(window) for window in self.windows]


class Route(models.Model):
    """A patrol route (巡线): one of three tiers; what is walked is its version in force."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _GROUND

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    tier = models.CharField(max_length=12, choices=Unit.Tier, default=Unit.Tier.ROADS)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="routes")
    beat = models.ForeignKey(Beat, models.PROTECT, null=True, blank=True, related_name="routes")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class RouteVersion(models.Model):
    """A route as it was drawn (巡线版本), in force from one moment until before another."""

    scope_path: ClassVar[str] = "route__agency__path"
    retention: ClassVar[Keep] = _GROUND

    route = models.ForeignKey(Route, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    line = models.LineStringField(srid=4326, geography=True, null=True, blank=True)
    min_gap_s = models.PositiveIntegerField(default=1800)  # between visits of one point
    pace_s = models.PositiveIntegerField(default=600)  # from one point to the next, dwell included
    laps = models.PositiveSmallIntegerField(default=1)
    is_shuffled = models.BooleanField(default=True)
    reason = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=100)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_to = models.DateTimeField(null=True, blank=True)
    points = models.ManyToManyField(PatrolPoint, through="RouteStop", related_name="versions")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["route", "number"], name="route_version_once"),
            models.UniqueConstraint(
                fields=["route"], condition=Q(valid_to__isnull=True), name="route_one_open_version"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="route_version_forward",
            ),
            models.CheckConstraint(
                condition=Q(laps__gte=1, laps__lte=12), name="route_version_laps"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route_id} v{self.number}"


class RouteStop(models.Model):
    """A point on a version of a route (巡线点位), in the order it was drawn."""

    scope_path: ClassVar[str] = "version__route__agency__path"
    retention: ClassVar[Keep] = _GROUND

    version = models.ForeignKey(RouteVersion, models.CASCADE, related_name="stops")
    point = models.ForeignKey(PatrolPoint, models.PROTECT, related_name="route_stops")
    order = models.PositiveSmallIntegerField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "point"], name="route_stop_point_once"),
            models.UniqueConstraint(fields=["version", "order"], name="route_stop_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.order}"
