"""Points, the cameras on them, and the platforms that each camera is known to."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Transform
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q, Value
from django.db.models.functions import Cast, Coalesce, Concat, Lower
from django.utils import timezone

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from grid.territory.models import Cell, Division
from video.register.models import codes
from video.register.models.platforms import CatalogNode, Platform
from video.register.models.reference import REGISTER, CameraClass, Company, Contract


class VideoPoint(models.Model):
    """A surveillance point (监控点位): one pole or wall with one camera or several."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = REGISTER

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="video_points")
    address = models.CharField(max_length=200, blank=True)
    pole_number = models.CharField(max_length=40, blank=True)
    location = models.PointField(srid=4326, geography=True, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class CameraQuerySet(ScopedQuerySet["Camera"]):
    """Cameras, and those of them that stand."""

    def standing(self) -> "CameraQuerySet":
        """Not removed: what the ledger of cameras counts (台账)."""
        return self.exclude(device_state=codes.DeviceState.REMOVED)

    def in_use(self) -> "CameraQuerySet":
        """Meant to work today."""
        return self.filter(device_state=codes.DeviceState.IN_USE)


class Camera(models.Model):
    """A camera's file (一机一档). No picture, stream, user name or password is part of it.

    `location` is WGS-84; `source_*` is the pair as received. `bearing` is degrees clockwise from
    north, `view_angle` degrees, `view_radius` metres.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = REGISTER

    code = models.CharField(max_length=30, unique=True)  # number in the city's ledger
    search_text = models.GeneratedField(  # an early column: a search need not unpack the row
        expression=Lower(
            Concat(
                *("name", Value(" "), "code", Value(" "), Coalesce("gb_id", Value("")), Value(" ")),
                *("original_code", Value(" "), "common_name", Value(" "), "initials", Value(" ")),
                *("pole_number", Value(" "), "address"),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    gb_id = models.CharField(max_length=20, null=True, blank=True, unique=True)
    original_code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=120)
    common_name = models.CharField(max_length=120, blank=True)
    initials = models.CharField(max_length=60, blank=True)  # pinyin initials, for search
    point = models.ForeignKey(
        VideoPoint, models.PROTECT, null=True, blank=True, related_name="cameras"
    )
    camera_class = models.ForeignKey(CameraClass, models.PROTECT, related_name="cameras")
    is_public = models.BooleanField(default=True)  # as its class; social cameras are their owners'
    # Whose and where
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cameras")
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True, related_name="+")
    civil_code = models.CharField(max_length=12, blank=True)
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    pole_number = models.CharField(max_length=40, blank=True)
    location = models.PointField(srid=4326, geography=True, null=True, blank=True)
    mercator = models.GeneratedField(
        expression=Transform(Cast("location", models.PointField(srid=4326)), 3857),
        output_field=models.PointField(srid=3857, null=True),
        db_persist=True,
    )
    # A copy of the computed state (`video.health`, its trigger keeps it) so that a tile of the map
    # reads one table only; it moves neither `version` nor `updated_at`.
    link_state = models.CharField(max_length=12, default="unknown", editable=False)
    source_crs = models.CharField(max_length=8, default="wgs84")
    source_lng = models.FloatField(null=True, blank=True)
    source_lat = models.FloatField(null=True, blank=True)
    bearing = models.FloatField(null=True, blank=True)
    view_angle = models.FloatField(null=True, blank=True)
    view_radius = models.FloatField(null=True, blank=True)
    direction = models.PositiveSmallIntegerField(choices=codes.Direction, null=True, blank=True)
    position_types = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    room_type = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 outdoors, 2 indoors
    height_m = models.FloatField(null=True, blank=True)
    # What it is
    point_type = models.PositiveSmallIntegerField(choices=codes.PointType, null=True, blank=True)
    manufacturer = models.PositiveSmallIntegerField(
        choices=codes.Manufacturer, null=True, blank=True
    )
    model = models.CharField(max_length=60, blank=True)
    camera_type = models.PositiveSmallIntegerField(choices=codes.CameraType, null=True, blank=True)
    function_types = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    supply_light = models.PositiveSmallIntegerField(
        choices=codes.SupplyLight, null=True, blank=True
    )
    codec = models.PositiveSmallIntegerField(choices=codes.Codec, null=True, blank=True)
    resolution = models.CharField(max_length=20, blank=True)
    has_microphone = models.BooleanField(default=False)
    # How it is reached
    ipv4 = models.GenericIPAddressField(protocol="IPv4", null=True, blank=True)
    ipv6 = models.GenericIPAddressField(protocol="IPv6", null=True, blank=True)
    mac = models.CharField(max_length=17, blank=True)  # AA-BB-CC-DD-EE-FF
    port = models.PositiveIntegerField(null=True, blank=True)
    channel_number = models.CharField(max_length=20, blank=True)
    protocol = models.CharField(max_length=30, blank=True)
    network = models.PositiveSmallIntegerField(choices=codes.Network, null=True, blank=True)
    networked = models.BooleanField(default=True)
    platform = models.ForeignKey(  # the one it hangs on directly: platform or recorder
        Platform, models.PROTECT, null=True, blank=True, related_name="cameras"
    )
    # Whose responsibility
    owner = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="owned_cameras"
    )
    builder = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="built_cameras"
    )
    contractor = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="kept_cameras"
    )
    lease = models.ForeignKey(
        Contract, models.PROTECT, null=True, blank=True, related_name="leased_cameras"
    )
    managing_unit = models.CharField(max_length=80, blank=True)
    managing_phone = models.CharField(max_length=60, blank=True)  # of a desk
    departments = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    warranty_to = models.DateField(null=True, blank=True)
    # Lawfulness (decree 799)
    site_category = models.CharField(max_length=20, choices=codes.SiteCategory, blank=True)
    necessity = models.CharField(max_length=200, blank=True)
    forbidden_place = models.CharField(max_length=20, choices=codes.ForbiddenPlace, blank=True)
    near_protected_site = models.BooleanField(default=False)
    consent_document = models.CharField(max_length=80, blank=True)
    is_signed = models.BooleanField(default=False)  # the notice that tells people hangs there
    sign_photo = models.CharField(max_length=80, blank=True)  # where it is filed; none is kept here
    is_key_target = models.BooleanField(default=False)  # 反恐重点目标: keeps 90 days
    retention_days = models.PositiveSmallIntegerField(null=True, blank=True)
    filing_number = models.CharField(max_length=60, blank=True)
    filed_on = models.DateField(null=True, blank=True)
    refile_since = models.DateField(null=True, blank=True)  # what was filed is no longer so
    filing_told_on = models.DateField(null=True, blank=True)  # that it is unfiled after its time
    # Its days
    installed_on = models.DateField(null=True, blank=True)
    enabled_on = models.DateField(null=True, blank=True)
    scrapped_on = models.DateField(null=True, blank=True)
    device_state = models.PositiveSmallIntegerField(
        choices=codes.DeviceState, default=codes.DeviceState.IN_USE
    )
    # The file itself
    file_state = models.CharField(
        max_length=12, choices=codes.FileState, default=codes.FileState.UNCHECKED
    )
    file_kind = models.CharField(max_length=12, choices=codes.FileKind, default=codes.FileKind.NEW)
    remark = models.CharField(max_length=200, blank=True)
    more = models.JSONField(default=dict, blank=True)  # what the long sheet has besides
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = CameraQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(gb_id__isnull=True) | Q(gb_id__regex=r"^\d{20}$"),
                name="camera_gb_id_20_digits",
            ),
            models.CheckConstraint(
                condition=Q(forbidden_place=""), name="camera_in_no_forbidden_place"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "device_state"], name="camera_of_agency"),
        ]

    def __str__(self) -> str:
        return self.name


class CameraLink(models.Model):
    """One platform's knowledge of a camera (接入关系): one id from two is one camera."""

    scope_path: ClassVar[str] = "camera__agency__path"
    retention: ClassVar[Keep] = REGISTER

    camera = models.ForeignKey(Camera, models.CASCADE, related_name="links")
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="links")
    given_id = models.CharField(max_length=40)  # the id that platform uses
    node = models.ForeignKey(CatalogNode, models.SET_NULL, null=True, related_name="links")
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("platform__code",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["camera", "platform"], name="camera_link_once")
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.given_id}"
