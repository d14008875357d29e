"""Inspections of venues, what each line was answered with, and photographs."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Officer
from grid.scope import ScopedQuerySet
from grid.service.venues.models.checklists import Checklist, ChecklistItem
from grid.service.venues.models.hazards import Hazard
from grid.service.venues.models.places import KEPT, Venue


class Inspection(models.Model):
    """One inspection of a venue (场所检查) by the checklist that held on its day.

    `at` is when it was done, `sent_at` when it came in; `position` (WGS 84) and `error_m` are
    where the phone was. `cases` and `people` count what came of it elsewhere, without a name.
    """

    class Kind(models.TextChoices):
        ROUTINE = "routine", _("Routine inspection")
        SPECIAL = "special", _("Special campaign")
        JOINT = "joint", _("Joint inspection")
        RECHECK = "recheck", _("Recheck")

    scope_path: ClassVar[str] = "venue__agency__path"
    retention: ClassVar[Keep] = KEPT

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="inspections")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="inspections")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.ROUTINE)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(default=timezone.now)
    inspector = models.ForeignKey(Officer, models.PROTECT, related_name="venue_inspections")
    position = models.PointField(srid=4326, geography=True, null=True)
    error_m = models.PositiveIntegerField(null=True)
    met = models.PositiveSmallIntegerField()
    missed = models.PositiveSmallIntegerField()
    cases = models.PositiveSmallIntegerField(default=0)
    people = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=["venue", "-at"], name="venue_inspection_of_venue"),
            models.Index(fields=["-at"], name="venue_inspection_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.at:%Y-%m-%d}"


class InspectionAnswer(models.Model):
    """What one line of the checklist was answered with (检查结果); a share by two counts."""

    class Verdict(models.TextChoices):
        MET = "met", _("Met")
        MISSED = "missed", _("Not met")
        NONE = "none", _("Does not apply")

    scope_path: ClassVar[str] = "inspection__venue__agency__path"
    retention: ClassVar[Keep] = KEPT

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="answers")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="answers")
    verdict = models.CharField(max_length=6, choices=Verdict)
    done = models.PositiveIntegerField(null=True)
    of = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("item__rank", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inspection", "item"], name="inspection_answer_once"),
            models.CheckConstraint(
                condition=Q(done__isnull=True) | Q(done__lte=F("of")), name="inspection_share_fits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.item_id} {self.verdict}"


class VenuePhoto(models.Model):
    """A photograph of an inspection or a hazard (现场照片), cleaned by `grid.rest.photos`.

    A JPEG of at most 600 kB without metadata. `taken_at` is what the phone's own clock said.
    """

    scope_path: ClassVar[str] = "agency_path"
    retention: ClassVar[Keep] = Keep(
        days=1096, by="sent_at", basis="proof of a hazard for three years; people may be in it"
    )

    agency_path = models.CharField(max_length=120)
    inspection = models.ForeignKey(Inspection, models.CASCADE, null=True, related_name="photos")
    hazard = models.ForeignKey(Hazard, models.CASCADE, null=True, related_name="photos")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, null=True, related_name="+")
    picture = models.BinaryField(max_length=600_000)
    size = models.PositiveIntegerField(validators=[MaxValueValidator(600_000)])
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    sent_at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("taken_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(inspection__isnull=False, hazard__isnull=True)
                | Q(inspection__isnull=True, hazard__isnull=False),
                name="venue_photo_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(size__lte=600_000), name="venue_photo_small"),
            models.UniqueConstraint(
                fields=["inspection", "hazard", "sha256"],
                name="venue_photo_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.size}"
