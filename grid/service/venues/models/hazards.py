"""Hazards from the day they are found to the day somebody else saw that they are gone."""

from typing import Any, ClassVar, Final

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet
from grid.service.venues.models.checklists import ChecklistItem, Level
from grid.service.venues.models.places import KEPT, Venue
from grid.territory.models import Cell


class Stage(models.TextChoices):
    """How far the removal of a hazard is (整改阶段)."""

    REPORTED = "reported", pgettext_lazy("hazard", "Reported")
    NOTIFIED = "notified", pgettext_lazy("hazard", "Notice served")
    RECTIFIED = "rectified", pgettext_lazy("hazard", "Rectified, to be verified")
    VERIFIED = "verified", pgettext_lazy("hazard", "Verified")
    CLOSED = "closed", pgettext_lazy("hazard", "Closed")
    STRUCK = "struck", pgettext_lazy("hazard", "Struck")


class FoundIn(models.TextChoices):
    """How a hazard came to be known (隐患来源)."""

    INSPECTION = "inspection", pgettext_lazy("ground", "Inspection")
    VISIT = "visit", _("Visit")
    PATROL = "patrol", _("Patrol")
    REPORT = "report", _("Report")
    ALARM = "alarm", _("Alarm of a system")


OPEN_STAGES: Final = (Stage.REPORTED, Stage.NOTIFIED, Stage.RECTIFIED, Stage.VERIFIED)


class HazardCounter(models.Model):
    """The last number of a hazard (隐患编号) given out in a local year."""

    retention: ClassVar[Keep] = Keep(days=None, basis="one row a year, no personal data")

    year = models.SmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class Hazard(Obligation):
    """A hazard (隐患) of a venue or on open ground; its agency is the owner.

    `due_at` is the end of what is being waited for: that it is rectified (`rectify_by`), then
    that it is verified. `round` counts how often it was to be rectified. Who verifies is never
    who said that it was rectified. Ids of officers are `kind:id` of the actor.
    """

    facts: ClassVar[str] = "service.hazard"
    sweeps_itself: ClassVar[bool] = True  # rectifying may be late, and then verifying
    retention: ClassVar[Keep] = KEPT

    number = models.CharField(max_length=20, unique=True)  # YH26-0001, per year
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, related_name="hazards")
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="hazards")
    address = models.CharField(max_length=200, blank=True)
    point = models.PointField(srid=4326, geography=True, null=True)
    item = models.ForeignKey(ChecklistItem, models.PROTECT, null=True, related_name="hazards")
    inspection = models.ForeignKey(
        "venues.Inspection", models.PROTECT, null=True, related_name="hazards"
    )
    found_in = models.CharField(max_length=10, choices=FoundIn)
    found_at = models.DateTimeField()
    found_by = models.CharField(max_length=100)
    text = models.CharField(max_length=300)
    level = models.CharField(max_length=7, choices=Level, default=Level.GENERAL)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.REPORTED)
    round = models.PositiveSmallIntegerField(default=1)
    rectify_by = models.DateTimeField()
    notice_number = models.CharField(max_length=60, blank=True)
    penalty_number = models.CharField(max_length=60, blank=True)
    repeat_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeats")
    rectified_at = models.DateTimeField(null=True)
    rectified_by_id = models.CharField(max_length=60, blank=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.CharField(max_length=100, blank=True)
    verified_by_id = models.CharField(max_length=60, blank=True)

    class Meta(Obligation.Meta):
        ordering = ("-issued_at", "-pk")
        constraints: ClassVar = [
            *Obligation.Meta.constraints,
            models.CheckConstraint(
                condition=Q(verified_by_id="") | ~Q(verified_by_id=F("rectified_by_id")),
                name="hazard_verified_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=("verified", "closed"))
                | (~Q(rectified_by_id="") & ~Q(verified_by_id="")),
                name="hazard_closed_was_verified",
            ),
            models.CheckConstraint(
                condition=Q(repeat_of__isnull=True) | ~Q(repeat_of=F("id")),
                name="hazard_not_own_repeat",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["venue", "item"], name="hazard_of_venue"),
            models.Index(fields=["found_at"], name="hazard_found"),
            models.Index(fields=["done_at"], name="hazard_removed"),
            models.Index(fields=["cell", "found_at"], name="hazard_of_cell"),
            models.Index(
                fields=["due_at"], name="hazard_due", condition=Q(state__in=("issued", "signed"))
            ),
            models.Index(
                fields=["owner_path"], name="hazard_of_agency", opclasses=["varchar_pattern_ops"]
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.stage in OPEN_STAGES

    @property
    def where(self) -> str:
        """The venue, or the address where there is none."""
        return self.venue.name if self.venue else self.address

    def details(self) -> dict[str, Any]:
        """The ground and the stage, for alerts and screens."""
        return {
            "number": self.number,
            "venue": self.venue.code if self.venue else None,
            "cell": self.cell.code if self.cell else None,
            "level": self.level,
            "stage": self.stage,
            "found_in": self.found_in,
            "round": self.round,
            "is_repeat": self.repeat_of_id is not None,
        }


class HazardEntry(models.Model):
    """One line of a hazard's history (隐患办理记录): who did what and said what; only added."""

    scope_path: ClassVar[str] = "hazard__owner_path"
    retention: ClassVar[Keep] = KEPT

    hazard = models.ForeignKey(Hazard, models.CASCADE, related_name="entries")
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    act = models.CharField(max_length=20)
    text = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.act}"


class VenueAlarm(models.Model):
    """An alarm of a venue's own system (场所报警), told once by its reference, and its hazard."""

    scope_path: ClassVar[str] = "venue__agency__path"
    retention: ClassVar[Keep] = KEPT

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="alarms")
    ref = models.CharField(max_length=60)
    at = models.DateTimeField()
    text = models.CharField(max_length=200)
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="alarms")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venue", "ref"], name="venue_alarm_once")
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.ref}"
