"""What the score of a contractor is made of."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from grid.organisation.dated import Dated
from grid.organisation.models import Agency


class ScoreRule(Dated):
    """What each part weighs in a contractor's score (智能运维考核评分), in points of 100.

    Online: the rate by hours. Intact: the sampled pictures. In time: verified tickets fixed in
    time. Once: tickets that never had to be reopened. Without an agency it is the default.
    """

    agency: Any = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    online = models.PositiveSmallIntegerField(default=40)
    intact = models.PositiveSmallIntegerField(default=20)
    in_time = models.PositiveSmallIntegerField(default=25)
    once = models.PositiveSmallIntegerField(default=15)

    class Meta:
        ordering = ("agency__path", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "valid_from"],
                name="contractor_score_rule_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(online=100 - F("intact") - F("in_time") - F("once")),
                name="contractor_score_rule_hundred",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id or '*'} {self.valid_from}"
