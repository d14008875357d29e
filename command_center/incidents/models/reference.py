"""Rows that cities change: categories and dispositions; and the number counter."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from grid.ledger.retention import Keep


class Category(models.Model):
    """A node of the incident category tree (警情类别), four levels, with effective dates."""

    retention: ClassVar[Keep] = Keep(
        days=None, basis="reference rows; old incidents point at old categories"
    )

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    depth = models.SmallIntegerField()
    default_level = models.SmallIntegerField(default=3)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("code",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="category_once"),
            models.CheckConstraint(
                condition=Q(depth__gte=1, depth__lte=4), name="category_four_levels"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Disposition(models.Model):
    """What came of an incident (处警结果), chosen when it is closed."""

    retention: ClassVar[Keep] = Keep(
        days=None, basis="reference rows; closed incidents point at them"
    )

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class NumberCounter(models.Model):
    """The last incident number (警情编号) given out in a local year."""

    retention: ClassVar[Keep] = Keep(days=None, basis="one row a year, no personal data")

    year = models.SmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"
