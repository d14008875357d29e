"""The assistants of villages."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from grid.territory.models import Division


class AssistantQuerySet(ScopedQuerySet["VillageAssistant"]):
    """Assistants by date."""

    def on(self, day: date) -> "AssistantQuerySet":
        """Those who work on a local date."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class VillageAssistant(models.Model):
    """A police assistant of a village (村警务助理, 一村一警务助理), from day to day.

    `valid_to` is the first day she no longer works. A village may have more than one.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="valid_to", basis="three years after the work has ended"
    )

    badge = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=50)
    division = models.ForeignKey(Division, models.PROTECT, related_name="assistants")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="assistants")
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AssistantQuerySet.as_manager()

    class Meta:
        ordering = ("division", "badge")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="village_assistant_forward",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.badge}"
