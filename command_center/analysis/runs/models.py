"""Runs, their results, the rules of the calendar, and switches."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.dated import CityRule
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet

_RESULTS = Keep(days=None, basis="counts, places and times of a period; no personal data")


class JobRun(models.Model):
    """One run of one job over one period of one agency (研判作业): once, whoever runs it.

    `period` is 2026-03-01, 2026-W10, 2026-03, 2026-Q1 or 2026. A worker holds the row until
    `lease_until`; whoever takes it after that counts `attempt` up, and only the newest attempt
    may finish. A due row with a lease waits that long before it is tried again; `failures` counts
    how often it failed. `revision` counts from 1; a later one takes the place of the earlier.
    """

    class State(models.TextChoices):
        DUE = "due", _("Due")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        SKIPPED = "skipped", _("Switched off")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = _RESULTS

    job = models.CharField(max_length=20)
    period = models.CharField(max_length=12)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="analysis_runs")
    revision = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    due_at = models.DateTimeField()
    attempt = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    step = models.CharField(max_length=80, blank=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    asked_by = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    code_version = models.CharField(max_length=64, blank=True)
    input_digest = models.CharField(max_length=64, blank=True)
    parameters = models.JSONField(default=dict)
    seed = models.BigIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-due_at", "job", "agency__path", "-revision")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["job", "period", "agency", "revision"], name="job_run_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False),
                name="job_run_running_has_lease",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], name="job_run_open", condition=Q(state__in=["due", "running"])
            ),
            models.Index(fields=["agency", "job", "-due_at"], name="job_run_of_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.period} {self.agency_id} {self.revision}"


class JobResult(models.Model):
    """What a run found (研判结果): one JSON object; page, PDF and DOCX show the same one.

    `corrections` lists what changed since the revision before, case by case; `snapshot_at` is
    the moment up to which cases were known.
    """

    scope_path: ClassVar[str] = "run__agency__path"
    retention: ClassVar[Keep] = _RESULTS

    run = models.OneToOneField(JobRun, models.CASCADE, related_name="result")
    content = models.JSONField()
    corrections = models.JSONField(default=list)
    snapshot_at = models.DateTimeField()
    made_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return str(self.run_id)


class JobRule(CityRule):
    """When a job closes its period and with what it counts (研判日历): city's own or default.

    `closes_at` is local time on the first day after the period; `parameters` go to the method.
    """

    job = models.CharField(max_length=20)
    closes_at = models.TimeField()
    is_on = models.BooleanField(default=True)
    parameters = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("job", "agency__path", "-valid_from")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["job", "agency", "valid_from"], name="job_rule_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.closes_at}"


class SpecialDay(CityRule):
    """Days off, or worked in exchange for them (节假日与调休): the city's own or the platform's.

    From `valid_from` until before `valid_to`. The nearest agency's row holds for a day, of its own
    the one that begins last; an ordinary day takes back what a row above it or before it says.
    """

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Public holiday")
        WORKDAY = "workday", _("Worked in exchange")
        ORDINARY = "ordinary", _("Ordinary day")

    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=120, blank=True)  # the notice that sets it

    class Meta:
        ordering = ("-valid_from", "agency__path")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["agency", "valid_from"], name="special_day_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=False, valid_to__gt=models.F("valid_from")),
                name="special_day_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from} {self.name}"


class MethodSwitch(models.Model):
    """That a method is switched off for an agency and all below it (方法停用), by whom and why.

    Off stays off across upgrades until somebody ends it.
    """

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="who switched which method off, and why")

    method = models.CharField(max_length=40)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    off_at = models.DateTimeField(default=timezone.now)
    off_by = models.CharField(max_length=100)
    on_at = models.DateTimeField(null=True)
    on_by = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-off_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["method", "agency"],
                condition=Q(on_at__isnull=True),
                name="method_switch_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.agency_id}"
