"""Templates of shifts, the shifts themselves, and who is rostered for them and came."""

from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet
from patrol.units.models import CrewPosting, Station, Unit

DUTY_RECORD: Final = Keep(days=1095, by="ends_at", basis="duty records, three years like the audit")


class ShiftTemplate(models.Model):
    """How a shift comes again (班次模板): when it begins, how long it lasts, on which days.

    `starts` is local time; a shift that is longer than the rest of the day ends on the next one.
    `days` holds 1 (Monday) to 7.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="rules of the roster; no personal data")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="shift_templates")
    station = models.ForeignKey(Station, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=40)
    starts = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    days = ArrayField(models.SmallIntegerField(), default=list)
    handover_minutes = models.PositiveSmallIntegerField(default=30)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("agency__path", "starts", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minutes__gte=30, minutes__lte=2880), name="shift_template_length"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ShiftNeed(models.Model):
    """What a template asks for (勤务需求): so many of a kind, with a certificate, on a tier."""

    class Kind(models.TextChoices):
        OFFICER = "officer", _("Officers")
        AUXILIARY = "auxiliary", _("Auxiliaries")
        PARTNER = "partner", _("Partners")
        UNIT = "unit", _("Units")

    retention: ClassVar[Keep] = Keep(days=None, basis="rules of the roster; no personal data")

    template = models.ForeignKey(ShiftTemplate, models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=10, choices=Kind)
    count = models.PositiveSmallIntegerField()
    certificate = models.SlugField(max_length=30, blank=True)
    tier = models.CharField(max_length=12, choices=Unit.Tier, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"


class Shift(models.Model):
    """A shift (班次) of an agency or one of its stations, from moment to moment.

    `needs` is what its template asked for when it was made: [{kind, count, certificate, tier}].
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = DUTY_RECORD

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="shifts")
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="shifts"
    )
    template = models.ForeignKey(ShiftTemplate, models.SET_NULL, null=True, related_name="shifts")
    name = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    needs = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "agency__path", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_forward"),
            models.UniqueConstraint(fields=["template", "starts_at"], name="shift_made_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["starts_at", "ends_at"], name="shift_by_time")]

    def __str__(self) -> str:
        return f"{self.name} {timezone.localtime(self.starts_at):%m-%d %H:%M}"

    def covers(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


class RosterEntry(models.Model):
    """Somebody rostered for a shift (排班人员), in which unit, and when she came and left.

    `certificates` are the codes she needs for what she does there. A waiver or an override names
    who gave it and why.
    """

    scope_path: ClassVar[str] = "shift__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="recorded_at", basis="duty records, three years like the audit"
    )

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="entries")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="roster")
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="roster"
    )
    name = models.CharField(max_length=50, blank=True)  # of an auxiliary or partner: no account
    kind = models.CharField(max_length=10, choices=CrewPosting.Kind, default="officer")
    carries_weapon = models.BooleanField(default=False)
    certificates = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    waiver = models.CharField(max_length=200, blank=True)
    waived_by = models.CharField(max_length=100, blank=True)
    rest_override = models.CharField(max_length=200, blank=True)
    overridden_by = models.CharField(max_length=100, blank=True)
    came_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("shift", "unit__call_sign", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["shift", "officer"],
                condition=Q(officer__isnull=False),
                name="roster_officer_once",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("came_at")),
                name="roster_left_after_coming",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.officer_id or self.name}"

    @property
    def who(self) -> str:
        return self.officer.name if self.officer else self.name

    @property
    def badge(self) -> str:
        return self.officer.badge_number if self.officer else ""

    @property
    def overtime(self) -> timedelta:
        """Time on duty after the end of the shift; nothing before she left."""
        if self.left_at is None:
            return timedelta()
        return max(timedelta(), self.left_at - self.shift.ends_at)
