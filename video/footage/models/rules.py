"""Times that hold from a day on, and the mark that video was checked for a case."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.dated import Dated
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet
from video.footage.models.requests import SAYS


class FootageRule(Dated):
    """Hours to decide and to review, days a copy may stay out, days back to cases (调取时限)."""

    decide_hours = models.PositiveSmallIntegerField(default=8)
    review_hours = models.PositiveSmallIntegerField(default=24)  # of a break-glass request
    keep_days = models.PositiveSmallIntegerField(default=30)
    check_days = models.PositiveSmallIntegerField(default=3)  # a case may wait for its check

    class Meta:
        ordering = ("agency__path", "-valid_from", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="footage_rule_once"),
            models.CheckConstraint(
                condition=Q(
                    decide_hours__range=(1, 168), review_hours__range=(1, 24),
                    keep_days__range=(1, 365), check_days__range=(1, 90),
                ),
                name="footage_rule_bounds",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.agency_id} {self.decide_hours} h {self.review_hours} h {self.keep_days} d"


class VideoCheck(models.Model):
    """The mark that video was checked in a case (逢案必先调用视频) for which nobody asked."""

    class Result(models.TextChoices):
        NO_CAMERA = "no_camera", _("No camera covers the place")
        NOT_WORKING = "not_working", _("The cameras there did not work")
        OVERWRITTEN = "overwritten", _("Overwritten before the report")
        NOT_NEEDED = "not_needed", _("Solved without video")
        SEEN = "seen", _("Looked at under another number")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1096, by="checked_at", basis="Decree 799 art. 16: kept as long as the requests"
    )

    case_number = models.CharField(max_length=40)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    result = models.CharField(max_length=12, choices=Result)
    note = models.CharField(max_length=200, blank=True)
    checked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-checked_at", "-pk")
        indexes: ClassVar = [models.Index(fields=["case_number"], name="video_check_case")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "case_number"],
                condition=Q(struck_at__isnull=True),
                name="video_check_once",
            ),
            models.CheckConstraint(
                condition=Q(case_number__regex=SAYS), name="video_check_names_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_number} {self.result}"
