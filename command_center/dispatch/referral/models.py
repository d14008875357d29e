"""Which calls are disputes."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from grid.ledger.retention import Keep


class DisputeClass(models.Model):
    """Calls of a branch of the category tree are disputes (纠纷类警情), from day to day.

    A call belongs to it whose category's code begins with the prefix.
    """

    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows, no personal data")

    prefix = models.CharField(max_length=12)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("prefix", "valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prefix", "valid_from"], name="dispute_class_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="dispute_class_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.prefix
