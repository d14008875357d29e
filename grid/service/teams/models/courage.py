"""Commendations for courage, the funds that pay them, and the offices behind both, as counts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from grid.service.teams.models.teams import COUNTS


class Fund(models.Model):
    """A fund for those who acted with courage (见义勇为基金); its balance is the sum of entries."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="a register of funds, not of persons")

    name = models.CharField(max_length=80)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="courage_funds")
    keeper = models.CharField(max_length=80, blank=True)  # the office that keeps it
    founded_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class FundEntry(models.Model):
    """Money in or out of a fund (基金收支), in yuan; never changed, put right by another entry."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("Opening balance")
        PUBLIC = "public", _("Public money")
        DONATION = "donation", _("Donations")
        INTEREST = "interest", _("Interest")
        AWARD = "award", _("Awards and help paid")
        COST = "cost", _("Costs")
        CORRECTION = "correction", _("Correction")

    scope_path: ClassVar[str] = "fund__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="accounts of public money, nobody named")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="entries")
    booked_on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    amount = models.DecimalField(max_digits=14, decimal_places=2)  # yuan; out of it is negative
    note = models.CharField(max_length=120, blank=True)
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-booked_on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(amount=0), name="fund_entry_not_nothing")
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.booked_on} {self.amount}"


class Commendation(models.Model):
    """A commendation for courage (见义勇为表彰): when, at which level, for how many, for what.

    Nobody is named: `document` is the number of the decision, which the office keeps.
    """

    class Level(models.TextChoices):
        COUNTY = "county", _("County or district")
        CITY = "city", _("City")
        PROVINCE = "province", _("Province")
        STATE = "state", _("State")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = COUNTS

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="commendations")
    given_on = models.DateField()
    level = models.CharField(max_length=8, choices=Level, default=Level.CITY)
    people = models.PositiveSmallIntegerField(default=1)
    deed = models.CharField(max_length=200)
    document = models.CharField(max_length=60, blank=True)
    entry = models.OneToOneField(
        FundEntry, models.PROTECT, null=True, blank=True, related_name="commendation"
    )
    entered_by = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-given_on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(people__gte=1), name="commendation_of_somebody")
        ]

    def __str__(self) -> str:
        return f"{self.given_on} {self.level}"


class OfficeCount(models.Model):
    """How many offices for courage an agency's area has (见义勇为工作站) on one day: a count."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = COUNTS

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="courage_offices")
    counted_on = models.DateField()
    offices = models.PositiveIntegerField()
    counted_by = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-counted_on", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "counted_on"], name="office_count_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.counted_on}: {self.offices}"
