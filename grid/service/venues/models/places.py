"""Venues by kind, and the feeds their own systems send."""

from typing import ClassVar, Final

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from grid.territory.models import Cell, Place

KEPT: Final = Keep(days=None, basis="a register of venues and their safety; no personal data")


class VenueKind(models.Model):
    """A kind of venue (场所类别): entertainment, special trade, courier …

    `inspect_days` is how often one is to be inspected, in days; `sends_feed` whether venues of
    this kind report by themselves unless told otherwise.
    """

    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows, no personal data")

    code = models.SlugField(max_length=20, primary_key=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField(default=100)
    inspect_days = models.PositiveSmallIntegerField(default=90)
    sends_feed = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("rank", "code")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(inspect_days__gte=1), name="venue_kind_inspected")
        ]

    def __str__(self) -> str:
        return self.name


class Venue(models.Model):
    """A venue that is inspected (场所): a firm or a public body at an address, never a person.

    `operator` is the name of the firm, `licence` the number of its permit, `licence_to` the last
    local day it holds. The ground is `point` (WGS 84) or that of `place`.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = KEPT

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    kind = models.ForeignKey(VenueKind, models.PROTECT, related_name="venues")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="venues")
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, blank=True, related_name="venues")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="venues")
    address = models.CharField(max_length=200, blank=True)
    point = models.PointField(srid=4326, geography=True, null=True, blank=True)
    operator = models.CharField(max_length=100, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    licence_to = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    last_inspected_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        indexes: ClassVar = [
            models.Index(fields=["kind", "code"], name="venue_of_kind"),
            models.Index(fields=["last_inspected_at"], name="venue_last_inspected"),
        ]

    def __str__(self) -> str:
        return self.name


class Feed(models.Model):
    """What a venue's own system last sent (数据上报): when, and how many rows in all.

    Only counts come in, never a row. Silence is told once, at `silent_at`, until it is heard
    again; `expected_from` is when waiting for it began.
    """

    scope_path: ClassVar[str] = "venue__agency__path"
    retention: ClassVar[Keep] = KEPT

    venue = models.OneToOneField(Venue, models.CASCADE, related_name="feed", primary_key=True)
    expected_from = models.DateTimeField(default=timezone.now)
    heard_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    silent_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("heard_at", "pk")

    def __str__(self) -> str:
        return f"{self.venue_id} {self.heard_at}"
