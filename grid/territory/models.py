"""Divisions, cells, who answers for a cell, and places."""

from datetime import date
from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet
from grid.territory.windows import said

_HISTORY = Keep(days=None, basis="who answered for which ground stays answerable; no personal data")


class Division(models.Model):
    """An administrative division (行政区划) with its 12-digit code; five levels."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("Province")
        CITY = "city", _("City")
        COUNTY = "county", _("County or district")
        TOWN = "town", _("Town or street")
        VILLAGE = "village", _("Community or village")

    retention: ClassVar[Keep] = Keep(days=None, basis="a public register")

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
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


class CellQuerySet(ScopedQuerySet["Cell"]):
    """Cells by their dates."""

    def in_force(self, day: date | None = None) -> "CellQuerySet":
        """The versions in force on a local date, today by default."""
        day = day or timezone.localdate()
        return self.filter(valid_from__lte=day).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class Cell(models.Model):
    """A responsibility cell (责任网格): one version of it, in force from date to date.

    `valid_to` is the first day it no longer holds. A leaf cell has the ground; a parent
    gathers leaves, and its outline is theirs together.
    """

    class Kind(models.TextChoices):
        URBAN = "urban", _("Urban")
        RURAL = "rural", _("Rural")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _HISTORY

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=5, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cells")
    outline = models.MultiPolygonField(srid=4326)
    is_leaf = models.BooleanField(default=True)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)  # part of the stamp of grid.territory.index
    version = models.PositiveIntegerField(default=1)

    objects = CellQuerySet.as_manager()

    class Meta:
        ordering = ("code", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="cell_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="cell_one_open_version"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="cell_validity_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class CellPosting(models.Model):
    """Who answers for a cell (网格责任人), from day to day; `valid_to` is no longer one."""

    class Duty(models.TextChoices):
        RESPONSIBLE = "responsible", _("Responsible officer")
        DEPUTY = "deputy", _("Deputy")
        AUXILIARY = "auxiliary", _("Auxiliary")

    scope_path: ClassVar[str] = "cell__agency__path"
    retention: ClassVar[Keep] = _HISTORY

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="postings")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="postings")
    duty = models.CharField(max_length=20, choices=Duty, default=Duty.RESPONSIBLE)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-valid_from", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="posting_validity_forward",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cell_id} {self.officer_id}"


class Place(models.Model):
    """A place (场所): school, hospital, mall …; a key place (重点部位) has time windows.

    A window is `{"days": [1..7], "from": "07:30", "to": "08:10"}`, Monday 1, local time.
    """

    class Kind(models.TextChoices):
        SCHOOL = "school", _("School")
        HOSPITAL = "hospital", _("Hospital")
        MALL = "mall", _("Shopping centre")
        MARKET = "market", _("Market")
        TRANSPORT = "transport", _("Station or stop")
        BANK = "bank", _("Bank")
        GOVERNMENT = "government", _("Government office")
        ENTERTAINMENT = "entertainment", _("Entertainment place")
        HOTEL = "hotel", _("Hotel")
        SQUARE = "square", _("Square or park")
        UTILITY = "utility", _("Water, power or gas works")
        COMPOUND = "compound", _("Residential compound")
        OTHER = "other", _("Other place")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="a register of places, not of persons")

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=30, choices=Kind)
    address = models.CharField(max_length=200, blank=True)
    point = models.PointField(srid=4326, geography=True)
    source_crs = models.CharField(max_length=8, default="wgs84")
    source_lng = models.FloatField(null=True)
    source_lat = models.FloatField(null=True)
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, blank=True, related_name="places")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="places")
    is_key = models.BooleanField(default=False)
    windows = models.JSONField(default=list, blank=True)
    contact = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def said_windows(self) -> list[str]:
        """The time windows in the reader's words."""
        return [said(window) for window in self.windows]
