"""The words a count is made of and the numbers it is judged by: rows, the latter with dates."""

from typing import ClassVar, Final

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.dated import CityRule

REFERENCE: Final = Keep(
    days=None, basis="reference rows; old counts are judged by those of their day"
)


class Kind(models.TextChoices):
    """What is counted at a checkpoint (清点类别); never who."""

    PEOPLE = "people", _("People")
    VEHICLES = "vehicles", _("Vehicles")
    GOODS = "goods", _("Goods")


class CheckCode(models.Model):
    """A word of the work at checkpoints (查控代码) as a row.

    Reasons of a check, outcomes, kinds of things seized, ways to dispose of them, reasons to
    suspend. `is_result` marks the outcomes that are counted as results (抓获战果).
    """

    class Group(models.TextChoices):
        REASON = "reason", _("Reason of a check")
        OUTCOME = "outcome", _("Outcome")
        ITEM = "item", _("Kind of thing seized")
        DISPOSAL = "disposal", _("Disposal")
        SUSPENSION = "suspension", _("Reason to suspend")

    retention: ClassVar[Keep] = REFERENCE

    group = models.CharField(max_length=10, choices=Group)
    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    is_result = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)  # order within its group
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("group", "place", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "code"], name="check_code_once")
        ]

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


class CountRule(CityRule):
    """When a count is late, refused or missing, and which figures are small (填报时限).

    Minutes count from the end of the hour, days from then too. `late_after_min` marks an entry,
    `refuse_after_days` refuses it, `overdue_after_min` says that none came. A figure below
    `small_below` carries a warning. `on_time_min` is how late somebody may come to a shift,
    `absent_after_min` when who has not come is absent. `rest_hours` lie between two shifts.
    """

    late_after_min = models.PositiveSmallIntegerField(default=30)
    refuse_after_days = models.PositiveSmallIntegerField(default=7)
    overdue_after_min = models.PositiveSmallIntegerField(default=20)
    small_below = models.PositiveSmallIntegerField(default=10)
    suspend_most_min = models.PositiveSmallIntegerField(default=120)
    on_time_min = models.PositiveSmallIntegerField(default=5)
    absent_after_min = models.PositiveSmallIntegerField(default=30)
    rest_hours = models.PositiveSmallIntegerField(default=8)

    class Meta:
        ordering = ("agency__path", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "valid_from"], name="count_rule_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id or '*'} {self.valid_from}"


class CountCeiling(CityRule):
    """What one checkpoint can at most count in an hour (填报上限); more is taken for a slip."""

    kind = models.CharField(max_length=8, choices=Kind)
    most_checked = models.PositiveIntegerField()
    most_passing = models.PositiveIntegerField()

    class Meta:
        ordering = ("agency__path", "kind", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "kind", "valid_from"],
                name="count_ceiling_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id or '*'} {self.kind} {self.most_checked}"
