"""What somebody may do on duty, and how long she must have rested before it."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language

from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet


class CertificateKind(models.Model):
    """A kind of certificate (资格证件): firearm, driving …; rows."""

    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows")

    code = models.SlugField(max_length=30, primary_key=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


class Certificate(models.Model):
    """A certificate an officer holds (持证情况), from day to day; `valid_to` is no longer one."""

    scope_path: ClassVar[str] = "officer__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="valid_to", basis="says who might carry or drive; as long as duty records"
    )

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="certificates")
    kind = models.ForeignKey(CertificateKind, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField()
    recorded_by = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("officer__badge_number", "kind", "-valid_to")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="certificate_forward"
            ),
            models.UniqueConstraint(
                fields=["officer", "kind", "valid_from"], name="certificate_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.kind_id}"

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day < self.valid_to


class RestRule(models.Model):
    """How many hours lie between two shifts (休息时间); the agency nearest to the shift decides."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows; old rosters stand by them")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    hours = models.PositiveSmallIntegerField()
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("agency__path", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="rest_rule_once"),
            models.CheckConstraint(condition=Q(hours__gte=1, hours__lte=48), name="rest_rule_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.hours} h"
