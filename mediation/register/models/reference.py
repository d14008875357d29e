"""Categories of disputes, the rule of repeats, the counter of numbers."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language

from grid.ledger.retention import Keep
from grid.organisation.dated import CityRule


class DisputeCategory(models.Model):
    """A category of disputes (纠纷类别); the judicial statistics' set, with days it holds.

    `call_words` are words, with blanks between, in whose presence a call's category means this one.
    """

    retention: ClassVar[Keep] = Keep(days=None, basis="reference rows, no personal data")

    code = models.CharField(max_length=30, primary_key=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    call_words = models.CharField(max_length=200, blank=True)
    rank = models.PositiveSmallIntegerField(default=100)  # the order on forms
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("rank", "code")

    def __str__(self) -> str:
        is_english = (get_language() or "").startswith("en")
        return self.name_en if is_english and self.name_en else self.name


class RepeatRule(CityRule):
    """When a call is a repeat (重复纠纷判定): within `days`, and within `radius_m` metres."""

    days = models.PositiveSmallIntegerField(default=90)
    radius_m = models.PositiveSmallIntegerField(default=50)
    hint_days = models.PositiveSmallIntegerField(default=365)  # how far back entry looks for twins

    class Meta:
        ordering = ("agency__path", "-valid_from")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["agency", "valid_from"], name="repeat_rule_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id or '*'} {self.valid_from}"


class DisputeCounter(models.Model):
    """The last number given out in a year (纠纷编号)."""

    retention: ClassVar[Keep] = Keep(days=None, basis="a counter, no personal data")

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"
