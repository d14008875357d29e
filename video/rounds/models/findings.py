"""What was seen that somebody must go to, in words; never a picture, never who."""

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from video.register.models import Camera
from video.rounds.models.rounds import RoundRun
from video.rounds.models.teams import DUTY, VideoTeam


class FindingKind(models.TextChoices):
    """What a person saw on the wall."""

    DISORDER = "disorder", _("Fight or disorder")
    CROWD = "crowd", _("Crowd gathering")
    ACCIDENT = "accident", _("Traffic accident")
    CONGESTION = "congestion", _("Road blocked")
    FIRE = "fire", _("Fire or smoke")
    DISTRESS = "distress", _("Person in need of help")
    THEFT = "theft", _("Suspected theft or damage")
    OBJECT = "object", _("Object left behind")
    FLOOD = "flood", _("Water or weather damage")
    DAMAGE = "damage", _("Public facility damaged")
    OTHER = "other", _("Something else")


class Finding(models.Model):
    """A finding of a video patrol (视频巡逻发现): a call to be, with its place.

    `level` is the level of a call, 1 the highest. `incident_number` is kept from above, in words.
    """

    class State(models.TextChoices):
        REPORTED = "reported", _("Reported")
        TAKEN = "taken", _("Taken as a call")
        CLOSED = "closed", pgettext_lazy("finding", "Closed")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=1095, by="found_at", basis=DUTY)

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="findings")
    team = models.ForeignKey(
        VideoTeam, models.PROTECT, null=True, blank=True, related_name="findings"
    )
    run = models.ForeignKey(
        RoundRun, models.SET_NULL, null=True, blank=True, related_name="findings"
    )
    camera = models.ForeignKey(
        Camera, models.PROTECT, null=True, blank=True, related_name="findings"
    )
    kind = models.CharField(max_length=12, choices=FindingKind)
    level = models.PositiveSmallIntegerField(default=3)
    summary = models.CharField(max_length=200)
    place = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    location = models.PointField(srid=4326, geography=True)
    found_at = models.DateTimeField(default=timezone.now)
    reported_by = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State, default=State.REPORTED)
    incident_number = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=40, blank=True)  # call sign that was told, in words
    taken_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-found_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="finding_level_1_to_4")
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "-found_at"], name="finding_recent")]

    def __str__(self) -> str:
        return f"{self.pk} {self.place}"


def brief(finding: Finding) -> dict[str, Any]:
    """A finding as facts and the API carry it; degrees of WGS-84; no persons."""
    camera = finding.camera
    return {
        "finding": finding.pk,
        "kind": finding.kind,
        "level": finding.level,
        "summary": finding.summary,
        "place": finding.place,
        "address": finding.address,
        "lng": finding.location.x,
        "lat": finding.location.y,
        "camera": camera.code if camera else "",
        "camera_name": camera.name if camera else "",
        "agency": {"code": finding.agency.code, "name": finding.agency.name},
        "found_at": finding.found_at.isoformat(),
        "run": finding.run_id,
        "state": finding.state,
        "incident_number": finding.incident_number,
        "unit": finding.unit,
        "is_test": False,
    }
