"""How each rate is counted, from which day on, and who agreed to that."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.organisation.dated import Dated
from grid.organisation.models import Agency, Officer


class Rate(models.TextChoices):
    """The rates of a city's cameras; the first, second, fourth and fifth are the four rates."""

    REGISTRATION = "registration_rate", _("Registration rate")
    ONLINE = "online_rate", _("Online rate")
    ONLINE_PERIOD = "online_period_rate", _("Online rate by hours")
    IMAGE_INTACT = "image_intact_rate", _("Image intact rate")
    LOCATION = "location_accuracy_rate", _("Location accuracy rate")
    RECORDING = "recording_completeness", _("Recording completeness")
    CLOCK_SYNC = "clock_sync_rate", _("Clock synchronisation rate")
    ARCHIVE_PASS = "archive_pass_rate", _("Complete file rate")
    RETENTION_OK = "retention_ok_rate", _("Storage sufficiency rate")


class RateFormula(Dated):
    """A version of how one rate is counted (考核口径); never changed once approved.

    `threshold` is in percent: below it a figure is red. `parameters` are those that
    `video.rates.formulas.PARAMETERS` names for the rate. A row without an agency is the
    platform's default and holds where the city has none of its own. It is approved by somebody
    other than who wrote it, and until then counts for nothing.
    """

    agency: Any = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    rate = models.CharField(max_length=24, choices=Rate)
    number = models.PositiveSmallIntegerField()
    threshold = models.DecimalField(max_digits=4, decimal_places=1, default=95)
    parameters = models.JSONField(default=dict)
    basis = models.CharField(max_length=200, blank=True)  # the document it follows
    proposed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("rate", "-number", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "rate", "number"],
                name="camera_rate_formula_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="camera_rate_formula_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=0, threshold__lte=100),
                name="camera_rate_formula_threshold",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rate} v{self.number}"
