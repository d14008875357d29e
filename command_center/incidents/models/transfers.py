"""Files that came in and lists that went out."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet


class ImportRun(models.Model):
    """One reading of a file of incidents (导入记录) and its report."""

    retention: ClassVar[Keep] = Keep(
        days=365, by="started_at", basis="report of a reading, for questions about it"
    )

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    scope_path: ClassVar[str] = "agency__path"

    agency = models.ForeignKey(Agency, models.PROTECT)
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    mapping = models.TextField()
    is_dry_run = models.BooleanField(default=False)
    valid_rows_only = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    started_by = models.CharField(max_length=100)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=40)
    rows_read = models.PositiveIntegerField(default=0)
    rows_created = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_unchanged = models.PositiveIntegerField(default=0)
    rows_bad = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list)  # at most 10,000 of {line, column, reason}
    refusal = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"


class ExportRequest(models.Model):
    """A large export (大批量导出) that waits for a second person's approval."""

    retention: ClassVar[Keep] = Keep(
        days=1095, by="created_at", basis="as long as the access register"
    )

    scope_path: ClassVar[str] = "agency__path"

    agency = models.ForeignKey(Agency, models.PROTECT)
    filters = models.CharField(max_length=2000, blank=True)
    purpose = models.CharField(max_length=200)
    row_count = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=100)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=100, null=True)  # noqa: DJ001 null = not approved
    expires_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(approved_by=models.F("created_by")), name="export_four_eyes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.created_by} {self.row_count}"
