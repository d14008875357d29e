"""Classes of cameras, and the companies around them."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet

REGISTER: Final = Keep(days=None, basis="a register of devices and firms; no personal data")


class CameraClass(models.Model):
    """A class of cameras (摄像机分类): city, rural, estate …, in a tree under public and social."""

    retention: ClassVar[Keep] = REGISTER

    code = models.SlugField(max_length=20, primary_key=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    # built with public money (公共); else social (社会)
    is_public = models.BooleanField(default=True)
    rank = models.PositiveSmallIntegerField(default=0)
    expected = models.PositiveIntegerField(null=True, blank=True)  # as the city reports it
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("rank", "code")

    def __str__(self) -> str:
        is_english = (get_language() or "").startswith("en")
        return (is_english and self.name_en) or self.name


class Company(models.Model):
    """A firm or office around cameras (单位): owner, builder, operator or contractor."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = REGISTER

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="companies")
    is_owner = models.BooleanField(default=False)
    is_builder = models.BooleanField(default=False)
    is_operator = models.BooleanField(default=False)
    is_contractor = models.BooleanField(default=False)
    contact = models.CharField(max_length=60, blank=True)  # a desk and its number
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Contract(models.Model):
    """A contract about cameras (合同): who invests, leases out or maintains, from day to day.

    `valid_to` is the first day it no longer holds.
    """

    class Kind(models.TextChoices):
        LEASE = "lease", _("Lease")
        MAINTENANCE = "maintenance", _("Maintenance")
        BUILDING = "building", _("Building")

    scope_path: ClassVar[str] = "company__agency__path"
    retention: ClassVar[Keep] = REGISTER

    company = models.ForeignKey(Company, models.PROTECT, related_name="contracts")
    kind = models.CharField(max_length=12, choices=Kind)
    number = models.CharField(max_length=60)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField()
    warranty_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-valid_from", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "number"], name="contract_number_once"),
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="contract_validity_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.number
