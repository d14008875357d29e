"""Bases that people visit to learn how to keep safe, and what each day brought."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from grid.service.teams.models.teams import COUNTS
from grid.territory.models import Place


class OutreachBase(models.Model):
    """An education base (宣传教育基地): a museum of traffic safety, a legal theme park …"""

    class Theme(models.TextChoices):
        LAW = "law", _("Law")
        TRAFFIC = "traffic", _("Traffic safety")
        FIRE = "fire", _("Fire safety")
        DRUGS = "drugs", _("Against drugs")
        FRAUD = "fraud", _("Against fraud")
        POLICE = "police", _("The police")
        OTHER = "other", _("Other theme")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="a register of places, not of persons")

    name = models.CharField(max_length=80)
    theme = models.CharField(max_length=8, choices=Theme, default=Theme.LAW)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="outreach_bases")
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="outreach_bases"
    )
    address = models.CharField(max_length=200, blank=True)
    rating = models.CharField(max_length=10, blank=True)  # of tourism, such as 4A
    contact = models.CharField(max_length=60, blank=True)  # a desk and its number
    opened_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class OutreachDay(models.Model):
    """What one day brought a base (基地日记录): visitors, groups, messages left, as numbers."""

    scope_path: ClassVar[str] = "base__agency__path"
    retention: ClassVar[Keep] = COUNTS

    base = models.ForeignKey(OutreachBase, models.PROTECT, related_name="days")
    counted_on = models.DateField()
    visitors = models.PositiveIntegerField(default=0)
    groups = models.PositiveIntegerField(default=0)
    messages = models.PositiveIntegerField(default=0)
    counted_by = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-counted_on", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["base", "counted_on"], name="outreach_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.base_id} {self.counted_on}"
