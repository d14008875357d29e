"""Presence checks: who was drawn, by which seed, and who answered in time."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from patrol.units.models import Station, Unit

_DUTY = "duty records, three years like the audit"


class PresenceRule(models.Model):
    """When an agency's stations and units are checked (查勤规则): so often a day, at random.

    Between the local times `between_from` and `between_to`; each draw asks `draws` of those on
    shift, who answer within `minutes`, a station within `radius_m` metres of itself.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows")

    agency = models.OneToOneField(Agency, models.CASCADE, related_name="presence_rule")
    times_a_day = models.PositiveSmallIntegerField(default=2)
    between_from = models.TimeField()
    between_to = models.TimeField()
    draws = models.PositiveSmallIntegerField(default=3)
    minutes = models.PositiveSmallIntegerField(default=5)
    radius_m = models.PositiveIntegerField(default=300)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("agency__path",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(between_to__gt=F("between_from"), minutes__gte=1, draws__gte=1),
                name="presence_rule_sane",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.times_a_day}"


class PresenceMoment(models.Model):
    """A moment at which the platform will check by itself (查勤时点), drawn at the day's start."""

    scope_path: ClassVar[str] = "rule__agency__path"
    retention: ClassVar[Keep] = Keep(days=1095, by="at", basis=_DUTY)

    rule = models.ForeignKey(PresenceRule, models.CASCADE, related_name="moments")
    day = models.DateField()
    at = models.DateTimeField()
    seed = models.BigIntegerField()
    is_done = models.BooleanField(default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule", "at"], name="presence_moment_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.at:%Y-%m-%d %H:%M}"


class PresenceCheck(models.Model):
    """One presence check (查勤): drawn from `pool` by `seed`, so that anybody can draw it again."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=1095, by="drawn_at", basis=_DUTY)

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="presence_checks")
    drawn_at = models.DateTimeField(default=timezone.now)
    drawn_by = models.CharField(max_length=100)
    seed = models.BigIntegerField()
    pool = models.JSONField(default=list)
    count = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    radius_m = models.PositiveIntegerField(default=300)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-drawn_at", "-pk")

    def __str__(self) -> str:
        return f"{self.agency_id} {self.drawn_at:%Y-%m-%d %H:%M}"


class PresenceAnswer(Obligation):
    """What one drawn station or unit owes (查勤应答): a position or the station's code, in time."""

    class Method(models.TextChoices):
        QR = "qr", _("QR code")
        POSITION = "position", _("Position")

    facts: ClassVar[str] = "patrol.presence"
    retention: ClassVar[Keep] = Keep(days=1095, by="issued_at", basis=_DUTY)

    check_of = models.ForeignKey(PresenceCheck, models.CASCADE, related_name="answers")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+")
    station = models.ForeignKey(Station, models.CASCADE, null=True, blank=True, related_name="+")
    method = models.CharField(max_length=8, choices=Method, blank=True)
    point = models.PointField(srid=4326, geography=True, null=True, blank=True)
    distance_m = models.FloatField(null=True, blank=True)

    class Meta(Obligation.Meta):
        abstract = False
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return f"{self.check_of_id} {self.title}"

    @property
    def result(self) -> str:
        """`waiting`, `present`, `late`, or `missing` once its time is over."""
        if self.state == Obligation.State.DONE:
            return "present" if self.done_at and self.done_at <= self.due_at else "late"
        return "waiting" if timezone.now() <= self.due_at else "missing"
