"""How long a unit may be silent, and the clock that runs for each unit while it may not be."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from command_center.incidents.models.targets import Dated
from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet
from patrol.units.models import Unit


class SafetyRule(Dated):
    """How long a unit may stay silent in a status (安全确认规则), by kind and time of day.

    Holds for an agency and all below it; the nearest agency's rule wins, then the one that names
    the kind, then the one that names day or night. `kind` empty means every kind, `at_night`
    empty day and night. Entering a status by a rule that `resets` starts the clock anew; by one
    that does not, the running clock goes on.
    """

    kind = models.CharField(max_length=12, choices=Unit.Kind, blank=True)
    status = models.CharField(max_length=10, choices=Unit.Status)
    at_night = models.BooleanField(null=True)
    minutes = models.PositiveSmallIntegerField()
    warn_minutes = models.PositiveSmallIntegerField()  # before it is due
    missed_cycles = models.PositiveSmallIntegerField(default=2)  # until it is urgent
    resets = models.BooleanField(default=True)

    class Meta:
        ordering = ("agency__path", "status", "kind", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "kind", "status", "at_night", "valid_from"],
                name="safety_rule_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(minutes__gt=F("warn_minutes"), missed_cycles__gte=1),
                name="safety_rule_warns_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind or '*'} {self.status} {self.minutes} min"


class SafetyTimer(models.Model):
    """The clock of one unit (安全确认计时): when it must next be heard of.

    `missed` counts the cycles since anybody last heard of it; a clock that has missed one stops
    only when somebody hears of the unit.
    """

    scope_path: ClassVar[str] = "unit__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="one row a unit on watch, no personal data")

    unit = models.OneToOneField(Unit, models.CASCADE, primary_key=True, related_name="safety_timer")
    rule = models.ForeignKey(SafetyRule, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Unit.Status)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    missed = models.PositiveSmallIntegerField(default=0)
    missed_since = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    heard_by = models.CharField(max_length=100, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["due_at"], name="safety_timer_due")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.due_at:%H:%M:%S}"


class CheckIn(models.Model):
    """A unit was heard of (安全确认): by itself, or by whoever spoke with it over a channel."""

    scope_path: ClassVar[str] = "unit__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="at", basis="duty records, three years like the audit"
    )

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="check_ins")
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=100)
    is_own = models.BooleanField()
    channel = models.CharField(max_length=20)
    said = models.CharField(max_length=200, blank=True)
    missed = models.PositiveSmallIntegerField(default=0)  # cycles it had missed by then

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes: ClassVar = [models.Index(fields=["unit", "-at"], name="check_in_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.at:%H:%M:%S}"
