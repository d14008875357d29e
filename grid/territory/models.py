"""Divisions, cells and places."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet


class Division(models.Model):
    """An administrative division (行政区划) with its 12-digit code; five levels."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("Province")
        CITY = "city", _("City")
        COUNTY = "county", _("County or district")
        TOWN = "town", _("Town or street")
        VILLAGE = "village", _("Community or village")

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    outline = models.MultiPolygonField(srid=4326, null=True, blank=True)

    class Meta:
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{12}$"), name="division_code_12_digits"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Cell(models.Model):
    """A responsibility cell (责任网格): one version of it, in force from `valid_from` to `valid_to`."""

    class Kind(models.TextChoices):
        URBAN = "urban", _("Urban")
        RURAL = "rural", _("Rural")

    scope_path: ClassVar[str] = "agency__path"

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=5, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cells")
    outline = models.MultiPolygonField(srid=4326)
    is_leaf = models.BooleanField(default=True)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="cell_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="cell_validity_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CellPosting(models.Model):
    """Who answers for a cell (网格责任人), from date to date."""

    scope_path: ClassVar[str] = "cell__agency__path"

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="postings")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="postings")
    duty = models.CharField(max_length=20, default="responsible")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.cell_id} {self.officer_id}"


class Place(models.Model):
    """A place (场所): school, hospital, mall …; a key place (重点部位) has time windows."""

    scope_path: ClassVar[str] = "agency__path"

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=30)
    address = models.CharField(max_length=200, blank=True)
    point = models.PointField(srid=4326, geography=True)
    source_crs = models.CharField(max_length=8, default="wgs84")
    source_lng = models.FloatField(null=True)
    source_lat = models.FloatField(null=True)
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, blank=True, related_name="places")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="places")
    is_key = models.BooleanField(default=False)
    windows = models.JSONField(default=list, blank=True)  # [{"days": [1..7], "from": "07:30", "to": "08:10"}]
    contact = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
