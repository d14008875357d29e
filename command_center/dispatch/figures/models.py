"""What figures are measured against: bands of a measure and 1-3-5 timers, rows with dates."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.incidents.models.targets import Dated

STAMPS: tuple[str, ...] = (
    "reported",
    "answered",
    "intake_done",
    "dispatched",
    "delivered",
    "signed",
    "departed",
    "on_scene",
    "handled",
    "fed_back",
    "revisited",
    "closed",
)  # in the order in which the clock must not run back; positions are one more, as SQL counts


class BandSet(Dated):
    """The bands a measure is told in (时效分段): upper bounds in seconds, each one still inside."""

    measure = models.CharField(max_length=20)
    bounds = ArrayField(models.PositiveIntegerField())

    class Meta:
        ordering = ("agency__path", "measure", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "measure", "valid_from"], name="bands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.bounds}"


class TimerRule(Dated):
    """One timer of 1-3-5 (一三五): from which stamp to which, within how many seconds.

    Cities read 1-3-5 in two ways. As stages of one call: react in one minute, strike in three,
    finish in five (Jiangsu). As forces: stations arrive in one, branches in three, city units in
    five (Wuhan); `forces` then names the kinds of agency a row is for; empty means every unit.
    """

    class Reading(models.TextChoices):
        STAGES = "stages", _("As stages of a call")
        FORCES = "forces", _("As rings of forces")

    reading = models.CharField(max_length=8, choices=Reading)
    tier = models.PositiveSmallIntegerField()
    starts = models.CharField(max_length=12)
    ends = models.CharField(max_length=12)
    limit_s = models.PositiveIntegerField()
    forces = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta:
        ordering = ("agency__path", "reading", "tier", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "reading", "tier", "valid_from"], name="timer_once"
            ),
            models.CheckConstraint(condition=Q(tier__in=[1, 3, 5]), name="timer_tier"),
            models.CheckConstraint(condition=Q(limit_s__gt=0), name="timer_limit"),
            models.CheckConstraint(
                condition=Q(starts__in=STAMPS) & Q(ends__in=STAMPS), name="timer_stamps"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reading} {self.tier} {self.limit_s} s"
