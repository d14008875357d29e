"""What is looked at in a venue of a kind, and how soon hazards are to be gone: rules with dates."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.dated import Dated
from grid.scope import ScopedQuerySet
from grid.service.venues.models.places import VenueKind


class Level(models.TextChoices):
    """How grave a hazard is (隐患等级)."""

    GENERAL = "general", _("General")
    SERIOUS = "serious", _("Serious")
    MAJOR = "major", _("Major")


class Checklist(Dated):
    """What is asked of a kind of venue from a day on (检查清单); an inspection keeps its own."""

    kind = models.ForeignKey(VenueKind, models.PROTECT, related_name="checklists")
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ("kind__rank", "-valid_from", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "kind", "valid_from"], name="checklist_once")
        ]

    def __str__(self) -> str:
        return self.name


class ChecklistItem(models.Model):
    """One line of a checklist (检查项).

    A `share` is answered with two counts, how many of how many; it is met only when all are.
    `level` is that of the hazard where it is not met.
    """

    class Answer(models.TextChoices):
        YES_NO = "yes_no", _("Yes or no")
        SHARE = "share", _("How many of how many")

    scope_path: ClassVar[str] = "checklist__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows, no personal data")

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items")
    rank = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120)
    help_text = models.CharField(max_length=200, blank=True)
    answered_by = models.CharField(max_length=6, choices=Answer, default=Answer.YES_NO)
    level = models.CharField(max_length=7, choices=Level, default=Level.GENERAL)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("checklist", "rank")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checklist", "rank"], name="checklist_item_once")
        ]

    def __str__(self) -> str:
        return self.text


class HazardRule(Dated):
    """How soon a hazard of a level is gone, and what is silence (隐患整改时限).

    `rectify_days` and `verify_days` in days; the same line of the same venue found again within
    `repeat_days` is a repeat; a feed that was not heard for `silent_hours` is silent.
    """

    level = models.CharField(max_length=7, choices=Level)
    rectify_days = models.PositiveSmallIntegerField()
    verify_days = models.PositiveSmallIntegerField(default=3)
    repeat_days = models.PositiveSmallIntegerField(default=365)
    silent_hours = models.PositiveSmallIntegerField(default=24)

    class Meta:
        ordering = ("agency__path", "level", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "level", "valid_from"], name="hazard_rule_once"
            ),
            models.CheckConstraint(
                condition=Q(verify_days__gte=1, silent_hours__gte=1), name="hazard_rule_some"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.level} {self.rectify_days}"
