"""What each camera and platform is now, kept apart from its file because it changes often."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet
from video.register.models import Camera, Platform

DEVICES: Final = Keep(days=None, basis="the present state of devices; no personal data")
HISTORY: Final = Keep(days=1096, by="ended_at", basis="rates of three years can be computed again")


class Source(models.TextChoices):
    """How a sign of a camera came (信号来源)."""

    SWEEP = "sweep", _("Sweep")
    NOTIFY = "notify", _("Catalogue event")
    HEARTBEAT = "heartbeat", _("Heartbeat")
    CATALOG = "catalog", _("Catalogue")


class CameraStatus(models.Model):
    """The newest sign of a camera and what it means (在线状态); a narrow table, one row a camera.

    `said` is what the sign said, `heard_at` its moment. `state` is computed by `video.health`
    from the age of the sign and from what the camera hangs on; nobody sets it by hand. No column
    that changes is indexed, so that a sweep of all cameras rewrites no index.
    """

    class State(models.TextChoices):
        ONLINE = "online", _("Online")
        OFFLINE = "offline", _("Offline")
        UNKNOWN = "unknown", _("Unknown")  # never heard of, or too long ago
        PARENT_DOWN = "parent_down", _("Unknown, parent down")

    scope_path: ClassVar[str] = "camera__agency__path"
    retention: ClassVar[Keep] = DEVICES

    camera = models.OneToOneField(
        Camera, models.CASCADE, primary_key=True, related_name="status", db_index=False
    )
    state = models.CharField(max_length=11, choices=State, default=State.UNKNOWN)
    since = models.DateTimeField(null=True)
    said = models.BooleanField(null=True)
    heard_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=10, choices=Source, blank=True)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.camera_id} {self.state}"


class StatusSpan(models.Model):
    """From when to when a camera was in one state (状态时段); the open one is the present."""

    scope_path: ClassVar[str] = "camera__agency__path"
    retention: ClassVar[Keep] = HISTORY

    camera = models.ForeignKey(Camera, models.CASCADE, related_name="spans", db_index=False)
    state = models.CharField(max_length=11, choices=CameraStatus.State)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["camera"], condition=Q(ended_at__isnull=True), name="status_span_open_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="status_span_forward",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["camera", "started_at"], name="status_span_of_camera"),
            models.Index(fields=["ended_at"], name="status_span_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.state} {self.started_at}"


class PlatformStatus(models.Model):
    """The newest sign of a platform or recorder and what it means (平台状态).

    `lost_at` is set while nearly all its cameras went silent in one sweep: the fault is then the
    platform's, whatever its own heartbeat says.
    """

    class State(models.TextChoices):
        UP = "up", _("Up")
        DOWN = "down", _("Down")
        LOST = "lost", _("All cameras lost")
        UNKNOWN = "unknown", _("Unknown")  # no heartbeat is known of it
        PARENT_DOWN = "parent_down", _("Unknown, parent down")

    scope_path: ClassVar[str] = "platform__agency__path"
    retention: ClassVar[Keep] = DEVICES

    platform = models.OneToOneField(
        Platform, models.CASCADE, primary_key=True, related_name="status"
    )
    state = models.CharField(max_length=11, choices=State, default=State.UNKNOWN)
    since = models.DateTimeField(null=True)
    said = models.BooleanField(null=True)
    heard_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.platform_id} {self.state}"


class PlatformSpan(models.Model):
    """From when to when a platform was in one state (平台状态时段)."""

    scope_path: ClassVar[str] = "platform__agency__path"
    retention: ClassVar[Keep] = HISTORY

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="spans")
    state = models.CharField(max_length=11, choices=PlatformStatus.State)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    cameras = models.PositiveIntegerField(default=0)  # that hung on it, with all below it

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["platform"],
                condition=Q(ended_at__isnull=True),
                name="platform_span_open_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="platform_span_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.state} {self.started_at}"
