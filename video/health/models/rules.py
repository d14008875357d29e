"""How old a sign may be before it says nothing any more: rows with dates."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from grid.organisation.dated import Dated
from grid.organisation.models import Agency


class SignRule(Dated):
    """How long a sign of each source holds (在线判定规则), in seconds; and when a platform is lost.

    A platform has lost its cameras when at least `lost_least` of them, and `lost_share` percent
    of those that were online, fall in one message. Without an agency it is the default.
    """

    agency: Any = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    sweep_s = models.PositiveIntegerField(default=900, validators=[MinValueValidator(30)])
    notify_s = models.PositiveIntegerField(default=86_400, validators=[MinValueValidator(30)])
    catalog_s = models.PositiveIntegerField(default=86_400, validators=[MinValueValidator(30)])
    heartbeat_s = models.PositiveIntegerField(default=180, validators=[MinValueValidator(30)])
    lost_share = models.PositiveSmallIntegerField(default=90, validators=[MaxValueValidator(100)])
    lost_least = models.PositiveSmallIntegerField(default=10, validators=[MinValueValidator(2)])

    class Meta:
        ordering = ("agency__path", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "valid_from"], name="sign_rule_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id or '*'} {self.valid_from}"
