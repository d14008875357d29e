"""What was filed with the county police of a camera, and who checked its file."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet
from video.register.models.cameras import Camera
from video.register.models.codes import FileState
from video.register.models.reference import REGISTER


class Filing(models.Model):
    """One filing of a camera (备案): the first, or a later one of what changed since (变更备案)."""

    scope_path: ClassVar[str] = "camera__agency__path"
    retention: ClassVar[Keep] = REGISTER

    camera = models.ForeignKey(Camera, models.CASCADE, related_name="filings")
    number = models.CharField(max_length=60)
    filed_on = models.DateField()
    is_change = models.BooleanField(default=False)
    days_taken = models.IntegerField(null=True)  # from the start of use, or from the change
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.CharField(max_length=120)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-filed_on", "-pk")

    def __str__(self) -> str:
        return self.number


class FileCheck(models.Model):
    """One check of a camera's file (档案审核): complete, or what is to be corrected."""

    scope_path: ClassVar[str] = "camera__agency__path"
    retention: ClassVar[Keep] = REGISTER

    camera = models.ForeignKey(Camera, models.CASCADE, related_name="file_checks")
    state = models.CharField(max_length=12, choices=FileState)
    note = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(default=timezone.now)
    checked_by = models.CharField(max_length=120)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-checked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.camera_id} {self.state}"
