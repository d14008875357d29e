"""What a person saw when looking at a camera: picture and place, alone or for a sample."""

from typing import ClassVar, Final

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from video.register.models import Camera

CHECKS: Final = Keep(days=None, basis="the ground of published rates; badge numbers only")


class FaultKind(models.TextChoices):
    """The eight faults of a picture (视频质量故障)."""

    SIGNAL_LOSS = "signal_loss", _("Signal lost")
    COLOR_CAST = "color_cast", _("Colour cast")
    BLUR = "blur", _("Blurred")
    BRIGHTNESS = "brightness", _("Too bright or dark")
    INTERFERENCE = "interference", _("Interference")
    FREEZE = "freeze", _("Picture freezes")
    OCCLUSION = "occlusion", _("View covered")
    SCENE_CHANGE = "scene_change", _("Scene changed")


class Sample(models.Model):
    """A random sample of cameras to be looked at (抽检): `seed` draws the same one again."""

    class Purpose(models.TextChoices):
        PICTURE = "picture", _("Picture")
        PLACE = "place", _("Place")
        BOTH = "both", _("Picture and place")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = CHECKS

    number = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose)
    drawn_from = models.PositiveIntegerField()  # how many cameras the draw was from
    size = models.PositiveIntegerField()
    seed = models.CharField(max_length=16)
    drawn_by = models.CharField(max_length=20)  # badge number
    drawn_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-drawn_at", "-pk")

    def __str__(self) -> str:
        return self.number


class Inspection(models.Model):
    """One look of a person at one camera (人工核查), or one a sample still asks for.

    `picture` and `place` are what was found; `distance_m` is how far the file's position lies
    from `seen_at` (WGS-84), in metres on the ellipsoid.
    """

    class Picture(models.TextChoices):
        INTACT = "intact", _("Intact")
        FAULTY = "faulty", _("Faulty")
        NONE = "none", _("No picture")

    class Place(models.TextChoices):
        RIGHT = "right", _("Right")
        WRONG = "wrong", _("Wrong")

    scope_path: ClassVar[str] = "camera__agency__path"
    retention: ClassVar[Keep] = CHECKS

    camera = models.ForeignKey(Camera, models.CASCADE, related_name="inspections")
    sample = models.ForeignKey(Sample, models.CASCADE, null=True, related_name="inspections")
    place_in_sample = models.PositiveIntegerField(default=0)
    picture = models.CharField(max_length=8, choices=Picture, blank=True)
    place = models.CharField(max_length=8, choices=Place, blank=True)
    seen_at = models.PointField(srid=4326, geography=True, null=True, spatial_index=False)
    distance_m = models.FloatField(null=True)
    inspector = models.CharField(max_length=20, blank=True)  # badge number
    checked_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-checked_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "camera"], name="inspection_once_a_sample"),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True) | ~Q(inspector=""),
                name="inspection_names_inspector",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-checked_at"], name="inspection_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.checked_at}"


class PictureFault(models.Model):
    """A fault of a camera's picture from when it was found until it was cleared (视频故障)."""

    class FoundBy(models.TextChoices):
        INSPECTION = "inspection", _("Inspection")
        SAMPLE = "sample", _("Sample")
        NOTIFY = "notify", _("Catalogue event")
        PATROL = "patrol", _("Video patrol")
        HAND = "hand", _("By hand")

    scope_path: ClassVar[str] = "camera__agency__path"
    retention: ClassVar[Keep] = CHECKS

    camera = models.ForeignKey(Camera, models.CASCADE, related_name="faults")
    kind = models.CharField(max_length=12, choices=FaultKind)
    found_by = models.CharField(max_length=10, choices=FoundBy)
    inspector = models.CharField(max_length=20, blank=True)  # badge number; none for an event
    inspection = models.ForeignKey(Inspection, models.SET_NULL, null=True, related_name="faults")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=200, blank=True)
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["camera", "kind"],
                condition=Q(cleared_at__isnull=True),
                name="picture_fault_open_once",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True) | Q(cleared_at__gte=F("at")),
                name="picture_fault_forward",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["kind"], name="picture_fault_open", condition=Q(cleared_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.kind}"
