"""Visits to addresses and places, and the photographs taken there."""

from typing import ClassVar, Final

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet
from grid.service.visits.models.campaigns import Campaign, Purpose, VisitTask
from grid.territory.models import Cell, Place


class Visit(models.Model):
    """A visit (走访) to an address or a place: when, what for, what came of it, what was found.

    Of whom was met nothing is kept. `point` is WGS-84, `position_error_m` as the phone said.
    `is_late`: it arrived long after it was written down. `client_ref` names it once for its
    sender, so that a phone that sends again after days doubles nothing.
    """

    class Kind(models.TextChoices):
        HOUSEHOLD = "household", _("Household")
        RENTED = "rented", _("Rented flat")
        SHOP = "shop", _("Shop")
        COMPANY = "company", _("Company or works")
        SCHOOL = "school", _("School or kindergarten")
        PUBLIC = "public", _("Public place")
        OTHER = "other", _("Other address")

    class Outcome(models.TextChoices):
        MET = "met", _("Visited")
        NOBODY = "nobody", _("Nobody there")
        REFUSED = "refused", _("Not let in")
        GONE = "gone", _("Address no longer in use")

    class Found(models.TextChoices):
        NOTHING = "nothing", _("Nothing")
        DISPUTE = "dispute", _("A dispute")
        HAZARD = "hazard", _("A hazard")
        ERRAND = "errand", _("An errand to run")

    PREFIX: Final = "ZF-"  # so the number is not taken for another register's

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="visited_at", basis="duty records, three years like the audit"
    )

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="visits")
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="visits")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="visits")
    address = models.CharField(max_length=200, blank=True)
    point = models.PointField(srid=4326, geography=True, null=True, spatial_index=False)
    source_crs = models.CharField(max_length=8, default="wgs84")
    position_error_m = models.FloatField(null=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.HOUSEHOLD)
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.ROUTINE)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.MET)
    found = models.CharField(max_length=8, choices=Found, default=Found.NOTHING)
    found_number = models.CharField(max_length=30, blank=True)  # of the dispute, hazard, errand
    text = models.CharField(max_length=1000, blank=True)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="visits")
    task = models.ForeignKey(VisitTask, models.SET_NULL, null=True, related_name="visits")
    answers = models.JSONField(default=dict)  # id of the question: yes, no, a number, a choice
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="visits")
    recorded_by = models.CharField(max_length=100)
    visited_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    is_late = models.BooleanField(default=False)
    client_ref = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-visited_at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=["-visited_at", "-id"], name="visit_recent"),
            models.Index(fields=["cell", "-visited_at"], name="visit_of_cell"),
            models.Index(fields=["campaign", "cell"], name="visit_of_campaign"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recorded_by", "client_ref"],
                condition=~Q(client_ref=""),
                name="visit_sent_once",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What other registers cite it by, such as ZF-000123."""
        return f"{self.PREFIX}{self.pk:06}"

    @property
    def where(self) -> str:
        """The place or address in words."""
        return self.place.name if self.place else self.address


class VisitPhoto(models.Model):
    """A photograph of a visit (走访照片), encoded anew without what the camera wrote into it."""

    scope_path: ClassVar[str] = "visit__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=365, by="added_at", basis="what was seen at an address serves its follow-up, a year"
    )

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="photos")
    image = models.BinaryField()
    digest = models.CharField(max_length=64)  # SHA-256 of what is kept: the same one, once
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "digest"], name="visit_photo_once")
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.digest[:8]}"
