"""Groups of cases that may belong together, as people judged them, and what was learnt of that."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from command_center.analysis.studies.models.operations import Operation
from command_center.analysis.studies.models.studies import WORK, Study
from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet


class CaseSeries(models.Model):
    """Cases that may be a series (串并案): a group of case numbers, of no person.

    Followed since somebody took it up; confirmed or rejected by judgement, with the reason.
    `score` and `reasons` are what the method said on that day.
    """

    class State(models.TextChoices):
        FOLLOWED = "followed", pgettext_lazy("series", "Followed")
        CONFIRMED = "confirmed", pgettext_lazy("series", "Confirmed")
        REJECTED = "rejected", pgettext_lazy("series", "Rejected")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = WORK

    number = models.CharField(max_length=20, unique=True)  # CB26-0001
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="case_series")
    title = models.CharField(max_length=120)
    case_numbers = ArrayField(models.CharField(max_length=40))
    score = models.FloatField(null=True)
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.FOLLOWED)
    study = models.ForeignKey(Study, models.PROTECT, null=True, related_name="series")
    operation = models.ForeignKey(Operation, models.PROTECT, null=True, related_name="series")
    followed_at = models.DateTimeField(default=timezone.now)
    followed_by = models.CharField(max_length=100)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.CharField(max_length=100, blank=True)
    judged_text = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-followed_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="followed") | Q(judged_at__isnull=False, judged_text__gt=""),
                name="case_series_judged_with_reason",
            )
        ]

    def __str__(self) -> str:
        return self.number


class SeriesStep(models.Model):
    """One step of a followed series (串并记录): taken up, changed, judged; append-only."""

    scope_path: ClassVar[str] = "series__agency__path"
    retention: ClassVar[Keep] = WORK

    series = models.ForeignKey(CaseSeries, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=10)  # followed, changed, confirmed, rejected, reopened
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=100)
    text = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.series_id} {self.step}"


class SeriesModel(models.Model):
    """What the confirmed series of an agency taught the linkage of cases (串并模型).

    `content` holds weights of distance, time and tags. The newest that is not retired is used,
    of the agency or of the nearest above it.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="weights of distances and tags, of no person")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="series_models")
    content = models.JSONField()
    series = models.PositiveIntegerField()  # how many it was learnt from
    cases = models.PositiveIntegerField()
    fitted_at = models.DateTimeField(default=timezone.now)
    fitted_by = models.CharField(max_length=100)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.CharField(max_length=100, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-fitted_at", "-pk")

    def __str__(self) -> str:
        return f"{self.agency_id} {self.fitted_at:%Y-%m-%d}"
