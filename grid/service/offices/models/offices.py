"""An office, who works there from day to day, and its teams."""

from datetime import date
from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet
from grid.service.offices.models.reference import OfficeTemplate, TeamKind, UnitKind
from grid.territory.models import Division

HISTORY = Keep(days=None, basis="who answered for which ground stays answerable")


class CommunityOffice(models.Model):
    """A community office (社区警务室), or a unit made by another template, with its ground.

    `cell_codes` are the cells it serves: codes, because a cell has a row for each of its versions.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = HISTORY

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=UnitKind, default=UnitKind.OFFICE)
    template = models.ForeignKey(
        OfficeTemplate, models.PROTECT, null=True, blank=True, related_name="offices"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="offices")
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="offices"
    )
    cell_codes = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    address = models.CharField(max_length=200, blank=True)
    point = models.PointField(srid=4326, geography=True, null=True, blank=True)
    phone = models.CharField(max_length=30, blank=True)  # of the desk, never of a person
    head_on_board = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("agency__path", "code")

    def __str__(self) -> str:
        return self.name


class DatedStaffQuerySet(ScopedQuerySet["OfficeStaff"]):
    """Staff by date."""

    def on(self, day: date) -> "DatedStaffQuerySet":
        """Those who are there on a local date."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class OfficeStaff(models.Model):
    """Who works at an office (警务室人员), from day to day; auxiliaries are a count, not people.

    `valid_to` is the first day it no longer holds.
    """

    class Duty(models.TextChoices):
        HEAD = "head", _("Head of the office")
        OFFICER = "officer", _("Community officer")
        AUXILIARIES = "auxiliaries", _("Auxiliaries")

    scope_path: ClassVar[str] = "office__agency__path"
    retention: ClassVar[Keep] = HISTORY

    office = models.ForeignKey(CommunityOffice, models.PROTECT, related_name="staff")
    duty = models.CharField(max_length=12, choices=Duty)
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="office_duties"
    )
    heads = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedStaffQuerySet.as_manager()

    class Meta:
        ordering = ("-valid_from", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="office_staff_forward",
            ),
            models.CheckConstraint(
                condition=Q(duty="auxiliaries", officer__isnull=True)
                | (~Q(duty="auxiliaries") & Q(officer__isnull=False, heads=1)),
                name="office_staff_people_or_count",
            ),
            models.UniqueConstraint(
                fields=["office", "duty"],
                condition=Q(valid_to__isnull=True, duty__in=("head", "auxiliaries")),
                name="office_staff_one_head_one_count",
            ),
            models.UniqueConstraint(
                fields=["office", "officer", "duty"],
                condition=Q(valid_to__isnull=True),
                name="office_staff_officer_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.duty}"


class OfficeTeam(models.Model):
    """A team of an office or station (一室四队 of one unit)."""

    scope_path: ClassVar[str] = "office__agency__path"
    retention: ClassVar[Keep] = HISTORY

    office = models.ForeignKey(CommunityOffice, models.PROTECT, related_name="teams")
    kind = models.CharField(max_length=10, choices=TeamKind)
    name = models.CharField(max_length=40)
    heads = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("office", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "name"], name="office_team_name_once")
        ]

    def __str__(self) -> str:
        return self.name
