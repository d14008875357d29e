"""Who leads and supervises, and which leader answers for which ground."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet
from grid.territory.models import Cell, Division


class LeadingGroup(models.Model):
    """A leading or supervision group (领导小组、督导组) of an agency; offices as words."""

    class Kind(models.TextChoices):
        LEADING = "leading", _("Leading group")
        WORKING = "working", _("Working group")
        SUPERVISION = "supervision", _("Supervision group")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="offices of agencies, no personal data")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="leading_groups")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.LEADING)
    name = models.CharField(max_length=60)
    head = models.CharField(max_length=60)  # the office that heads it
    members = models.CharField(max_length=300, blank=True)  # offices and partners
    duties = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("agency__path", "kind", "name")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "name"], name="leading_group_once")
        ]

    def __str__(self) -> str:
        return self.name


class ContactAreaQuerySet(ScopedQuerySet["ContactArea"]):
    """Contact areas by their dates."""

    def in_force(self, day: date) -> "ContactAreaQuerySet":
        """Those that hold on a local day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class ContactArea(models.Model):
    """Which leader answers for a town, village or cell (联系点), from day to day.

    `valid_to` is the first day it no longer holds. `duties` is what else he leads there, as one
    post with two duties (一岗双责) demands.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="who answered for which ground")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="contact_areas")
    leader = models.ForeignKey(Officer, models.PROTECT, related_name="contact_areas")
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="contact_areas"
    )
    cell = models.ForeignKey(
        Cell, models.PROTECT, null=True, blank=True, related_name="contact_areas"
    )
    duties = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ContactAreaQuerySet.as_manager()

    class Meta:
        ordering = ("-valid_from", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(division__isnull=False, cell__isnull=True)
                | Q(division__isnull=True, cell__isnull=False),
                name="contact_area_one_ground",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="contact_area_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} {self.division_id or self.cell_id}"

    @property
    def ground(self) -> Division | Cell:
        """The division or the cell."""
        found = self.division or self.cell
        if found is None:
            raise ValueError("A contact area has its ground.")
        return found
