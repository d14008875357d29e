"""What each camera is now, kept apart from its file because it changes often."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet
from video.register.models import Camera


class CameraStatus(models.Model):
    """The newest sign of a camera and what it means (在线状态); a narrow table, one row a camera.

    `state` is computed by `video.health` from the age of the last sign and from what the camera
    hangs on; nobody sets it by hand.
    """

    class State(models.TextChoices):
        ONLINE = "online", _("Online")
        OFFLINE = "offline", _("Offline")
        UNKNOWN = "unknown", _("Unknown")  # never heard of, or too long ago
        PARENT_DOWN = "parent_down", _("Unknown, parent down")

    scope_path: ClassVar[str] = "camera__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="the present state of devices")

    camera = models.OneToOneField(
        Camera, models.CASCADE, primary_key=True, related_name="status", db_index=False
    )
    state = models.CharField(max_length=11, choices=State, default=State.UNKNOWN)
    since = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=10, blank=True)  # sweep, notify, heartbeat, catalog

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.camera_id} {self.state}"
