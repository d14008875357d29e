"""What the rates were, day by day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from video.rates.models.formulas import Rate, RateFormula


class By(models.TextChoices):
    """What the cameras are told apart by."""

    AGENCY = "agency", _("By agency")
    DIVISION = "division", _("By division")
    OWNER = "owner", _("By owner")
    OPERATOR = "operator", _("By operator")
    CONTRACTOR = "contractor", _("By contractor")
    CLASS = "class", _("By class")


class RateDay(models.Model):
    """One rate of one local day, of the cameras of one agency and one group (每日考核结果).

    `agency` is the one that the cameras belong to directly: sums over it are the rates of those
    above. `key` is the code of the group, empty where cameras have none. Numerator, denominator
    and excluded count cameras; of `online_period_rate` and `recording_completeness` the first two
    are seconds. `sample` counts the cameras somebody went to see.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1827, by="day", basis="five years of figures for rankings; counts of devices"
    )

    day = models.DateField()
    rate = models.CharField(max_length=24, choices=Rate)
    by = models.CharField(max_length=10, choices=By)
    key = models.CharField(max_length=20, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="camera_rate_days")
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    excluded = models.PositiveIntegerField(default=0)
    sample = models.PositiveIntegerField(default=0)
    formula = models.ForeignKey(RateFormula, models.PROTECT, null=True, related_name="days")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "rate", "by", "key", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["by", "rate", "day", "key", "agency"], name="camera_rate_day_once"
            ),
            models.CheckConstraint(
                condition=Q(numerator__gte=0, numerator__lte=models.F("denominator")),
                name="camera_rate_day_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.rate} {self.by} {self.key}"
