"""Warnings about places."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.utils import timezone

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet


class PremiseNote(models.Model):
    """A warning about a place (位置警示) with author, review date and expiry."""

    retention: ClassVar[Keep] = Keep(
        days=365, by="expires_on", basis="a year after expiry, for questions about it"
    )

    scope_path: ClassVar[str] = "agency__path"

    agency = models.ForeignKey(Agency, models.PROTECT)
    point = models.PointField(srid=4326, geography=True)
    radius_m = models.PositiveSmallIntegerField(default=50)
    address = models.CharField(max_length=200)
    text = models.TextField()
    author = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=timezone.now)
    review_on = models.DateField()
    expires_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.address


class PremiseNoteVersion(models.Model):
    """What a premise note said before (位置警示历史版本)."""

    retention: ClassVar[Keep] = Keep(days=None, basis="goes with its note")

    scope_path: ClassVar[str] = "note__agency__path"

    note = models.ForeignKey(PremiseNote, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField()
    author = models.CharField(max_length=100)
    review_on = models.DateField()
    expires_on = models.DateField()
    replaced_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-version",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["note", "version"], name="premise_note_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.note_id} v{self.version}"
