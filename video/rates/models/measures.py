"""What is measured of each camera for the rates alone: its place and its recordings."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet
from video.register.models import Camera


class PlaceCheck(models.Model):
    """What the automatic check says of a camera's position (点位标注校验); one row a camera.

    `stacked` counts the cameras on exactly the same position, this one included. Whether that
    is too many is said by the formula. `datum` marks a position that fits its division only
    after the shift from GCJ-02, and so was probably declared wrongly.
    """

    class Fault(models.TextChoices):
        NONE = "", _("Passes")
        MISSING = "missing", _("No position")
        ZERO = "zero", _("Position 0, 0")
        OUT_OF_CITY = "out_of_city", _("Outside the city")
        OUT_OF_DIVISION = "out_of_division", _("Outside its division")

    scope_path: ClassVar[str] = "camera__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="the present state of devices")

    camera = models.OneToOneField(
        Camera, models.CASCADE, primary_key=True, related_name="place_check", db_index=False
    )
    fault = models.CharField(max_length=15, choices=Fault, default=Fault.NONE, blank=True)
    stacked = models.PositiveIntegerField(default=1)
    datum = models.BooleanField(default=False)
    checked_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.camera_id} {self.fault}"


class StorageState(models.Model):
    """What a camera's recorder last said of one local day (录像存储状态); one row a camera.

    `recorded_s` of `required_s` seconds are there; `clock_offset_s` is how far its clock is
    ahead (positive) or behind, in seconds; `history_days` is how far back can be played.
    """

    scope_path: ClassVar[str] = "camera__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="the present state of devices")

    camera = models.OneToOneField(
        Camera, models.CASCADE, primary_key=True, related_name="storage_state", db_index=False
    )
    day = models.DateField()
    recorded_s = models.PositiveIntegerField(null=True, blank=True)
    required_s = models.PositiveIntegerField(default=86_400)
    clock_offset_s = models.FloatField(null=True, blank=True)
    history_days = models.PositiveSmallIntegerField(null=True, blank=True)
    heard_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(recorded_s__isnull=True) | Q(recorded_s__lte=F("required_s")),
                name="storage_state_recorded",
            )
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.day}"
