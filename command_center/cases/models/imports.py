"""Files of cases taken in: what came of each, and every bad row."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet


class CaseImport(models.Model):
    """One file of cases (案件导入批次): tried first, then written, with progress."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READING = "reading", pgettext_lazy("import", "Reading")
        TRIED = "tried", _("Tried, nothing written")
        WRITING = "writing", _("Writing")
        DONE = "done", _("Done")
        FAILED = "failed", pgettext_lazy("import", "Failed")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=90, by="started_at", basis="long enough to mend bad rows and send them again"
    )

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    is_dry_run = models.BooleanField(default=True)
    only_valid = models.BooleanField(default=False)
    crs = models.CharField(max_length=8, default="wgs84")
    source = models.CharField(max_length=40, default="upload")
    rows = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0)  # further rows of a number that came before
    joins_doubles = models.BooleanField(default=False)  # rows of one number are one case
    columns = models.JSONField(default=dict)  # heading of the file: field, "" for not read
    meanings = models.JSONField(default=dict)  # word for a category: its code, "" while unknown
    refusal = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    heard_at = models.DateTimeField(default=timezone.now)  # its last sign of life
    started_by = models.CharField(max_length=100)
    actor_kind = models.CharField(max_length=20, default="officer")
    actor_id = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")

    def __str__(self) -> str:
        return self.name


class CaseImportFault(models.Model):
    """What is wrong with one cell of one row (导入错误); the value itself is not kept."""

    scope_path: ClassVar[str] = "batch__agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="part of the file's row, deleted with it")

    batch = models.ForeignKey(CaseImport, models.CASCADE, related_name="faults")
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=40)
    code = models.CharField(max_length=30)
    message = models.CharField(max_length=300)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("row", "pk")
        indexes: ClassVar = [models.Index(fields=["batch", "row"], name="case_fault_row")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.row} {self.field}"
