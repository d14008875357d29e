"""Hours that do not count against anybody, asked for by one officer and approved by another."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from video.health.models.pictures import CHECKS
from video.register.models import Camera, Platform


class Exclusion(models.Model):
    """Cameras left out of the rates from one moment to another (剔除申请), and why.

    The cameras are listed when it is asked for, so that whoever approves sees exactly them.
    """

    class Reason(models.TextChoices):
        MAINTENANCE = "maintenance", _("Planned maintenance")
        POWER_CUT = "power_cut", _("Power cut")
        FORCE_MAJEURE = "force_majeure", _("Force majeure")

    class State(models.TextChoices):
        REQUESTED = "requested", _("Waits for approval")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Taken back")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = CHECKS

    number = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    platform = models.ForeignKey(Platform, models.PROTECT, null=True, related_name="exclusions")
    covers = models.CharField(max_length=120)  # in words: a platform, an agency, n cameras
    size = models.PositiveIntegerField()
    reason = models.CharField(max_length=14, choices=Reason)
    note = models.CharField(max_length=200)
    document = models.CharField(max_length=80, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    requested_by = models.CharField(max_length=20)  # badge number
    requested_at = models.DateTimeField(default=timezone.now)
    approved_by = models.CharField(max_length=20, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-requested_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(approved_by=F("requested_by")), name="exclusion_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(approved_by=""), name="exclusion_is_approved"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="exclusion_forward"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "starts_at", "ends_at"], name="exclusion_when"),
        ]

    def __str__(self) -> str:
        return self.number


class ExcludedCamera(models.Model):
    """One camera of an exclusion (剔除设备)."""

    scope_path: ClassVar[str] = "camera__agency__path"
    retention: ClassVar[Keep] = CHECKS

    exclusion = models.ForeignKey(Exclusion, models.CASCADE, related_name="lines")
    camera = models.ForeignKey(Camera, models.CASCADE, related_name="exclusions")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exclusion", "camera"], name="excluded_camera_once")
        ]

    def __str__(self) -> str:
        return f"{self.exclusion_id} {self.camera_id}"
